import { propertySet, shorthandSet } from '../../src/config/java-regex-property';
import { JavaRegexSource, type RegexFlags } from '../../src/config/java-regex-source';

function has(name: string, char: string, flags: Partial<RegexFlags> = {}): boolean {
  const source = new JavaRegexSource('');
  Object.assign(source.flags, flags);
  return new RegExp(`^${propertySet(name, source)}$`, 'v').test(char);
}

describe('propertySet', () => {
  it('keeps POSIX names to ASCII, unless the flag U is set', () => {
    expect(has('Alpha', 'é')).toBe(false);
    expect(has('Alpha', 'é', { U: true })).toBe(true);
    expect(has('Punct', '$')).toBe(true);
  });

  it('ignores case in cased classes with the flag i', () => {
    expect(has('Lower', 'A')).toBe(false);
    expect(has('Lower', 'A', { i: true })).toBe(true);
    expect(has('Lu', 'a', { i: true })).toBe(true);
    expect(has('Nd', 'a', { i: true })).toBe(false);
  });

  it.each([
    ['L', 'é'],
    ['IsLatin', 'é'],
    ['IsGREEK', 'α'],
    ['script=Greek', 'α'],
    ['gc=Lu', 'A'],
    ['IsAlphabetic', 'α'],
    ['InGreek', 'α'],
    ['InLATIN_1_SUPPLEMENT', 'é'],
    ['block=Basic Latin', 'a'],
    ['javaLowerCase', 'é'],
    ['javaWhitespace', '\u001c'],
    ['LD', '5'],
    ['all', '😀'],
  ])('knows \\p{%s}', (name, char) => {
    expect(has(name, char)).toBe(true);
  });

  it('leaves blanks that do not break out of javaWhitespace', () => {
    expect(has('javaWhitespace', '\u00a0')).toBe(false);
  });

  it.each(['Foo', 'alpha', 'IsFoo', 'script=Foo', 'foo=bar', 'InKlingon'])('refuses \\p{%s}', (name) => {
    expect(() => has(name, 'a')).toThrow(/Unknown|not supported/);
  });
});

describe('shorthandSet', () => {
  const flags = new JavaRegexSource('').flags;
  it('means ASCII', () => {
    expect(new RegExp(shorthandSet('d', flags), 'v').test('٣')).toBe(false);
    expect(new RegExp(shorthandSet('s', flags), 'v').test('\u00a0')).toBe(false);
    expect(new RegExp(shorthandSet('W', flags), 'v').test('é')).toBe(true);
  });

  it('means Unicode with the flag U, but for \\h and \\v', () => {
    expect(new RegExp(shorthandSet('d', { ...flags, U: true }), 'v').test('٣')).toBe(true);
    expect(shorthandSet('h', { ...flags, U: true })).toBe(shorthandSet('h', flags));
  });
});
