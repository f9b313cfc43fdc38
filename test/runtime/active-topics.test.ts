import { ActiveTopics } from '../../src/runtime/active-topics';

describe('ActiveTopics', () => {
  it('remembers the topics of each connector once, in the order of their first use', () => {
    const topics = new ActiveTopics();
    for (const topic of ['b', 'a', 'b']) topics.note('c', topic);
    topics.note('d', 'x');
    expect(topics.of('c')).toEqual(['b', 'a']);
    expect(topics.of('nobody')).toEqual([]);
  });

  it('forgets what is reset, and nothing else', () => {
    const topics = new ActiveTopics();
    topics.note('c', 'a');
    topics.note('d', 'x');
    topics.reset('c');
    expect(topics.of('c')).toEqual([]);
    expect(topics.of('d')).toEqual(['x']);
  });

  it('remembers nothing when tracking is off', () => {
    const topics = new ActiveTopics(false);
    topics.note('c', 'a');
    expect(topics.of('c')).toEqual([]);
  });
});
