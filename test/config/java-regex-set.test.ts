import { charText, intersection, negation, rangeSet, singleSet, union } from '../../src/config/java-regex-set';
import type { RegexFlags } from '../../src/config/java-regex-source';

const NONE: RegexFlags = { i: false, m: false, s: false, d: false, u: false, x: false, U: false };

const has = (set: string, char: string) => new RegExp(`^${set}$`, 'v').test(char);

describe('sets of characters', () => {
  it('combine', () => {
    expect(has(union('[a]', '[b]'), 'b')).toBe(true);
    expect(has(intersection('[a-c]', '[b-d]'), 'a')).toBe(false);
    expect(has(negation('[a]'), '😀')).toBe(true);
    expect(has(negation(negation('[a]')), 'a')).toBe(true);
  });

  it('escape every character that may mean something', () => {
    for (const char of '()[]{}/-\\|&!#$%*+,.:;<=>?@^`~ \n') {
      expect(has(charText(char.codePointAt(0)!), char)).toBe(true);
      expect(has(`[${charText(char.codePointAt(0)!)}]`, char)).toBe(true);
    }
  });

  it('match ASCII letters alone in both cases with the flag i', () => {
    const flags = { ...NONE, i: true };
    expect(has(singleSet(0x61, flags), 'A')).toBe(true);
    expect(has(singleSet(0xe9, flags), 'É')).toBe(false);
    expect(has(rangeSet([0x58, 0x63], flags), 'B')).toBe(true);
    expect(has(rangeSet([0x58, 0x63], flags), 'x')).toBe(true);
    expect(has(rangeSet([0x58, 0x63], flags), 'd')).toBe(false);
  });

  it('match as Java folds letters with the flags i and u', () => {
    const flags = { ...NONE, i: true, u: true };
    expect(has(singleSet(0xe9, flags), 'É')).toBe(true);
    expect(has(singleSet(0x6b, flags), '\u212a')).toBe(true);
    expect(has(singleSet(0x69, flags), 'İ')).toBe(true);
    expect(has(singleSet(0x1fb3, flags), '\u1fbc')).toBe(true);
    expect(has(rangeSet([0x3b1, 0x3c9], flags), 'Ω')).toBe(true);
  });
});
