import { literalSet, readClass } from '../../src/config/java-regex-class';
import { JavaRegexSource, type RegexFlags } from '../../src/config/java-regex-source';

function members(text: string, alphabet = 'abcdxyz-&^]5'): string {
  const set = readClass(new JavaRegexSource(text));
  const regex = new RegExp(`^${set}$`, 'v');
  return Array.from(alphabet)
    .filter((char) => regex.test(char))
    .join('');
}

describe('readClass', () => {
  it.each([
    ['a-c]', 'abc'],
    ['^a-c]', 'dxyz-&^]5'],
    ['a[x-z]]', 'axyz'],
    ['a-d&&b-z]', 'bcd'],
    ['a-d&&[^b]]', 'acd'],
    ['a-z&&b-y&&c-x]', 'cdx'],
    ['^a-d&&b]', 'acdxyz-&^]5'],
    [']a]', 'a]'],
    ['a-]', 'a-'],
    ['a-[b]]', 'ab-'],
    ['a^]', 'a^'],
    ['a&b]', 'ab&'],
    ['\\d\\-]', '-5'],
    ['\\Qa-c]\\E]', 'ac-]'],
  ])('reads [%s', (text, expected) => {
    expect(members(text)).toBe(expected);
  });

  it.each([
    ['a', 'Unclosed character class'],
    ['b-a]', 'Illegal character range'],
    ['a-\\d]', 'Illegal character range'],
    ['\\b]', 'Illegal/unsupported escape sequence'],
    ['&&a]', 'An empty side'],
    ['a&&]', 'is not supported'],
    ['a&&[b]&c]', 'is not supported'],
  ])('refuses [%s', (text, message) => {
    expect(() => members(text)).toThrow(message);
  });

  it('refuses blanks together with the flag x, which Java skips in some places', () => {
    const source = new JavaRegexSource('a b]');
    source.flags.x = true;
    expect(() => readClass(source)).toThrow('flag x');
  });
});

describe('literalSet', () => {
  it('refuses the sharp s in Unicode case matching', () => {
    const source = new JavaRegexSource('ß');
    Object.assign(source.flags, { i: true, u: true } satisfies Partial<RegexFlags>);
    expect(() => literalSet(source, 0xdf)).toThrow('sharp s');
  });
});
