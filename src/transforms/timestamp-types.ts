/** Owns the forms of timestamps that TimestampConverter knows, and the conversion of each to and from a Date. */
import { INT64_SCHEMA, OPTIONAL_INT64_SCHEMA, OPTIONAL_STRING_SCHEMA, STRING_SCHEMA } from '../data/connect-schema';
import type { ConnectValue } from '../data/connect-value';
import { javaClassName } from '../data/java-class-name';
import type { JavaDateFormat } from '../data/java-date-format';
import * as logical from '../data/logical-types';
import type { Schema } from '../data/schema';
import { ConnectError, DataError } from '../errors';

export type TimestampForm = 'string' | 'unix' | 'Date' | 'Time' | 'Timestamp';
export type UnixPrecision = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

export const TIMESTAMP_FORMS: readonly TimestampForm[] = ['string', 'unix', 'Date', 'Time', 'Timestamp'];
export const UNIX_PRECISIONS: readonly UnixPrecision[] = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'];

/** How texts and Unix times are to be read and written. */
export interface TimestampSettings {
  readonly format: JavaDateFormat | undefined;
  readonly precision: UnixPrecision;
}

/** The form of a value by its schema. Throws ConnectError for a schema that is none of them. */
export function formOfSchema(schema: Schema): TimestampForm {
  if (schema.name === logical.TIMESTAMP_NAME) return 'Timestamp';
  if (schema.name === logical.DATE_NAME) return 'Date';
  if (schema.name === logical.TIME_NAME) return 'Time';
  if (schema.type === 'STRING') return 'string';
  if (schema.type === 'INT64') return 'unix';
  throw new ConnectError(`Schema{${schema.type}} does not correspond to a known timestamp type format`);
}

/** The form of a value without schema. Throws DataError for a value that is none of them. */
export function formOfValue(value: ConnectValue): TimestampForm {
  if (value instanceof Date) return 'Timestamp';
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return 'unix';
  if (typeof value === 'string') return 'string';
  throw new DataError(`TimestampConverter does not support ${javaClassName(value)} objects as timestamps`);
}

const SCHEMAS: Readonly<Record<TimestampForm, readonly [required: Schema, optional: Schema]>> = {
  string: [STRING_SCHEMA, OPTIONAL_STRING_SCHEMA],
  unix: [INT64_SCHEMA, OPTIONAL_INT64_SCHEMA],
  Date: [logical.DATE_SCHEMA, logical.OPTIONAL_DATE_SCHEMA],
  Time: [logical.TIME_SCHEMA, logical.OPTIONAL_TIME_SCHEMA],
  Timestamp: [logical.TIMESTAMP_SCHEMA, logical.OPTIONAL_TIMESTAMP_SCHEMA],
};

/** The schema of a form. */
export function schemaOfForm(form: TimestampForm, isOptional: boolean): Schema {
  return SCHEMAS[form][isOptional ? 1 : 0];
}

/** The instant of a value in a form. Throws DataError. */
export function dateOf(value: ConnectValue, form: TimestampForm, settings: TimestampSettings): Date {
  if (form === 'string') return parseText(value, settings.format);
  if (form === 'unix') return unixDate(value, settings.precision);
  if (value instanceof Date) return value;
  throw new DataError(`Expected ${form} to be a java.util.Date, but found ${javaClassName(value)}`);
}

function parseText(value: ConnectValue, format: JavaDateFormat | undefined): Date {
  if (typeof value !== 'string') {
    throw new DataError(`Expected string timestamp to be a String, but found ${javaClassName(value)}`);
  }
  if (format === undefined)
    throw new DataError('TimestampConverter needs the setting format to read timestamps from text');
  const date = format.parse(value);
  if (date !== undefined) return date;
  throw new DataError(`Could not parse timestamp: value (${value}) does not match pattern (${format.pattern})`);
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

function saturated(value: bigint): bigint {
  if (value > INT64_MAX) return INT64_MAX;
  return value < INT64_MIN ? INT64_MIN : value;
}

function unixDate(value: ConnectValue, precision: UnixPrecision): Date {
  if (typeof value !== 'bigint' && typeof value !== 'number') {
    throw new DataError(`Expected Unix timestamp to be a Long, but found ${javaClassName(value)}`);
  }
  const date = new Date(Number(unixMillis(BigInt(value), precision)));
  if (Number.isNaN(date.getTime())) throw new DataError(`Timestamp out of range: ${value.toString()} ${precision}`);
  return date;
}

/** Division of bigints cuts towards zero, as Java's does. */
function unixMillis(value: bigint, precision: UnixPrecision): bigint {
  switch (precision) {
    case 'seconds':
      return saturated(value * 1000n);
    case 'milliseconds':
      return value;
    case 'microseconds':
      return value / 1000n;
    case 'nanoseconds':
      return value / 1_000_000n;
  }
}

function unixTime(ms: bigint, precision: UnixPrecision): bigint {
  switch (precision) {
    case 'seconds':
      return ms / 1000n;
    case 'milliseconds':
      return ms;
    case 'microseconds':
      return saturated(ms * 1000n);
    case 'nanoseconds':
      return saturated(ms * 1_000_000n);
  }
}

/** The value of an instant in a form; a Unix time is a bigint. */
export function valueOfDate(date: Date, form: TimestampForm, settings: TimestampSettings): ConnectValue {
  const ms = date.getTime();
  const midnight = Math.floor(ms / logical.MS_PER_DAY) * logical.MS_PER_DAY;
  switch (form) {
    case 'string':
      return settings.format?.format(date) ?? '';
    case 'unix':
      return unixTime(BigInt(ms), settings.precision);
    case 'Date':
      return new Date(midnight);
    case 'Time':
      return new Date(ms - midnight);
    case 'Timestamp':
      return date;
  }
}
