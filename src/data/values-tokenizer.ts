/** Owns how text is cut into tokens for the parser of values. */

/** A delimiter, or everything up to the next one; behind a backslash a delimiter is none. */
const TOKEN = /[{}[\]:,"]|(?:\\[^]|\\$|[^\\{}[\]:,"])+/g;

/** The tokens of a text; put together they are the text. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** `trim` of Java: cuts off what is not above the space. */
export function trimControls(text: string): string {
  return text.replace(/^[\0- ]+|[\0- ]+$/g, '');
}

/** Walks over the tokens of a text. */
export class Tokenizer {
  readonly original: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.original = text;
    this.#tokens = tokenize(text);
  }

  /** A place to come back to. */
  mark(): number {
    return this.#at;
  }

  rewindTo(mark: number): void {
    this.#at = mark;
  }

  hasNext(): boolean {
    return this.#at < this.#tokens.length;
  }

  next(): string {
    return this.#tokens[this.#at++] ?? '';
  }

  /** The text of the next `count` tokens; `undefined`, without moving, if there are fewer. */
  nextAll(count: number): string | undefined {
    if (this.#at + count > this.#tokens.length) return undefined;
    const text = this.#tokens.slice(this.#at, this.#at + count).join('');
    this.#at += count;
    return text;
  }

  /**
   * Takes the next token if it is the expected one, white space around it aside. Blank tokens on the way are skipped
   * whether it is or not.
   */
  canConsume(expected: string): boolean {
    let token = this.#trimmed();
    while (token === '' && this.#at + 1 < this.#tokens.length) {
      this.#at++;
      token = this.#trimmed();
    }
    if (token !== expected) return false;
    this.#at++;
    return true;
  }

  #trimmed(): string | undefined {
    const token = this.#tokens[this.#at];
    return token === undefined ? undefined : trimControls(token);
  }
}
