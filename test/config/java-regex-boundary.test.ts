import { boundary, lineEnd, lineStart } from '../../src/config/java-regex-boundary';
import type { RegexFlags } from '../../src/config/java-regex-source';

const NONE: RegexFlags = { i: false, m: false, s: false, d: false, u: false, x: false, U: false };

/** Where an assertion holds in a text. */
function places(assertion: string, text: string): number[] {
  const regex = new RegExp(assertion, 'vg');
  return [...text.matchAll(regex)].map((match) => match.index);
}

describe('line ends', () => {
  it('are the end and before a last terminator', () => {
    expect(places(lineEnd(NONE), 'a\nb\n')).toEqual([3, 4]);
    expect(places(lineEnd(NONE), 'a\r\n')).toEqual([1, 3]);
    expect(places(lineEnd({ ...NONE, d: true }), 'a\r')).toEqual([2]);
  });

  it('are before every terminator with the flag m', () => {
    expect(places(lineEnd({ ...NONE, m: true }), 'a\r\nb')).toEqual([1, 4]);
  });
});

describe('line starts', () => {
  it('are after terminators, but neither within \\r\\n nor at the end', () => {
    expect(places(lineStart({ ...NONE, m: true }), 'a\r\nb\n')).toEqual([0, 3]);
    expect(places(lineStart({ ...NONE, m: true }), '')).toEqual([]);
    expect(places(lineStart({ ...NONE, m: true, d: true }), 'a\rb\nc')).toEqual([0, 4]);
  });
});

describe('word boundaries', () => {
  it('count letters of every script as words', () => {
    expect(places(boundary(true, NONE), 'é-a')).toEqual([0, 1, 2, 3]);
    expect(places(boundary(false, NONE), 'ab')).toEqual([1]);
  });

  it('count marks as part of the letter before', () => {
    expect(places(boundary(true, NONE), 'e\u0301 ')).toEqual([0, 2]);
    expect(places(boundary(true, NONE), '-\u0301')).toEqual([]);
  });
});
