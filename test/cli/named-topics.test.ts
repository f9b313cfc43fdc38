import { namedTopics, topicOfSource } from '../../src/cli/named-topics';

test('namedTopics gives the topics of a list', () => {
  expect(namedTopics({ props: { topics: ' a , b' } })).toEqual(['a', 'b']);
  expect(namedTopics({ props: {} })).toEqual([]);
});

describe('topicOfSource', () => {
  const of = (props: Record<string, string>) => topicOfSource({ type: 'source', props: { topic: ' t ', ...props } });

  it('is the setting that most sources have', () => {
    expect(of({})).toBe('t');
    expect(topicOfSource({ type: 'sink', props: { topic: 't' } })).toBeUndefined();
    expect(topicOfSource({ type: 'source', props: {} })).toBeUndefined();
  });

  it.each([
    ['org.apache.kafka.connect.transforms.HoistField$Value', 't'],
    ['InsertField$Key', 't'],
    ['hoist-field', 't'],
    ['RegexRouter', undefined],
    ['org.apache.kafka.connect.transforms.TimestampRouter', undefined],
    ['./own.ts#Filter', undefined],
  ])('with the transform %s it is %s', (type, topic) => expect(of({ 'transforms.x.type': type })).toBe(topic));
});
