/** Owns how a value becomes JSON by its schema: one writer is compiled per schema. */
import { schemasEqual } from '../data/connect-schema';
import { type ConnectValue, isStruct } from '../data/connect-value';
import { Decimal } from '../data/decimal';
import { javaClassName } from '../data/java-class-name';
import { isInt64 } from '../data/java-numbers';
import { javaFloat } from '../data/java-text';
import { jsonBytes, jsonDouble, jsonString, jsonValue } from '../data/json-writer';
import {
  DATE_NAME,
  dateFromLogical,
  DECIMAL_NAME,
  decimalFromLogical,
  TIME_NAME,
  timeFromLogical,
  TIMESTAMP_NAME,
  timestampFromLogical,
} from '../data/logical-types';
import type { Schema } from '../data/schema';
import { DataError } from '../errors';

/** The text of one value. Throws DataError when the value is not one of the schema's. */
export type PayloadWriter = (value: ConnectValue | undefined) => string;

export interface WriteOptions {
  readonly replaceNullWithDefault: boolean;
  readonly decimalFormat: 'BASE64' | 'NUMERIC';
}

type ValueWriter = (value: NonNullable<ConnectValue>) => string;

/** The writer of a schema, null and defaults included; without a schema the value's own class decides. */
export function compileWriter(schema: Schema | null | undefined, options: WriteOptions): PayloadWriter {
  if (!schema) return jsonValue;
  const write = logicalWriter(schema, options) ?? typeWriter(schema, options);
  const fallback = options.replaceNullWithDefault ? (schema.defaultValue ?? null) : null;
  return (value) => {
    if (value !== null && value !== undefined) return write(value);
    if (fallback !== null) return write(fallback);
    if (schema.isOptional) return 'null';
    throw new DataError('Conversion error: null value for field that is required and has no default value');
  };
}

function logicalWriter(schema: Schema, { decimalFormat }: WriteOptions): ValueWriter | undefined {
  switch (schema.name) {
    case DECIMAL_NAME:
      return (value) => {
        if (!(value instanceof Decimal)) throw notLogical('Decimal', 'BigDecimal', value);
        return decimalFormat === 'NUMERIC' ? value.toString() : jsonBytes(decimalFromLogical(schema, value));
      };
    case DATE_NAME:
      return (value) => String(dateFromLogical(schema, checkDate('Date', value)));
    case TIME_NAME:
      return (value) => String(timeFromLogical(schema, checkDate('Time', value)));
    case TIMESTAMP_NAME:
      return (value) => String(timestampFromLogical(schema, checkDate('Timestamp', value)));
    default:
      return undefined;
  }
}

function checkDate(type: string, value: ConnectValue): Date {
  if (value instanceof Date) return value;
  throw notLogical(type, 'Date', value);
}

function notLogical(type: string, expected: string, value: unknown): DataError {
  return new DataError(`Invalid type for ${type}, expected ${expected} but was ${javaClassName(value)}`);
}

function typeWriter(schema: Schema, options: WriteOptions): ValueWriter {
  switch (schema.type) {
    case 'INT8':
      return integerWriter(schema, 0x7f);
    case 'INT16':
      return integerWriter(schema, 0x7fff);
    case 'INT32':
      return integerWriter(schema, 0x7fffffff);
    case 'INT64':
      return writeInt64;
    case 'FLOAT32':
      return (value) => writeFloat32(checkNumber('FLOAT32', value));
    case 'FLOAT64':
      return (value) => jsonDouble(checkNumber('FLOAT64', value));
    case 'BOOLEAN':
      return writeBoolean;
    case 'STRING':
      return writeString;
    case 'BYTES':
      return writeBytes;
    case 'ARRAY':
      return arrayWriter(schema, options);
    case 'MAP':
      return mapWriter(schema, options);
    case 'STRUCT':
      return structWriter(schema, options);
  }
}

function wrongClass(type: string, value: unknown): DataError {
  return new DataError(`Invalid type for ${type}: ${javaClassName(value)}`);
}

function integerWriter({ type }: Schema, max: number): ValueWriter {
  return (value) => {
    if (typeof value === 'number' && (value | 0) === value && value <= max && value >= -max - 1) {
      return String(value);
    }
    throw wrongClass(type, value);
  };
}

function writeInt64(value: ConnectValue): string {
  if (typeof value === 'bigint' && isInt64(value)) return value.toString();
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw wrongClass('INT64', value);
}

function checkNumber(type: string, value: ConnectValue): number {
  if (typeof value === 'number') return value;
  throw wrongClass(type, value);
}

function writeFloat32(value: number): string {
  return Number.isFinite(Math.fround(value)) ? javaFloat(value) : `"${Math.fround(value)}"`;
}

function writeBoolean(value: ConnectValue): string {
  if (typeof value !== 'boolean') throw wrongClass('BOOLEAN', value);
  return value ? 'true' : 'false';
}

function writeString(value: ConnectValue): string {
  if (typeof value === 'string') return jsonString(value);
  throw wrongClass('STRING', value);
}

function writeBytes(value: ConnectValue): string {
  if (value instanceof Uint8Array) return jsonBytes(value);
  throw new DataError(`Invalid type for bytes type: ${javaClassName(value)}`);
}

function arrayWriter(schema: Schema, options: WriteOptions): ValueWriter {
  const writeItem = compileWriter(schema.valueSchema, options);
  return (value) => {
    if (!Array.isArray(value)) throw wrongClass('ARRAY', value);
    return `[${(value as readonly ConnectValue[]).map((item) => writeItem(item)).join(',')}]`;
  };
}

function mapWriter(schema: Schema, options: WriteOptions): ValueWriter {
  const writeKey = compileWriter(schema.keySchema, options);
  const writeValue = compileWriter(schema.valueSchema, options);
  if (schema.keySchema?.type === 'STRING') {
    return (value) => `{${entriesOf(value, (key, item) => `${objectKey(writeKey(key))}:${writeValue(item)}`)}}`;
  }
  return (value) => `[${entriesOf(value, (key, item) => `[${writeKey(key)},${writeValue(item)}]`)}]`;
}

/** A null key of an object is written as Java does: as text. */
function objectKey(text: string): string {
  return text.startsWith('"') ? text : `"${text}"`;
}

function entriesOf(value: ConnectValue, write: (key: ConnectValue, item: ConnectValue) => string): string {
  if (!(value instanceof Map)) throw wrongClass('MAP', value);
  return Array.from(value as ReadonlyMap<ConnectValue, ConnectValue>, ([key, item]) => write(key, item)).join(',');
}

function structWriter(schema: Schema, options: WriteOptions): ValueWriter {
  const fields = schema.fields.map((field) => ({
    index: field.index,
    head: `${field.index === 0 ? '' : ','}${jsonString(field.name)}:`,
    write: compileWriter(field.schema, options),
  }));
  let equalSchema: Schema = schema;
  return (value) => {
    if (!isStruct(value)) throw wrongClass('STRUCT', value);
    if (value.schema !== equalSchema) {
      if (!schemasEqual(value.schema, schema)) throw new DataError('Mismatching schema.');
      // Records tend to come with the same schema again and again.
      equalSchema = value.schema;
    }
    let text = '{';
    const values = value.rawValues;
    for (const { index, head, write } of fields) text += head + write(values[index]);
    return `${text}}`;
  };
}
