/** Owns the assertions of Java's regular expressions that look at the place and not at text: ^ $ \A \Z \z \b \B. */
import type { RegexFlags } from './java-regex-source';
import { shorthandSet } from './java-regex-property';

export const INPUT_START = '(?<![\\s\\S])';
export const INPUT_END = '(?![\\s\\S])';

/** `^` with the flag m: after a line terminator, but neither within \r\n nor at the end of the text. */
export function lineStart(flags: RegexFlags): string {
  const after = flags.d ? '(?<=\\n)' : '(?<=[\\n\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n)';
  return `(?:${INPUT_START}|${after})(?=[\\s\\S])`;
}

/** `$`: at the end or before the last line terminator; with the flag m before each of them. */
export function lineEnd(flags: RegexFlags): string {
  const last = flags.m ? '' : INPUT_END;
  if (flags.d) return `(?:${INPUT_END}|(?=\\n${last}))`;
  const carriage = flags.m ? '\\r' : '\\r\\n|\\r';
  return `(?:${INPUT_END}|(?=(?:${carriage}|[\\x85\\u2028\\u2029])${last})|(?<!\\r)(?=\\n${last}))`;
}

/** `\b`, or `\B`. As Java up to 18, letters of all scripts count as words even where \w means ASCII. */
export function boundary(isBoundary: boolean, flags: RegexFlags): string {
  const word = flags.U ? shorthandSet('w', flags) : '[\\p{L}\\p{Nd}_]';
  const marked = '[\\p{L}\\p{Nd}]\\p{Mn}*';
  const before = `${word}|${marked}\\p{Mn}`;
  const after = `${word}|(?<=${marked})\\p{Mn}`;
  const [left, right] = isBoundary ? ['(?!', '(?='] : ['(?=', '(?!'];
  return `(?:(?<=${before})${left}${after})|(?<!${before})${right}${after}))`;
}
