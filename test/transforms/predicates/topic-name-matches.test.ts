import { SourceRecord } from '../../../src/api/source-record';
import { TopicNameMatches } from '../../../src/transforms/predicates/topic-name-matches';
import { expectGenuineDefinition } from '../../support/transform-definitions';

function predicateOf(pattern: string): TopicNameMatches {
  const predicate = new TopicNameMatches();
  predicate.configure({ pattern });
  return predicate;
}

describe('TopicNameMatches', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('predicates.TopicNameMatches', new TopicNameMatches().config());
  });

  it('matches the whole topic', () => {
    const predicate = predicateOf('my-prefix-.*');
    const topics = ['my-prefix-', 'my-prefix-foo', 'x-my-prefix-foo', 'my-prefix-foo'];
    expect(topics.map((topic) => predicate.test(new SourceRecord({ topic })))).toEqual([true, true, false, true]);
    expect(predicate.test(new SourceRecord({ topic: null as unknown as string }))).toBe(false);
  });

  it('answers for more topics than it remembers', () => {
    const predicate = predicateOf('t\\d*5');
    const matching = Array.from({ length: 2000 }, (_, index) => `t${index}`).filter((topic) =>
      predicate.test(new SourceRecord({ topic })),
    );
    expect(matching).toHaveLength(200);
  });

  it('refuses what is no pattern', () => {
    expect(() => predicateOf('[')).toThrow('Invalid regex');
    expect(() => predicateOf('')).toThrow('String must be non-empty');
  });
});
