/** Owns reading a Java pattern code point by code point: quoting with \Q..\E, comments, positions and errors. */
import { ConfigError } from '../errors';

/** Java's embedded flags, by their letters. */
export interface RegexFlags {
  i: boolean;
  m: boolean;
  s: boolean;
  d: boolean;
  u: boolean;
  x: boolean;
  U: boolean;
}

interface Token {
  readonly codePoint: number;
  /** Inside \Q..\E: stands for itself wherever it occurs. */
  readonly isQuoted: boolean;
  /** Index in the pattern, in UTF-16 units. */
  readonly index: number;
}

/** The end of the pattern. */
export const END = -1;

/** A cursor over the pattern. Positions are counted in tokens, that is code points without the \Q and \E marks. */
export class JavaRegexSource {
  readonly pattern: string;
  readonly flags: RegexFlags = { i: false, m: false, s: false, d: false, u: false, x: false, U: false };
  position = 0;
  readonly #tokens: readonly Token[];

  constructor(pattern: string) {
    this.pattern = pattern;
    this.#tokens = tokensOf(pattern);
    const lone = this.#tokens.find((token) => isSurrogate(token.codePoint));
    if (lone !== undefined) this.#throwAt('Half of a surrogate pair is not supported', lone.index);
  }

  /** The code point `ahead` of the cursor, or END. */
  peek(ahead = 0): number {
    return this.#tokens[this.position + ahead]?.codePoint ?? END;
  }

  /** True when the code point there is `char` and not quoted. */
  is(char: string, ahead = 0): boolean {
    const token = this.#tokens[this.position + ahead];
    return token !== undefined && !token.isQuoted && token.codePoint === char.codePointAt(0);
  }

  get isQuoted(): boolean {
    return this.#tokens[this.position]?.isQuoted ?? false;
  }

  /** The unquoted character at the cursor as text, which the cursor then passes; '' at the end or when it is quoted. */
  read(): string {
    const token = this.#tokens[this.position];
    if (token === undefined || token.isQuoted) return '';
    this.position += 1;
    return String.fromCodePoint(token.codePoint);
  }

  /** Passes `char` if it is there, unquoted. */
  accept(char: string): boolean {
    if (!this.is(char)) return false;
    this.position += 1;
    return true;
  }

  /** With the flag x: passes blanks and comments. */
  skipComments(): void {
    if (!this.flags.x) return;
    for (;;) {
      if (this.isBlankOrHash()) {
        if (this.is('#')) this.#skipLine();
        else this.position += 1;
      } else {
        return;
      }
    }
  }

  /** True at a character that the flag x would skip. */
  isBlankOrHash(): boolean {
    return !this.isQuoted && /^[\t-\r #]$/.test(this.#text());
  }

  /** Throws what Java's PatternSyntaxException says. `at` is a position; by default the character before the cursor. */
  fail(reason: string, at = this.position - 1): never {
    const token = this.#tokens[at];
    this.#throwAt(reason, token?.index ?? (at < 0 ? 0 : this.pattern.length));
  }

  #skipLine(): void {
    const end = this.flags.d ? /^\n$/ : /^[\n\r\u0085\u2028\u2029]$/;
    while (this.peek() !== END && !end.test(this.#text())) {
      if (this.peek() === 0) this.fail('A NUL character in a comment is not supported', this.position);
      this.position += 1;
    }
  }

  #text(): string {
    const codePoint = this.peek();
    return codePoint === END ? '' : String.fromCodePoint(codePoint);
  }

  #throwAt(reason: string, index: number): never {
    throw new ConfigError(`${reason} near index ${index}\n${this.pattern}\n${' '.repeat(index)}^`);
  }
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  let isQuoted = false;
  for (let index = 0; index < pattern.length;) {
    const mark = isQuoted ? '\\E' : '\\Q';
    if (pattern.startsWith(mark, index)) {
      isQuoted = !isQuoted;
      index += 2;
      continue;
    }
    // An escaped character is never the start of a mark: \\Q is a backslash and a Q.
    const length = !isQuoted && pattern[index] === '\\' ? 2 : 1;
    for (const char of charsAt(pattern, { index, length })) {
      tokens.push({ codePoint: char.codePointAt(0) ?? 0, isQuoted, index });
      index += char.length;
    }
  }
  return tokens;
}

function charsAt(pattern: string, range: { index: number; length: number }): string[] {
  return Array.from(pattern.slice(range.index, range.index + range.length * 2)).slice(0, range.length);
}

/** True for a code point that is half of a pair. */
export function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}
