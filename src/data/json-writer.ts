/** Owns the text that Java's JSON library (Jackson) writes: its escapes, its numbers, no spaces. */
import { DataError } from '../errors';
import { type ConnectObject, type ConnectValue, isConnectObject, isStruct } from './connect-value';
import { javaClassName } from './java-class-name';
import { isInt64 } from './java-numbers';
import { javaDouble } from './java-text';

/** Everything that is not written as it is: quotes, backslashes, control characters, halves of surrogate pairs. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;
const EACH_ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** A string with its quotes. Characters beyond the BMP become two `\uXXXX`. */
export function jsonString(value: string): string {
  return ESCAPED.test(value) ? `"${value.replace(EACH_ESCAPED, escape)}"` : `"${value}"`;
}

function escape(char: string): string {
  return SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A double as Java prints it (`100.0`, `1.0E10`); what is not finite becomes a string (`"NaN"`). */
export function jsonDouble(value: number): string {
  const magnitude = Math.abs(value);
  // Between these bounds both languages print the same digits, and most numbers lie there.
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  return Number.isFinite(value) ? javaDouble(value) : `"${value}"`;
}

/**
 * A value without a schema. A safe integer is written as an integer, any other number as a double. Throws DataError for
 * values that Java has no schemaless JSON for (Decimal, Date, Struct, objects of other classes) and for integers beyond
 * 64 bits.
 */
export function jsonValue(value: ConnectValue | undefined): string {
  switch (typeof value) {
    case 'string':
      return jsonString(value);
    case 'number':
      return Number.isSafeInteger(value) && (value !== 0 || 1 / value > 0) ? String(value) : jsonDouble(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      if (!isInt64(value)) throw unsupported(value);
      return value.toString();
    default:
      return value === null || value === undefined ? 'null' : jsonContainer(value);
  }
}

function jsonContainer(value: object): string {
  if (Array.isArray(value)) return jsonArray(value as readonly ConnectValue[]);
  if (isStruct(value)) throw new DataError('Mismatching schema.');
  if (isConnectObject(value)) return jsonObject(value);
  if (value instanceof Map) return jsonMap(value as ReadonlyMap<ConnectValue, ConnectValue>);
  if (value instanceof Uint8Array) return jsonBytes(value);
  throw unsupported(value);
}

/** Bytes as base64 of the standard alphabet, with padding. */
export function jsonBytes(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`;
}

function jsonArray(items: readonly ConnectValue[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) {
    text += i === 0 ? jsonValue(items[i]) : `,${jsonValue(items[i])}`;
  }
  return `${text}]`;
}

function jsonObject(object: ConnectObject): string {
  let text = '{';
  for (const name of Object.keys(object)) {
    text += `${text === '{' ? '' : ','}${jsonString(name)}:${jsonValue(object[name])}`;
  }
  return `${text}}`;
}

/** An object, if all keys are strings, else an array of pairs. */
function jsonMap(map: ReadonlyMap<ConnectValue, ConnectValue>): string {
  const entries = [...map];
  const isObject = entries.every(([key]) => typeof key === 'string');
  const texts = entries.map(([key, value]) =>
    isObject ? `${jsonString(key as string)}:${jsonValue(value)}` : `[${jsonValue(key)},${jsonValue(value)}]`,
  );
  return isObject ? `{${texts.join(',')}}` : `[${texts.join(',')}]`;
}

function unsupported(value: unknown): DataError {
  return new DataError(`Java class ${javaClassName(value)} does not have corresponding schema type.`);
}
