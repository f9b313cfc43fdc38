import { readEscape } from '../../src/config/java-regex-escape';
import { JavaRegexSource } from '../../src/config/java-regex-source';

const read = (text: string) => readEscape(new JavaRegexSource(text));

describe('readEscape', () => {
  it.each([
    ['t', 9],
    ['e', 27],
    ['a', 7],
    ['.', 0x2e],
    ['_', 0x5f],
    ['x41', 0x41],
    ['x{1F600}', 0x1f600],
    ['u0041', 0x41],
    ['ud83d\\ude00', 0x1f600],
    ['0101', 0x41],
    ['07', 7],
    ['0477', 0o47],
    ['cA', 1],
  ])('reads \\%s', (text, codePoint) => {
    expect(read(text)).toEqual({ kind: 'char', codePoint });
  });

  it('reads classes and leaves constructs to the parser', () => {
    expect(read('d')).toEqual({ kind: 'set', set: '[0-9]' });
    expect(read('pL')).toEqual({ kind: 'set', set: '[\\p{L}]' });
    expect(read('P{Lu}')).toEqual({ kind: 'set', set: '[[^[\\p{Lu}]]]' });
    expect(read('b')).toEqual({ kind: 'construct', letter: 'b' });
  });

  it.each([
    ['y', 'Illegal/unsupported escape sequence'],
    ['E', 'Illegal/unsupported escape sequence'],
    ['x4', 'Illegal hexadecimal escape sequence'],
    ['x{110000}', 'too big'],
    ['u004', 'Illegal Unicode escape sequence'],
    ['ud83d', 'surrogate'],
    ['08', 'Illegal octal escape sequence'],
    ['c', 'Illegal control escape sequence'],
    ['p{L', 'Unclosed character family'],
    ['p{}', 'Empty character family'],
    ['N{DIGIT ONE}', '\\N is not supported'],
    ['X', '\\X is not supported'],
  ])('refuses \\%s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
