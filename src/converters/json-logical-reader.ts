/** Owns how JSON becomes a value of a logical type. */
import type { ConnectValue } from '../data/connect-value';
import { JsonNumber } from '../data/json-reader';
import {
  DATE_NAME,
  dateToLogical,
  DECIMAL_NAME,
  decimalToLogical,
  TIME_NAME,
  timeToLogical,
  TIMESTAMP_NAME,
  timestampToLogical,
} from '../data/logical-types';
import type { Schema } from '../data/schema';
import { DataError } from '../errors';
import { EXACT_TEXT_NEEDED, jsonKind, readBase64, type ParsedJson, type ReadState } from './parsed-json';

/** The reader of a logical type, which is known by the schema's name alone; `undefined` for any other schema. */
export function logicalReader(schema: Schema, state: ReadState): ((json: ParsedJson) => ConnectValue) | undefined {
  switch (schema.name) {
    case DECIMAL_NAME:
      return (json) => readDecimal(schema, json);
    case DATE_NAME:
      return (json) => dateToLogical(schema, readInt32('Date', json, state));
    case TIME_NAME:
      return (json) => timeToLogical(schema, readInt32('Time', json, state));
    case TIMESTAMP_NAME:
      return (json) => timestampToLogical(schema, BigInt.asIntN(64, BigInt(readInteger('Timestamp', json, state))));
    default:
      return undefined;
  }
}

/** Numbers as well as base64, whatever the setting for writing says. A number keeps the scale in which it is written. */
function readDecimal(schema: Schema, json: ParsedJson): ConnectValue {
  if (typeof json === 'number') throw EXACT_TEXT_NEEDED;
  if (json instanceof JsonNumber) return json.toDecimal();
  if (typeof json === 'string') return decimalToLogical(schema, readBase64(json, 'Invalid bytes for Decimal field'));
  throw new DataError(
    `Invalid type for Decimal, underlying representation should be numeric or bytes but was ${jsonKind(json)}`,
  );
}

function readInt32(type: string, json: ParsedJson, state: ReadState): number {
  const integer = Number(readInteger(type, json, state));
  if ((integer | 0) === integer) return integer | 0;
  throw new DataError(`Invalid type for ${type}, underlying representation should be integer but was NUMBER`);
}

/** An integer, written without fraction or exponent. */
function readInteger(type: string, json: ParsedJson, state: ReadState): number | bigint {
  if (Number.isSafeInteger(json)) {
    state.needsIntegerForm = true;
    return json as number;
  }
  // What is not safe may have been something else in the text.
  if (typeof json === 'number') throw EXACT_TEXT_NEEDED;
  if (json instanceof JsonNumber && json.isIntegral) return json.toBigInt();
  throw new DataError(
    `Invalid type for ${type}, underlying representation should be integer but was ${jsonKind(json)}`,
  );
}
