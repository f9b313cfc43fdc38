/** Owns what follows a backslash in a Java pattern. */
import { END, isSurrogate, type JavaRegexSource } from './java-regex-source';
import { type CharSet, negation } from './java-regex-set';
import { propertySet, shorthandSet } from './java-regex-property';

/** A character, a class, or (outside of brackets only) the letter of a construct for the parser. */
export type Escape =
  | { readonly kind: 'char'; readonly codePoint: number }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'construct'; readonly letter: string };

const CONTROL_LETTERS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

/** Reads an escape; the cursor stands behind the backslash. */
export function readEscape(source: JavaRegexSource): Escape {
  if (source.isQuoted) return source.fail('A backslash before \\Q is not supported', source.position);
  const letter = source.read();
  if (letter === '') return source.fail('Unexpected internal error');
  const control = CONTROL_LETTERS[letter];
  if (control !== undefined) return { kind: 'char', codePoint: control };
  if (/^[dDhHsSvVwW]$/.test(letter)) return { kind: 'set', set: shorthandSet(letter, source.flags) };
  if (letter === 'p' || letter === 'P') return { kind: 'set', set: readProperty(source, letter === 'P') };
  if (/^[ABGRZbkz1-9]$/.test(letter)) return { kind: 'construct', letter };
  if (/^[0cux]$/.test(letter)) return { kind: 'char', codePoint: readNumber(source, letter) };
  if (letter === 'X' || letter === 'N') return source.fail(`\\${letter} is not supported`);
  if (/^[A-Za-z]$/.test(letter)) return source.fail('Illegal/unsupported escape sequence');
  return { kind: 'char', codePoint: letter.codePointAt(0) ?? 0 };
}

function readNumber(source: JavaRegexSource, letter: string): number {
  const codePoint = readCodePoint(source, letter);
  if (isSurrogate(codePoint)) return source.fail('Half of a surrogate pair is not supported');
  return codePoint;
}

function readCodePoint(source: JavaRegexSource, letter: string): number {
  if (letter === '0') return readOctal(source);
  if (letter === 'c') return readControl(source);
  if (letter === 'x' && source.accept('{')) return readBracedHex(source);
  if (letter === 'x') return readHex(source, 2);
  const first = readHex(source, 4);
  const isPair = first >= 0xd800 && first <= 0xdbff && source.is('\\') && source.is('u', 1);
  if (!isPair) return first;
  source.position += 2;
  const second = readHex(source, 4);
  if (second < 0xdc00 || second > 0xdfff) return source.fail('Half of a surrogate pair is not supported');
  return (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000;
}

function readOctal(source: JavaRegexSource): number {
  let digits = '';
  const isOctal = (): boolean => '01234567'.split('').some((digit) => source.is(digit));
  while (isOctal() && (digits.length < 2 || (digits.length === 2 && /^[0-3]/.test(digits)))) digits += source.read();
  if (digits === '') return source.fail('Illegal octal escape sequence', source.position);
  refuseBlank(source);
  return Number.parseInt(digits, 8);
}

function readControl(source: JavaRegexSource): number {
  refuseBlank(source);
  const codePoint = source.peek();
  if (codePoint === END || source.isQuoted) return source.fail('Illegal control escape sequence', source.position);
  source.position += 1;
  return codePoint ^ 64;
}

function readHex(source: JavaRegexSource, length: number): number {
  let digits = '';
  while (digits.length < length) {
    const digit = source.read();
    if (!/^[0-9A-Fa-f]$/.test(digit)) {
      return source.fail(length === 4 ? 'Illegal Unicode escape sequence' : 'Illegal hexadecimal escape sequence');
    }
    digits += digit;
  }
  return Number.parseInt(digits, 16);
}

function readBracedHex(source: JavaRegexSource): number {
  let digits = '';
  for (let digit = source.read(); digit !== '}'; digit = source.read()) {
    if (!/^[0-9A-Fa-f]$/.test(digit)) return source.fail('Illegal hexadecimal escape sequence');
    digits += digit;
    if (Number.parseInt(digits, 16) > 0x10ffff) return source.fail('Hexadecimal codepoint is too big');
  }
  if (digits === '') return source.fail('Illegal hexadecimal escape sequence');
  return Number.parseInt(digits, 16);
}

/** With the flag x Java skips blanks in the middle of some escapes, which nobody means. */
function refuseBlank(source: JavaRegexSource): void {
  if (source.flags.x && source.isBlankOrHash())
    source.fail('A blank within an escape is not supported', source.position);
}

function readProperty(source: JavaRegexSource, isNegated: boolean): CharSet {
  let name: string;
  if (source.accept('{')) {
    name = '';
    while (!source.is('}')) {
      const char = source.read();
      if (char === '') return source.fail('Unclosed character family');
      name += char;
    }
    source.position += 1;
    if (name === '') return source.fail('Empty character family');
  } else {
    name = source.read();
  }
  const set = propertySet(name, source);
  return isNegated ? negation(set) : set;
}
