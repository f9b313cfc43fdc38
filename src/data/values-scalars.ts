/** Owns the conversion of single values to numbers and logical types, by Java's rules. */
import { DataError } from '../errors';
import type { ConnectValue } from './connect-value';
import { describeSchema } from './connect-schema';
import { Decimal } from './decimal';
import { javaClassName } from './java-class-name';
import { narrowToInt16, narrowToInt32, narrowToInt64, narrowToInt8 } from './java-numbers';
import { javaDouble, javaToString } from './java-text';
import * as logical from './logical-types';
import type { Schema } from './schema';

/** The schema that a value comes with, if any. Only its name matters: Dates become numbers by it. */
export type FromSchema = Schema | null | undefined;

/** A value that cannot become what is asked for. */
export function notConvertible(value: unknown, target: string): DataError {
  const text = javaToString((value ?? null) as ConnectValue);
  return new DataError(`Unable to convert ${text} (${javaClassName(value)}) to ${target}`);
}

/** Java's `longValue` of a number or of text that is one; a Date counts what its schema counts. Throws DataError. */
export function toInt64(value: ConnectValue | undefined, from: FromSchema): bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return narrowToInt64(value);
  if (value instanceof Decimal) return value.toInt64();
  if (typeof value === 'string') {
    const decimal = Decimal.tryParse(value);
    if (decimal !== undefined) return decimal.toInt64();
  }
  if (value instanceof Date && from) {
    switch (from.name) {
      case logical.DATE_NAME:
        return BigInt(logical.dateFromLogical(from, value));
      case logical.TIME_NAME:
        return BigInt(logical.timeFromLogical(from, value));
      case logical.TIMESTAMP_NAME:
        return logical.timestampFromLogical(from, value);
      default:
    }
  }
  throw notConvertible(value, from ? describeSchema(from) : 'a number');
}

/** Java's `doubleValue`, as `toInt64`. */
export function toFloat64(value: ConnectValue | undefined, from: FromSchema): number {
  if (typeof value === 'number') return value;
  if (value instanceof Decimal) return value.toNumber() + 0;
  if (typeof value === 'string') {
    const decimal = Decimal.tryParse(value);
    // A decimal has no negative zero.
    if (decimal !== undefined) return decimal.toNumber() + 0;
  }
  return Number(toInt64(value, from));
}

export function toInt32(value: ConnectValue | undefined, from: FromSchema): number {
  return narrowToInt32(toInt64(value, from));
}

/** A Date as its own kind, another kind cut down to it, a number as the count that the type stores. Throws DataError. */
export function toDate(value: ConnectValue | undefined, from: FromSchema): Date {
  if (value instanceof Date) {
    if (!from || from.name === logical.DATE_NAME) return value;
    if (from.name === logical.TIMESTAMP_NAME) {
      return logical.dateToLogical(logical.DATE_SCHEMA, Math.trunc(value.getTime() / logical.MS_PER_DAY));
    }
  }
  return logical.dateToLogical(logical.DATE_SCHEMA, toInt32(value, from));
}

/** As `toDate`, for the time of day. */
export function toTime(value: ConnectValue | undefined, from: FromSchema): Date {
  if (value instanceof Date) {
    if (!from || from.name === logical.TIME_NAME) return value;
    if (from.name === logical.TIMESTAMP_NAME) {
      const ms = value.getTime() % logical.MS_PER_DAY;
      return logical.timeToLogical(logical.TIME_SCHEMA, ms < 0 ? ms + logical.MS_PER_DAY : ms);
    }
  }
  return logical.timeToLogical(logical.TIME_SCHEMA, toInt32(value, from));
}

/** As `toDate`, for an instant. */
export function toTimestamp(value: ConnectValue | undefined, from: FromSchema): Date {
  if (value instanceof Date) {
    if (!from || from.name === logical.TIMESTAMP_NAME) return value;
    if (from.name === logical.DATE_NAME) {
      return new Date(logical.dateFromLogical(from, value) * logical.MS_PER_DAY);
    }
  }
  return logical.timestampToLogical(logical.TIMESTAMP_SCHEMA, toInt64(value, from));
}

/** Bytes are read at that scale, a Decimal stays as it is, other numbers go through a double. Throws DataError. */
export function toDecimal(value: ConnectValue | undefined, scale: number): Decimal {
  if (value instanceof Decimal) return value;
  if (value instanceof Uint8Array) return Decimal.fromBytes(value, scale);
  const text = typeof value === 'number' || typeof value === 'bigint' ? javaDouble(Number(value)) : value;
  const decimal = typeof text === 'string' ? Decimal.tryParse(text) : undefined;
  if (decimal === undefined) throw notConvertible(value, describeSchema(logical.decimalSchema(scale)));
  return decimal;
}

/** A value for a schema of a single value; null and containers excepted. Throws DataError. */
export function toSchemaType(to: Schema, value: ConnectValue): ConnectValue {
  switch (to.type) {
    case 'INT8':
      return narrowToInt8(toInt64(value, null));
    case 'INT16':
      return narrowToInt16(toInt64(value, null));
    case 'INT32':
      if (to.name === logical.DATE_NAME) return toDate(value, null);
      return to.name === logical.TIME_NAME ? toTime(value, null) : toInt32(value, null);
    case 'INT64':
      return to.name === logical.TIMESTAMP_NAME ? toTimestamp(value, null) : toInt64(value, null);
    case 'FLOAT32':
      return Math.fround(toFloat64(value, null));
    case 'FLOAT64':
      return toFloat64(value, null);
    default:
      return value;
  }
}
