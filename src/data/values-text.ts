/** Owns the text that stands for a value in headers: what the parser of values reads back, as far as that goes. */
import { DataError } from '../errors';
import { type ConnectValue, isConnectObject, isStruct, type StructValue } from './connect-value';
import { Decimal } from './decimal';
import { javaClassName } from './java-class-name';
import { javaToString } from './java-text';
import type { Schema } from './schema';
import { temporalText } from './values-temporal';

type MaybeSchema = Schema | null | undefined;

/**
 * The text of a value, `null` for null: strings as they are, bytes as base64, `[1,"a"]`, `{"k":1}`, structs as maps with
 * their defaults, dates by their value in UTC. The schema only tells floats from integers. Throws DataError for an
 * object of another class.
 */
export function convertToString(schema: MaybeSchema, value: ConnectValue | undefined): string | null {
  return value === null || value === undefined ? null : textOf(schema, value);
}

/** Puts a backslash before each backslash and quote. */
export function escape(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

function textOf(schema: MaybeSchema, value: NonNullable<ConnectValue>): string {
  if (typeof value !== 'object') return javaToString(value, schema);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Date) return temporalText(value);
  if (Array.isArray(value)) return arrayText(schema, value as readonly ConnectValue[]);
  if (isStruct(value)) return structText(value);
  if (value instanceof Map) return mapText(schema, value as ReadonlyMap<ConnectValue, ConnectValue>);
  if (isConnectObject(value)) return mapText(schema, Object.entries(value));
  throw new DataError(`Failed to serialize unexpected value type ${javaClassName(value).replace('class ', '')}`);
}

/** Inside a container text has quotes, and null is a word. */
function embeddedText(schema: MaybeSchema, value: ConnectValue | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `"${escape(value)}"`;
  const text = textOf(schema, value);
  return value instanceof Uint8Array ? `"${text}"` : text;
}

function arrayText(schema: MaybeSchema, items: readonly ConnectValue[]): string {
  const itemSchema = schema?.type === 'ARRAY' ? schema.valueSchema : undefined;
  return `[${items.map((item) => embeddedText(itemSchema, item)).join(',')}]`;
}

function mapText(schema: MaybeSchema, entries: Iterable<readonly [ConnectValue, ConnectValue]>): string {
  const keySchema = schema?.type === 'MAP' ? schema.keySchema : undefined;
  const valueSchema = schema?.type === 'MAP' ? schema.valueSchema : undefined;
  const texts = Array.from(
    entries,
    ([key, value]) => `${embeddedText(keySchema, key)}:${embeddedText(valueSchema, value)}`,
  );
  return `{${texts.join(',')}}`;
}

function structText(struct: StructValue): string {
  const texts = struct.schema.fields.map(
    (field) => `${embeddedText(null, field.name)}:${embeddedText(field.schema, struct.get(field))}`,
  );
  return `{${texts.join(',')}}`;
}
