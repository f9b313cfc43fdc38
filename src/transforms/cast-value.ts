/** Owns the conversions of the Cast transform: from any value to one of eight types, by Java's rules. */
import { type ConnectValue, isConnectObject, isStruct } from '../data/connect-value';
import { Decimal } from '../data/decimal';
import { javaClassName } from '../data/java-class-name';
import * as java from '../data/java-numbers';
import { javaToString } from '../data/java-text';
import * as logical from '../data/logical-types';
import type { Schema, SchemaType } from '../data/schema';
import { convertToString } from '../data/values';
import { DataError } from '../errors';

/** What can be cast to. */
export type CastType = 'INT8' | 'INT16' | 'INT32' | 'INT64' | 'FLOAT32' | 'FLOAT64' | 'BOOLEAN' | 'STRING';

export const CAST_TYPES: readonly CastType[] = [
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FLOAT32',
  'FLOAT64',
  'BOOLEAN',
  'STRING',
];

type Scalar = boolean | number | bigint | string | Buffer | Decimal | Date;

/** The value as `target`; null stays null. Throws DataError. */
export function castValue(schema: Schema | null, value: ConnectValue, target: CastType): ConnectValue {
  if (value === null) return null;
  const scalar = checkedSource(schema, value);
  if (target === 'STRING') return textOf(scalar, schema);
  const encoded = schema === null ? scalar : encodeLogical(schema, scalar);
  if (target === 'BOOLEAN') return toBoolean(encoded);
  if (target === 'FLOAT32' || target === 'FLOAT64') return toFloat(encoded, target);
  return toInteger(encoded, { target, isDouble: schema?.type === 'FLOAT32' || schema?.type === 'FLOAT64', schema });
}

function checkedSource(schema: Schema | null, value: Exclude<ConnectValue, null>): Scalar {
  const type = schema === null ? schemalessType(value) : schema.type;
  if (type === 'ARRAY' || type === 'MAP' || type === 'STRUCT') {
    throw new DataError(`Cast transformation does not support casting from ${type}`);
  }
  if (type !== undefined) return value as Scalar;
  throw new DataError(
    `Cast transformation was passed a value of type ${javaClassName(value)} which is not supported by Connect's data API`,
  );
}

/** What Java would take a value without schema for: numbers of any type are `INT64` here. */
function schemalessType(value: Exclude<ConnectValue, null>): SchemaType | undefined {
  switch (typeof value) {
    case 'string':
      return 'STRING';
    case 'number':
      return 'INT64';
    case 'boolean':
      return 'BOOLEAN';
    case 'bigint':
      return java.isInt64(value) ? 'INT64' : undefined;
    default:
      return objectType(value);
  }
}

function objectType(value: unknown): SchemaType | undefined {
  if (value instanceof Uint8Array) return 'BYTES';
  if (Array.isArray(value)) return 'ARRAY';
  if (isStruct(value)) return 'STRUCT';
  return value instanceof Map || isConnectObject(value) ? 'MAP' : undefined;
}

/** A Date as the number that stands for it. */
function encodeLogical(schema: Schema, value: Scalar): Scalar {
  if (!(value instanceof Date)) return value;
  switch (schema.name) {
    case logical.DATE_NAME:
      return logical.dateFromLogical(schema, value);
    case logical.TIME_NAME:
      return logical.timeFromLogical(schema, value);
    case logical.TIMESTAMP_NAME:
      return logical.timestampFromLogical(schema, value);
    default:
      return value;
  }
}

function textOf(value: Scalar, schema: Schema | null): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return convertToString(null, value) ?? '';
  return javaToString(value, schema);
}

function unexpected(value: Scalar): DataError {
  return new DataError(`Unexpected type in Cast transformation: ${javaClassName(value)}`);
}

function toBoolean(value: Scalar): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'number') return Math.trunc(value) !== 0 && !Number.isNaN(value);
  if (value instanceof Decimal) return value.toInt64() !== 0n;
  throw unexpected(value);
}

const FLOAT_TEXT = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;

function toFloat(value: Scalar, target: 'FLOAT32' | 'FLOAT64'): number {
  if (typeof value === 'bigint') return target === 'FLOAT32' ? java.int64ToFloat32(value) : Number(value);
  const float = doubleOf(value);
  return target === 'FLOAT32' ? Math.fround(float) : float;
}

function doubleOf(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Decimal) return value.toNumber();
  if (typeof value !== 'string') throw unexpected(value);
  // Java trims everything up to the blank.
  const text = value.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
  if (!FLOAT_TEXT.test(text)) throw outOfRange(value);
  return Number(text.replace(/(?<![a-zA-Z])[fFdD]$|(?<=\d)[fFdD]$/, ''));
}

function outOfRange(value: string): DataError {
  return new DataError(`Value (${value}) was out of range for requested data type`);
}

interface IntegerTarget {
  readonly target: 'INT8' | 'INT16' | 'INT32' | 'INT64';
  /** The value is a double even if it looks like an integer. */
  readonly isDouble: boolean;
  readonly schema: Schema | null;
}

function toInteger(value: Scalar, context: IntegerTarget): ConnectValue {
  if (typeof value === 'boolean') return integerOf(value ? 1n : 0n, context);
  if (typeof value === 'string') return parseInteger(value, context);
  if (value instanceof Decimal) return integerOf(value.toInt64(), context);
  if (typeof value === 'bigint') return integerOf(value, context);
  if (typeof value !== 'number') throw unexpected(value);
  const isInteger = !context.isDouble && Number.isSafeInteger(value);
  return isInteger ? integerOf(BigInt(value), context) : integerOfDouble(value, context);
}

function integerOf(value: bigint, { target, schema }: IntegerTarget): ConnectValue {
  switch (target) {
    case 'INT8':
      return java.narrowToInt8(value);
    case 'INT16':
      return java.narrowToInt16(value);
    case 'INT32':
      return java.narrowToInt32(value);
    case 'INT64':
      return schema === null ? schemalessInteger(value) : value;
  }
}

function integerOfDouble(value: number, context: IntegerTarget): ConnectValue {
  switch (context.target) {
    case 'INT8':
      return java.doubleToInt8(value);
    case 'INT16':
      return java.doubleToInt16(value);
    case 'INT32':
      return java.doubleToInt32(value);
    case 'INT64':
      return integerOf(java.doubleToInt64(value), context);
  }
}

/** Without a schema integers are numbers as long as they are safe. */
function schemalessInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const BITS = { INT8: 8, INT16: 16, INT32: 32, INT64: 64 } as const;

function parseInteger(text: string, context: IntegerTarget): ConnectValue {
  if (!/^[+-]?\d+$/.test(text)) throw outOfRange(text);
  const value = BigInt(text.replace(/^\+/, ''));
  if (value !== BigInt.asIntN(BITS[context.target], value)) throw outOfRange(text);
  return integerOf(value, context);
}
