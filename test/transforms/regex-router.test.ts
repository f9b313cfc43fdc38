import { SourceRecord } from '../../src/api/source-record';
import { ConfigError, IllegalArgumentError } from '../../src/errors';
import { RegexRouter } from '../../src/transforms/regex-router';
import { expectGenuineDefinition } from '../support/transform-definitions';

function router(regex: string, replacement: string): RegexRouter<SourceRecord> {
  const transformation = new RegexRouter<SourceRecord>();
  transformation.configure({ regex, replacement });
  return transformation;
}

const route = (regex: string, replacement: string, topic: string) =>
  router(regex, replacement).apply(new SourceRecord({ topic })).topic;

describe('RegexRouter', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('RegexRouter', new RegexRouter().config());
  });

  it.each([
    ['(.*)', 'prefix-$1', 'orig', 'prefix-orig'],
    ['(.*)-(\\d{8})', '$1', 'index-20160117', 'index'],
    ['(?<x>.*)', '${x}-s', 't', 't-s'],
    ['t|topic', 'R', 'topic', 'Ropic'],
    ['(?i)orders-.*', 'all', 'ORDERS-1', 'all'],
    ['foo', 'bar', 'xfoo', 'xfoo'],
  ])('%s to %s makes of %s %s', (...[regex, replacement, topic, expected]) => {
    expect(route(regex, replacement, topic)).toBe(expected);
  });

  it('gives back the very record whose topic does not match', () => {
    const record = new SourceRecord({ topic: 'orig' });
    expect(router('foo', 'bar').apply(record)).toBe(record);
  });

  it('answers for more topics than it remembers', () => {
    const transformation = router('(.*)', '$1!');
    const topics = Array.from({ length: 2500 }, (_, index) => `t${index}`);
    expect(topics.map((topic) => transformation.apply(new SourceRecord({ topic })).topic)).toEqual(
      topics.map((topic) => `${topic}!`),
    );
  });

  it('complains of a faulty replacement at the first record that it is used for', () => {
    const transformation = router('a.*', '$1');
    expect(transformation.apply(new SourceRecord({ topic: 'b' })).topic).toBe('b');
    expect(() => transformation.apply(new SourceRecord({ topic: 'ab' }))).toThrow(
      new IllegalArgumentError('No group 1'),
    );
  });

  it('refuses a faulty regex, and what would not be as in Java', () => {
    expect(() => router('[', 'x')).toThrow('Invalid value [ for configuration regex: Invalid regex');
    expect(() => router('(?:(a)|b)+', '$1')).toThrow(ConfigError);
  });
});
