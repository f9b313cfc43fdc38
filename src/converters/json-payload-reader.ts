/** Owns how JSON becomes a value of a schema: one reader is compiled per schema. */
import type { ConnectValue } from '../data/connect-value';
import { JsonNumber } from '../data/json-reader';
import type { Schema } from '../data/schema';
import { Struct } from '../data/struct';
import { validateValue } from '../data/validate-value';
import { DataError } from '../errors';
import { logicalReader } from './json-logical-reader';
import { EXACT_TEXT_NEEDED, jsonKind, readBase64, type ParsedJson, type ReadState } from './parsed-json';

/**
 * Reads one value, a ParsedJson; `undefined` is a member that is not there. (It says unknown, since both forms of JSON
 * would have to be compared with it, and such recursive types are too much for our linter.)
 */
export type PayloadReader = (json: unknown) => ConnectValue;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** The reader of a schema; `null`, a missing value and defaults included. */
export function compileReader(schema: Schema, state: ReadState): PayloadReader {
  const read = logicalReader(schema, state) ?? typeReader(schema, state);
  const fallback = state.replaceNullWithDefault ? schema.defaultValue : undefined;
  return (json) => {
    if (json !== null && json !== undefined) return read(json as ParsedJson);
    if (fallback !== undefined) return fallback;
    if (schema.isOptional) return null;
    throw new DataError(`Invalid null value for required ${schema.type} field`);
  };
}

type ValueReader = (json: ParsedJson) => ConnectValue;

function typeReader(schema: Schema, state: ReadState): ValueReader {
  switch (schema.type) {
    case 'INT8':
      return (json) => (readInt32(json) << 24) >> 24;
    case 'INT16':
      return (json) => (readInt32(json) << 16) >> 16;
    case 'INT32':
      return readInt32;
    case 'INT64':
      return readInt64;
    case 'FLOAT32':
      return (json) => Math.fround(readFloat64(json));
    case 'FLOAT64':
      return readFloat64;
    case 'BOOLEAN':
      return (json) => json === true;
    case 'STRING':
      return (json) => (typeof json === 'string' ? json : misfit(schema, state));
    case 'BYTES':
      return (json) => (typeof json === 'string' ? readBase64(json) : misfit(schema, state));
    case 'ARRAY':
      return arrayReader(schema, state);
    case 'MAP':
      return mapReader(schema, state);
    case 'STRUCT':
      return structReader(schema, state);
  }
}

/** As Java, whatever is no string reads as null. A struct refuses it where the field is required. */
function misfit(schema: Schema, state: ReadState): null {
  if (!schema.isOptional) state.hasMisfit = true;
  return null;
}

/** No type check: what is no number is 0, fractions are cut, the low 32 bits stay. */
function readInt32(json: ParsedJson): number {
  if (typeof json === 'number') {
    if (json <= MAX_SAFE && json >= -MAX_SAFE) return json | 0;
    throw EXACT_TEXT_NEEDED;
  }
  return json instanceof JsonNumber ? json.toInt32() : 0;
}

function readInt64(json: ParsedJson): bigint {
  if (typeof json === 'number') {
    if (json <= MAX_SAFE && json >= -MAX_SAFE) return BigInt(Math.trunc(json));
    throw EXACT_TEXT_NEEDED;
  }
  return json instanceof JsonNumber ? json.toInt64() : 0n;
}

/** Adding zero makes 0 of -0: Java reads decimals, which have no negative zero. */
function readFloat64(json: ParsedJson): number {
  if (typeof json === 'number') {
    if (Number.isFinite(json)) return json + 0;
    throw EXACT_TEXT_NEEDED;
  }
  return json instanceof JsonNumber ? json.toNumber() : 0;
}

function arrayReader(schema: Schema, state: ReadState): ValueReader {
  const readItem = compileReader(requireChild(schema.valueSchema), state);
  return (json) => {
    if (Array.isArray(json)) return (json as readonly ParsedJson[]).map((item) => readItem(item));
    return membersOf(json)?.map(([, value]) => readItem(value)) ?? [];
  };
}

function mapReader(schema: Schema, state: ReadState): ValueReader {
  const readKey = compileReader(requireChild(schema.keySchema), state);
  const readValue = compileReader(requireChild(schema.valueSchema), state);
  return schema.keySchema?.type === 'STRING' ? stringMapReader(readValue) : pairsReader(readKey, readValue);
}

function stringMapReader(readValue: PayloadReader): ValueReader {
  return (json) => {
    const members = membersOf(json);
    if (members === undefined) {
      throw new DataError(`Maps with string fields should be encoded as JSON objects, but found ${jsonKind(json)}`);
    }
    const map = new Map<ConnectValue, ConnectValue>();
    for (const [key, value] of members) map.set(key, readValue(value));
    return map;
  };
}

function pairsReader(readKey: PayloadReader, readValue: PayloadReader): ValueReader {
  return (json) => {
    if (!Array.isArray(json)) {
      throw new DataError(
        `Maps with non-string fields should be encoded as JSON array of tuples, but found ${jsonKind(json)}`,
      );
    }
    const map = new Map<ConnectValue, ConnectValue>();
    for (const pair of json as readonly ParsedJson[]) {
      if (!Array.isArray(pair))
        throw new DataError(`Found invalid map entry instead of array tuple: ${jsonKind(pair)}`);
      if (pair.length !== 2)
        throw new DataError(`Found invalid map entry, expected length 2 but found :${pair.length}`);
      const [key, value] = pair as readonly ParsedJson[];
      map.set(readKey(key), readValue(value));
    }
    return map;
  };
}

/** The members in the order of the text, or `undefined` for what is no object. */
function membersOf(json: ParsedJson): [string, ParsedJson][] | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || json instanceof JsonNumber) return undefined;
  if (json instanceof Map) return [...(json as ReadonlyMap<string, ParsedJson>)];
  const members = Object.entries(json as Readonly<Record<string, ParsedJson>>);
  // Names that look like array indexes come first, wherever they stood in the text.
  if (members.length > 1 && /^\d/.test(members[0]?.[0] ?? '')) throw EXACT_TEXT_NEEDED;
  return members;
}

function structReader(schema: Schema, state: ReadState): ValueReader {
  const fields = schema.fields.map(({ name, schema: fieldSchema }) => ({
    name,
    read: compileReader(fieldSchema, state),
    /** A name that every plain object inherits. */
    isInherited: name in Object.prototype,
  }));
  return (json) => {
    if (typeof json !== 'object' || Array.isArray(json) || json instanceof JsonNumber) {
      throw new DataError(`Structs should be encoded as JSON objects, but found ${jsonKind(json)}`);
    }
    const exact = json instanceof Map ? (json as ReadonlyMap<string, ParsedJson>) : undefined;
    const plain = json as Readonly<Record<string, ParsedJson>>;
    const values: ConnectValue[] = [];
    for (const { name, read, isInherited } of fields) {
      if (exact !== undefined) values.push(read(exact.get(name)));
      else values.push(read(isInherited && !Object.hasOwn(plain, name) ? undefined : plain[name]));
    }
    if (state.hasMisfit) checkFields(schema, values);
    return Struct.unchecked(schema, values);
  };
}

function checkFields(schema: Schema, values: readonly ConnectValue[]): void {
  for (const { name, index, schema: fieldSchema } of schema.fields) {
    validateValue(fieldSchema, values[index], name);
  }
}

function requireChild(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new DataError('A schema without element schema cannot be read from JSON');
  return schema;
}
