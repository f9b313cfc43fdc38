/** Owns the logical types Decimal, Date, Time and Timestamp: their schemas and their encoding as primitives. */
import { DataError } from '../errors';
import { Decimal } from './decimal';
import { DATE_NAME, DECIMAL_NAME, TIME_NAME, TIMESTAMP_NAME } from './logical-names';
import type { Schema } from './schema';
import { SchemaBuilder } from './schema-builder';

export { DATE_NAME, DECIMAL_NAME, TIME_NAME, TIMESTAMP_NAME } from './logical-names';

/** The parameter of a Decimal schema that holds its scale. */
export const SCALE_PARAMETER = 'scale';
export const MS_PER_DAY = 86_400_000;

/** Begins a Decimal schema; the builders are for optional variants and defaults. */
export function decimalBuilder(scale: number): SchemaBuilder {
  return SchemaBuilder.bytes().name(DECIMAL_NAME).parameter(SCALE_PARAMETER, String(scale)).version(1);
}

export function dateBuilder(): SchemaBuilder {
  return SchemaBuilder.int32().name(DATE_NAME).version(1);
}

export function timeBuilder(): SchemaBuilder {
  return SchemaBuilder.int32().name(TIME_NAME).version(1);
}

export function timestampBuilder(): SchemaBuilder {
  return SchemaBuilder.int64().name(TIMESTAMP_NAME).version(1);
}

/** The required Decimal schema of that scale. */
export function decimalSchema(scale: number): Schema {
  return decimalBuilder(scale).build();
}

export const DATE_SCHEMA = dateBuilder().build();
export const TIME_SCHEMA = timeBuilder().build();
export const TIMESTAMP_SCHEMA = timestampBuilder().build();
export const OPTIONAL_DATE_SCHEMA = dateBuilder().optional().build();
export const OPTIONAL_TIME_SCHEMA = timeBuilder().optional().build();
export const OPTIONAL_TIMESTAMP_SCHEMA = timestampBuilder().optional().build();

function checkName(schema: Schema, name: string): void {
  if (schema.name === name) return;
  const shortName = name.slice(name.lastIndexOf('.') + 1);
  throw new DataError(`Requested conversion of ${shortName} object but the schema does not match.`);
}

/** The scale of a Decimal schema. Throws DataError if the parameter is missing or no 32-bit integer. */
export function decimalScale(schema: Schema): number {
  const text = schema.parameters?.get(SCALE_PARAMETER);
  if (text === undefined) throw new DataError('Invalid Decimal schema: scale parameter not found.');
  const scale = Number(text);
  if (!/^[+-]?\d+$/.test(text) || (scale | 0) !== scale) {
    throw new DataError(`Invalid scale parameter found in Decimal schema: ${text}`);
  }
  return scale;
}

/** The bytes of a Decimal. Throws DataError if the schema is none of Decimal's or has another scale than the value. */
export function decimalFromLogical(schema: Schema, value: Decimal): Buffer {
  checkName(schema, DECIMAL_NAME);
  const scale = decimalScale(schema);
  if (value.scale === scale) return value.toBytes();
  throw new DataError(
    'Decimal value has mismatching scale for given Decimal schema. ' +
      `Schema has scale ${scale}, value has scale ${value.scale}.`,
  );
}

/** The Decimal of these bytes at the schema's scale. Throws DataError if the schema is none of Decimal's. */
export function decimalToLogical(schema: Schema, bytes: Uint8Array): Decimal {
  checkName(schema, DECIMAL_NAME);
  return Decimal.fromBytes(bytes, decimalScale(schema));
}

/** Days since the epoch. Throws DataError if the Date is not midnight UTC, or the schema is not Date's. */
export function dateFromLogical(schema: Schema, value: Date): number {
  checkName(schema, DATE_NAME);
  const days = value.getTime() / MS_PER_DAY;
  if (Number.isInteger(days)) return days + 0;
  throw new DataError('Kafka Connect Date type should not have any time fields set to non-zero values.');
}

/** Midnight UTC of a day counted from the epoch. */
export function dateToLogical(schema: Schema, days: number): Date {
  checkName(schema, DATE_NAME);
  return dateOf(days * MS_PER_DAY);
}

/** Milliseconds since midnight. Throws DataError if the instant is not on 1970-01-01 (its end included). */
export function timeFromLogical(schema: Schema, value: Date): number {
  checkName(schema, TIME_NAME);
  const ms = value.getTime();
  if (ms >= 0 && ms <= MS_PER_DAY) return ms;
  throw new DataError('Kafka Connect Time type should not have any date fields set to non-zero values.');
}

/** The instant on 1970-01-01 UTC. Throws DataError unless the number is from 0 to 86 400 000. */
export function timeToLogical(schema: Schema, ms: number): Date {
  checkName(schema, TIME_NAME);
  if (ms >= 0 && ms <= MS_PER_DAY) return new Date(ms);
  throw new DataError(`Time values must use number of milliseconds greater than 0 and less than ${MS_PER_DAY}`);
}

/** Milliseconds since the epoch. */
export function timestampFromLogical(schema: Schema, value: Date): bigint {
  checkName(schema, TIMESTAMP_NAME);
  const ms = value.getTime();
  if (!Number.isNaN(ms)) return BigInt(ms);
  throw new DataError('An invalid Date has no timestamp');
}

/** The instant. Throws DataError beyond what a Date can hold (100 million days from the epoch). */
export function timestampToLogical(schema: Schema, ms: bigint | number): Date {
  checkName(schema, TIMESTAMP_NAME);
  return dateOf(Number(ms));
}

function dateOf(ms: number): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()))
    throw new DataError(`${ms} milliseconds since the epoch are beyond the range of a Date`);
  return date;
}
