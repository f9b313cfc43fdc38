import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileJavaRegex } from '../../src/config/java-regex';
import { ConfigError } from '../../src/errors';

interface Case {
  readonly pattern: string;
  readonly input: string;
  readonly result: boolean | 'error';
}

const { cases } = JSON.parse(readFileSync(join(__dirname, '../testdata/vectors/java-regex.json'), 'utf8')) as {
  cases: readonly Case[];
};

function resultOf({ pattern, input }: Case): boolean | 'error' {
  try {
    return compileJavaRegex(pattern).matches(input);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return 'error';
  }
}

describe('JavaRegex', () => {
  it.each(cases.filter(({ pattern }) => !pattern.includes('\\N{')))('answers as Java: $pattern on $input', (one) => {
    expect(resultOf(one)).toBe(one.result);
  });

  it('matches the whole text only, find looks anywhere', () => {
    const regex = compileJavaRegex('b|bc');
    expect(regex.matches('bc')).toBe(true);
    expect(regex.matches('abc')).toBe(false);
    expect(regex.find('abc')).toBe(true);
    expect(regex.find('xyz')).toBe(false);
  });

  it('finds what the search of V8 (Node 20, flag v) misses', () => {
    expect(compileJavaRegex('(?:a{2}|c(?=b.))+').find('bbacba')).toBe(true);
    expect(compileJavaRegex('[ab](?:.a){1,2}?a+').matches('aaaa')).toBe(true);
  });

  it('keeps its answers from call to call', () => {
    const regex = compileJavaRegex('a.');
    expect([regex.find('xab'), regex.find('xab'), regex.find('ab')]).toEqual([true, true, true]);
  });

  it('replaces the first place that matches', () => {
    const regex = compileJavaRegex('(?<first>[a-z]+)-([0-9]+)');
    expect(regex.replaceFirst('x ab-12 cd-34', regex.replacement('$2:${first}'))).toBe('x 12:ab cd-34');
    expect(regex.replaceFirst('none', regex.replacement('$1'))).toBe('none');
  });

  it('puts nothing in the place of a group that did not take part', () => {
    const regex = compileJavaRegex('(a)|(b)');
    expect(regex.replaceFirst('b', regex.replacement('[$1$2]'))).toBe('[b]');
  });

  it('counts code points, not UTF-16 units', () => {
    const regex = compileJavaRegex('.');
    expect(regex.matches('😀')).toBe(true);
    expect(regex.replaceFirst('😀x', regex.replacement('-'))).toBe('-x');
  });

  it('refuses a replacement with a group that Java would remember from an earlier turn of a loop', () => {
    const regex = compileJavaRegex('(?:(a)|b)*');
    expect(regex.matches('ab')).toBe(true);
    expect(() => regex.replacement('$1')).toThrow(ConfigError);
  });

  it('refuses a replacement where Java would find another place first', () => {
    expect(() => compileJavaRegex('(?:|a)*').replacement('x')).toThrow(/may match nothing/);
  });
});
