/** Owns the conversion of any value to the type that somebody needs: what Java offers as `Values`. */
import { DataError } from '../errors';
import { type ConnectObject, type ConnectValue, isConnectObject, isStruct, type StructValue } from './connect-value';
import type { Decimal } from './decimal';
import { narrowToInt16, narrowToInt8 } from './java-numbers';
import { parseString } from './values-parser';
import {
  type FromSchema,
  notConvertible,
  toDate,
  toDecimal,
  toFloat64,
  toInt32,
  toInt64,
  toTime,
  toTimestamp,
} from './values-scalars';

export { inferSchema } from './schema-inference';
export { parseString, type ParsedValue } from './values-parser';
export { convertToString } from './values-text';

/*
 * All of these take the value with the schema it comes from (null if unknown, which keeps Dates from becoming numbers).
 * They throw DataError when the value cannot be converted. The first group passes null on; for the second it cannot be.
 */

type Value = ConnectValue | undefined;

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

/** A boolean as it is; text that says true or false; anything else as a number, of which 0 is false. */
export function convertToBoolean(schema: FromSchema, value: Value): boolean | null {
  if (isNothing(value) || typeof value === 'boolean') return value ?? null;
  const parsed = typeof value === 'string' ? parseString(value)?.value : undefined;
  return typeof parsed === 'boolean' ? parsed : toInt64(value, schema) !== 0n;
}

/** The low 8 bits of the integer part: 300 is 44, "12.9" is 12. */
export function convertToInt8(schema: FromSchema, value: Value): number | null {
  return isNothing(value) ? null : narrowToInt8(toInt64(value, schema));
}

export function convertToInt16(schema: FromSchema, value: Value): number | null {
  return isNothing(value) ? null : narrowToInt16(toInt64(value, schema));
}

export function convertToInt32(schema: FromSchema, value: Value): number | null {
  return isNothing(value) ? null : toInt32(value, schema);
}

export function convertToInt64(schema: FromSchema, value: Value): bigint | null {
  return isNothing(value) ? null : toInt64(value, schema);
}

export function convertToFloat32(schema: FromSchema, value: Value): number | null {
  return isNothing(value) ? null : Math.fround(toFloat64(value, schema));
}

export function convertToFloat64(schema: FromSchema, value: Value): number | null {
  return isNothing(value) ? null : toFloat64(value, schema);
}

/** An array as it is, or the one that a text holds. */
export function convertToList(_schema: FromSchema, value: Value): readonly ConnectValue[] {
  const found = parsedOf(required(value));
  if (Array.isArray(found)) return found as readonly ConnectValue[];
  throw notConvertible(found, 'Schema{ARRAY}');
}

/** A map or schemaless object as it is, or the map that a text holds. */
export function convertToMap(
  _schema: FromSchema,
  value: Value,
): ReadonlyMap<ConnectValue, ConnectValue> | ConnectObject {
  const found = parsedOf(required(value));
  if (found instanceof Map) return found as ReadonlyMap<ConnectValue, ConnectValue>;
  if (isConnectObject(found) && !isStruct(found)) return found;
  throw notConvertible(found, 'Schema{MAP}');
}

/** Only a struct is one. */
export function convertToStruct(_schema: FromSchema, value: Value): StructValue {
  const given = required(value);
  if (isStruct(given)) return given;
  throw notConvertible(given, 'Schema{STRUCT}');
}

/** Midnight UTC of a day: from a Date, an instant, a number of days, or text of any of them. */
export function convertToDate(schema: FromSchema, value: Value): Date {
  return toDate(parsedOf(required(value)), schema);
}

/** A time of day, on 1970-01-01 UTC: from a time, an instant, milliseconds, or text of any of them. */
export function convertToTime(schema: FromSchema, value: Value): Date {
  return toTime(parsedOf(required(value)), schema);
}

/** An instant: from any Date, milliseconds since the epoch, or text of any of them. */
export function convertToTimestamp(schema: FromSchema, value: Value): Date {
  return toTimestamp(parsedOf(required(value)), schema);
}

/** A Decimal keeps its scale; `scale` is for bytes alone. */
export function convertToDecimal(_schema: FromSchema, value: Value, scale: number): Decimal {
  return toDecimal(required(value), scale);
}

function required(value: Value): NonNullable<ConnectValue> {
  if (!isNothing(value)) return value;
  throw new DataError('Unable to convert a null value to a schema that requires a value');
}

function parsedOf(value: NonNullable<ConnectValue>): Value {
  return typeof value === 'string' ? parseString(value)?.value : value;
}
