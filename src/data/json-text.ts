/** Owns schemaless JSON: bytes or text to values and back, without losing a digit. */
import { isUtf8 } from 'node:buffer';
import type { ConnectObject, ConnectValue } from './connect-value';
import { JsonNumber, JsonSyntaxError, readJson, type JsonNode } from './json-reader';
import { jsonValue } from './json-writer';

export { JsonSyntaxError } from './json-reader';

const MAX_DEPTH = 1000;
/** A number with fewer characters is exact as a double, if it is an integer. */
const SAFE_LENGTH = 16;

/** The text of UTF-8 bytes, without a byte-order mark. Throws JsonSyntaxError for bytes that are not UTF-8. */
export function decodeJsonBytes(bytes: Buffer): string {
  // Without arguments `toString` is twice as fast as with them.
  const text = bytes.toString();
  if (mayBeWrong(text)) checkUtf8(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The text of UTF-8 bytes from `start` up to `end`. Throws JsonSyntaxError for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  if (mayBeWrong(text)) checkUtf8(bytes.subarray(start, end));
  return text;
}

/**
 * A replacement character is there when a byte was wrong, or when somebody wrote one. `indexOf` needs no call into the engine for
 * a single character, `includes` does.
 */
function mayBeWrong(text: string): boolean {
  return text.indexOf('\ufffd') >= 0;
}

function checkUtf8(bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new JsonSyntaxError('Invalid UTF-8');
}

/**
 * Reads JSON into a schemaless value: integers are numbers when safe, else bigints (reduced to 64 bits, as Java does);
 * numbers with a fraction or an exponent are numbers. `undefined`: nothing but white space. Text after the first value
 * is ignored. Objects hold what was written as own properties, whatever its name; look at them with `Object.hasOwn`
 * or `Object.keys`, since most inherit from Object. Names that look like array indexes come first, as always in JavaScript.
 * Throws JsonSyntaxError.
 */
export function parseJson(text: string): ConnectValue | undefined {
  const parsed = tryParseJson(text);
  if (parsed !== undefined) return parsed;
  const node = readJson(text);
  return node === undefined ? undefined : toSchemaless(node);
}

/**
 * As `parseJson`, but `undefined` for all that the language's own parser refuses, or reads with a loss; the whole text
 * must be JSON.
 */
export function tryParseJson(text: string): ConnectValue | undefined {
  const parsed = parseQuickly(text);
  return parsed === undefined || !isExact(parsed) ? undefined : parsed;
}

/** Writes a schemaless value as Java's JsonConverter does. Throws DataError for what has no such form. */
export function stringifyJson(value: ConnectValue): string {
  return jsonValue(value);
}

function parseQuickly(text: string): ConnectValue | undefined {
  try {
    return JSON.parse(text) as ConnectValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * False if a number may have lost something: an integer beyond 2^53 is always read as one that is not safe. Also for a
 * negative zero, which Java does not know here, and for a member `__proto__`, which would hide what objects inherit: such
 * objects are read without a prototype. Walking over the values is far cheaper than a look at the text.
 */
function isExact(value: ConnectValue): boolean {
  if (typeof value === 'number') return isExactNumber(value);
  return typeof value !== 'object' || value === null || isExactContainer(value as JsonContainer, 1);
}

type JsonContainer = ConnectObject | readonly ConnectValue[];

function isExactNumber(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER && (value !== 0 || 1 / value > 0);
}

function isExactContainer(container: JsonContainer, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(container)) return container.every((item) => isExactMember(item as ConnectValue, depth));
  const object = container as ConnectObject;
  for (const name in object) {
    if (name === '__proto__') return false;
    const member = object[name] as ConnectValue;
    if (typeof member !== 'string' && !isExactMember(member, depth)) return false;
  }
  return true;
}

function isExactMember(member: ConnectValue, depth: number): boolean {
  if (typeof member === 'number') return isExactNumber(member);
  return typeof member !== 'object' || member === null || isExactContainer(member as JsonContainer, depth + 1);
}

/** The schemaless value of exact JSON. An object with a member `__proto__` has no prototype. */
export function toSchemaless(node: JsonNode): ConnectValue {
  if (typeof node !== 'object' || node === null) return node;
  if (node instanceof JsonNumber) return toSchemalessNumber(node);
  if (Array.isArray(node)) return node.map(toSchemaless);
  const members = node as ReadonlyMap<string, JsonNode>;
  const object = members.has('__proto__') ? (Object.create(null) as ConnectObject) : {};
  for (const [name, member] of members) object[name] = toSchemaless(member);
  return object;
}

function toSchemalessNumber(number: JsonNumber): number | bigint {
  if (number.text.length < SAFE_LENGTH || !number.isIntegral) return number.toNumber();
  const integer = number.toInt64();
  const isSafe = integer <= Number.MAX_SAFE_INTEGER && integer >= Number.MIN_SAFE_INTEGER;
  return isSafe ? Number(integer) : integer;
}
