/** Owns the exact reading of JSON text: every digit, every order of members, and Jackson's leniencies. */
import { Decimal } from './decimal';

/** JSON as it was written: objects keep the order of their members, numbers their text. */
export type JsonNode = null | boolean | string | JsonNumber | readonly JsonNode[] | ReadonlyMap<string, JsonNode>;

/** Text that is not JSON. The room that asked for the reading turns it into its own error. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

/** Deepest nesting and longest number that are read, as Jackson's defaults. */
const MAX_DEPTH = 1000;
const MAX_NUMBER_LENGTH = 1000;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
/** What ends a string or must not stand in it. */
const STRING_END = /["\\\u0000-\u001f]/g;

/** A number with the text that stood there. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** True unless it is written with a fraction or an exponent: `10.0` is not integral. */
  get isIntegral(): boolean {
    return !/[.eE]/.test(this.text);
  }

  /** The integer part, reduced to its low 64 bits: Java's `longValue`. */
  toInt64(): bigint {
    return this.isIntegral ? BigInt.asIntN(64, integerOf(this.text)) : this.toDecimal().toInt64();
  }

  /** The integer part, reduced to its low 32 bits: Java's `intValue`. */
  toInt32(): number {
    return Number(BigInt.asIntN(32, this.toInt64()));
  }

  /** The integer as it is. Only for integral numbers. */
  toBigInt(): bigint {
    return integerOf(this.text);
  }

  /** The nearest double; 0 for -0: Java reads integers or decimals, which have no negative zero. */
  toNumber(): number {
    const number = Number(this.text);
    // An exponent that no decimal has is an error, one that no double has is infinity.
    return Number.isFinite(number) ? number + 0 : this.toDecimal().toNumber();
  }

  /** The number as it is written, its scale included. */
  toDecimal(): Decimal {
    const decimal = Decimal.tryParse(this.text);
    if (decimal === undefined) throw new JsonSyntaxError(`Number out of range: ${this.text}`);
    return decimal;
  }

  /** A text that is the same for equal numbers of the same kind: `007` and `7`. */
  toCanonicalText(): string {
    return this.isIntegral ? integerOf(this.text).toString() : this.toDecimal().toString();
  }
}

/** `BigInt` takes leading zeros, but not behind every sign that it prints. */
function integerOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

/**
 * Reads the first JSON value of a text; what follows it is ignored. `undefined`: nothing but white space. Leading zeros
 * are read, of members with the same name the last one counts, NaN is refused. Throws JsonSyntaxError.
 */
export function readJson(text: string): JsonNode | undefined {
  return new JsonReader(text).readDocument();
}

/** A value inside a text, and where the text goes on behind it and the white space that follows. */
export interface JsonPart {
  readonly node: JsonNode;
  readonly end: number;
}

/** Reads the JSON value at `start`, white space before it or not, whatever follows. Throws JsonSyntaxError. */
export function readJsonPart(text: string, start: number): JsonPart {
  return new JsonReader(text, start).readPart();
}

class JsonReader {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.#at = at;
  }

  readDocument(): JsonNode | undefined {
    this.#skipSpace();
    if (this.#at === this.#text.length) return undefined;
    const node = this.#readValue();
    if (typeof node !== 'string') this.#checkRootEnd(node);
    return node;
  }

  readPart(): JsonPart {
    this.#skipSpace();
    const node = this.#readValue();
    this.#skipSpace();
    return { node, end: this.#at };
  }

  /** A number at the top must be followed by white space, a literal by no letter or digit. */
  #checkRootEnd(node: JsonNode): void {
    const next = this.#text.charAt(this.#at);
    if (next === '') return;
    if (node instanceof JsonNumber ? !/[ \t\n\r]/.test(next) : this.#isLiteral(node) && /[\p{L}\p{Nd}_$]/u.test(next)) {
      throw this.#unexpected();
    }
  }

  #isLiteral(node: JsonNode): boolean {
    return node === null || typeof node === 'boolean';
  }

  #readValue(): JsonNode {
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x22:
        return this.#readString();
      case 0x7b:
        return this.#readObject();
      case 0x5b:
        return this.#readArray();
      case 0x74:
      case 0x66:
      case 0x6e:
        return this.#readLiteral();
      default:
        return this.#readNumber();
    }
  }

  #readObject(): JsonNode {
    const members = new Map<string, JsonNode>();
    this.#enter();
    if (this.#take(0x7d)) return this.#leave(members);
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 0x22) throw this.#unexpected();
      const name = this.#readString();
      this.#skipSpace();
      this.#expect(0x3a);
      this.#skipSpace();
      members.set(name, this.#readValue());
      this.#skipSpace();
      if (this.#take(0x7d)) return this.#leave(members);
      this.#expect(0x2c);
      this.#skipSpace();
    }
  }

  #readArray(): JsonNode {
    const items: JsonNode[] = [];
    this.#enter();
    if (this.#take(0x5d)) return this.#leave(items);
    for (;;) {
      items.push(this.#readValue());
      this.#skipSpace();
      if (this.#take(0x5d)) return this.#leave(items);
      this.#expect(0x2c);
      this.#skipSpace();
    }
  }

  #enter(): void {
    this.#at++;
    if (++this.#depth > MAX_DEPTH) throw this.#error(`Nested deeper than ${MAX_DEPTH} levels`);
    this.#skipSpace();
  }

  #leave(node: JsonNode): JsonNode {
    this.#depth--;
    return node;
  }

  #readString(): string {
    const start = this.#at;
    let hasEscapes = false;
    STRING_END.lastIndex = start + 1;
    for (;;) {
      const found = STRING_END.exec(this.#text);
      if (found === null) throw this.#error('Unterminated string');
      this.#at = found.index;
      if (found[0] === '"') break;
      if (found[0] !== '\\') throw this.#error('Control character in a string');
      hasEscapes = true;
      STRING_END.lastIndex = found.index + 2;
    }
    this.#at++;
    return hasEscapes ? this.#unescape(start) : this.#text.slice(start + 1, this.#at - 1);
  }

  #unescape(start: number): string {
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch (error) {
      throw this.#error('Unknown escape in a string', error);
    }
  }

  #readLiteral(): boolean | null {
    LITERAL.lastIndex = this.#at;
    const found = LITERAL.exec(this.#text);
    if (found === null) throw this.#unexpected();
    this.#at = LITERAL.lastIndex;
    return found[0] === 'null' ? null : found[0] === 'true';
  }

  #readNumber(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (found === null) throw this.#unexpected();
    if (found[0].length > MAX_NUMBER_LENGTH) throw this.#error(`Number longer than ${MAX_NUMBER_LENGTH} characters`);
    this.#at = NUMBER.lastIndex;
    return new JsonNumber(found[0]);
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #expect(code: number): void {
    if (!this.#take(code)) throw this.#unexpected();
  }

  #skipSpace(): void {
    // Most JSON has no white space: one look is cheaper than the expression.
    if (this.#text.charCodeAt(this.#at) > 0x20) return;
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #unexpected(): JsonSyntaxError {
    const found = this.#text.charAt(this.#at);
    return this.#error(found === '' ? 'Unexpected end of input' : `Unexpected character ${JSON.stringify(found)}`);
  }

  #error(what: string, cause?: unknown): JsonSyntaxError {
    const before = this.#text.slice(0, this.#at);
    const line = before.split('\n').length;
    const column = this.#at - before.lastIndexOf('\n');
    return new JsonSyntaxError(
      `${what} at line ${line}, column ${column}`,
      cause === undefined ? undefined : { cause },
    );
  }
}

/** A text that is the same for equal JSON, whatever the order of members and the white space. */
export function canonicalJson(node: JsonNode): string {
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  if (node instanceof JsonNumber) return node.toCanonicalText();
  if (Array.isArray(node)) return `[${node.map(canonicalJson).join(',')}]`;
  const members = Array.from(node as ReadonlyMap<string, JsonNode>, ([name, value]) => [name, canonicalJson(value)]);
  members.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value ?? ''}`).join(',')}}`;
}
