/** Owns quick reading of JSON objects that are built like one before, as the records of a topic mostly are. */
import type { ConnectObject, ConnectValue } from './connect-value';
import { decodeUtf8 } from './json-text';
import { newPlainObject } from './plain-object';

/** Texts of more than twelve characters are slices of the whole one, which stays as long as one of them: that much at most. */
const MOST_BYTES = 512;
const MOST_SLOTS = 64;
/** A number with more digits may not be exact as a double. */
const MOST_DIGITS = 15;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const POINT = 0x2e;
const LETTER_E = 0x65;
const CAPITAL_E = 0x45;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const LAST_ASCII = 0x7f;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** An object inside another: where it belongs. Objects are numbered in the order in which they begin; 0 is the outermost. */
interface Inner {
  readonly owner: number;
  readonly name: string;
}

/** A value that is no object. */
interface Slot {
  /** What stands between the value before and this one. */
  readonly head: Uint8Array;
  /** Objects that begin in the head. */
  readonly begins: readonly Inner[];
  readonly owner: number;
  readonly name: string;
}

const NONE: readonly Inner[] = [];

/** Everything in an object but its values. Those may be texts, numbers, true, false and null, each in the place of any other. */
export class JsonSkeleton {
  readonly #slots: readonly Slot[];
  readonly #tail: Uint8Array;
  #at = 0;

  private constructor(slots: readonly Slot[], tail: Uint8Array) {
    this.#slots = slots;
    this.#tail = tail;
  }

  /**
   * The skeleton of an object, from bytes that `parseJson` reads. Undefined for what it cannot be used for: with arrays, empty
   * objects inside, a member `__proto__`, text after it, or too large.
   */
  static of(bytes: Buffer): JsonSkeleton | undefined {
    if (bytes.length > MOST_BYTES || bytes[0] !== BRACE) return undefined;
    const slots = slotsOf(bytes);
    const last = slots?.pop();
    return last === undefined || slots === undefined ? undefined : new JsonSkeleton(slots, last.head);
  }

  /**
   * The object, as `parseJson` reads it, or undefined where the bytes are built otherwise, or hold a number that must be read more
   * exactly. Throws JsonSyntaxError for bytes that are not UTF-8.
   */
  read(bytes: Buffer): ConnectObject | undefined {
    if (bytes.length > MOST_BYTES) return undefined;
    // One character for each byte.
    const text = bytes.toString('latin1');
    const root = newPlainObject();
    const objects = [root];
    this.#at = 0;
    for (const { head, begins, owner, name } of this.#slots) {
      if (!this.#passes(bytes, head)) return undefined;
      if (begins !== NONE) for (const inner of begins) objects.push(beginIn(objects, inner));
      const value = this.#readValue(bytes, text);
      if (value === undefined) return undefined;
      (objects[owner] ?? root)[name] = value;
    }
    return this.#passes(bytes, this.#tail) && this.#at === bytes.length ? root : undefined;
  }

  #passes(bytes: Buffer, expected: Uint8Array): boolean {
    const at = this.#at;
    for (let index = 0; index < expected.length; index++) {
      if (bytes[at + index] !== expected[index]) return false;
    }
    this.#at = at + expected.length;
    return true;
  }

  #readValue(bytes: Buffer, text: string): ConnectValue | undefined {
    const first = bytes[this.#at];
    switch (first) {
      case QUOTE:
        return this.#readText(bytes, text);
      case TRUE[0]:
        return this.#passes(bytes, TRUE) ? true : undefined;
      case FALSE[0]:
        return this.#passes(bytes, FALSE) ? false : undefined;
      case NULL[0]:
        return this.#passes(bytes, NULL) ? null : undefined;
      default:
        return this.#readNumber(bytes);
    }
  }

  #readText(bytes: Buffer, text: string): string | undefined {
    const start = this.#at + 1;
    let end = start;
    let isAscii = true;
    for (; ; end++) {
      const code = bytes[end];
      if (code === QUOTE) break;
      if (code === undefined || code < SPACE || code === BACKSLASH) return undefined;
      if (code > LAST_ASCII) isAscii = false;
    }
    this.#at = end + 1;
    return isAscii ? text.slice(start, end) : decodeUtf8(bytes, start, end);
  }

  #readNumber(bytes: Buffer): number | undefined {
    let at = this.#at;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    const start = at;
    let number = 0;
    let code = bytes[at] ?? 0;
    for (; code >= ZERO && code <= NINE; code = bytes[++at] ?? 0) number = number * 10 + (code - ZERO);
    let digits = at - start;
    if (digits === 0 || (digits > 1 && bytes[start] === ZERO)) return undefined;
    if (code === POINT) {
      const point = at;
      code = bytes[++at] ?? 0;
      for (; code >= ZERO && code <= NINE; code = bytes[++at] ?? 0) number = number * 10 + (code - ZERO);
      const decimals = at - point - 1;
      digits += decimals;
      if (decimals === 0 || digits > MOST_DIGITS) return undefined;
      // Both are exact, so that the quotient is the nearest double.
      number /= POWERS_OF_TEN[decimals] as number;
    }
    if (digits > MOST_DIGITS || code === LETTER_E || code === CAPITAL_E || (isNegative && number === 0))
      return undefined;
    this.#at = at;
    return isNegative ? -number : number;
  }
}

function beginIn(objects: readonly ConnectObject[], { owner, name }: Inner): ConnectObject {
  const object = newPlainObject();
  (objects[owner] as ConnectObject)[name] = object;
  return object;
}

/** The slots, and as the last one what follows them. */
function slotsOf(bytes: Buffer): Slot[] | undefined {
  const slots: Slot[] = [];
  /** Numbers of the objects that have begun and not ended. */
  const open: number[] = [];
  let count = 0;
  let begins: Inner[] = [];
  let name = '';
  let isNamed = false;
  let last = 0;
  for (let at = 0; at < bytes.length;) {
    const code = bytes[at];
    const owner = open.at(-1) ?? 0;
    if (code === BRACE) {
      if (count > 0) begins.push({ owner, name });
      open.push(count++);
      isNamed = false;
      at++;
    } else if (code === BRACE_END) {
      if (begins.length > 0) return undefined;
      open.pop();
      at++;
      // Text after the object is ignored elsewhere: it must not be taken for a part of it.
      if (open.length === 0 && bytes.toString('latin1', at).trim() !== '') return undefined;
    } else if (code === QUOTE && !isNamed) {
      const end = endOfText(bytes, at);
      name = JSON.parse(bytes.toString('utf8', at, end)) as string;
      if (name === '__proto__') return undefined;
      isNamed = true;
      at = end;
    } else if (isSeparator(code)) at++;
    else {
      if (code === BRACKET || slots.length === MOST_SLOTS) return undefined;
      slots.push({ head: copyOf(bytes, last, at), begins: begins.length === 0 ? NONE : begins, owner, name });
      begins = [];
      isNamed = false;
      at = last = code === QUOTE ? endOfText(bytes, at) : endOfWord(bytes, at);
    }
  }
  slots.push({ head: copyOf(bytes, last, bytes.length), begins: NONE, owner: 0, name: '' });
  return slots;
}

/** White space, a colon or a comma. */
function isSeparator(code: number | undefined): boolean {
  return code === undefined || code <= SPACE || code === 0x3a || code === 0x2c;
}

/** Behind the quotation mark that ends the text which begins at `start`. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Behind the number, true, false or null. */
function endOfWord(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && !isSeparator(bytes[at]) && bytes[at] !== BRACE_END) at++;
  return at;
}

/** Not a view: it would keep the batch. */
function copyOf(bytes: Buffer, start: number, end: number): Uint8Array {
  return Uint8Array.from(bytes.subarray(start, end));
}
