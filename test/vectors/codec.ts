/** Owns the neutral encoding of the vectors: schemas and values to TypeScript and back. */
import { ConnectSchema } from '../../src/data/connect-schema';
import { type ConnectValue, isConnectObject, isStruct, type StructValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { DATE_NAME, DECIMAL_NAME, TIME_NAME, TIMESTAMP_NAME } from '../../src/data/logical-types';
import type { Field, Schema, SchemaType } from '../../src/data/schema';
import { Struct } from '../../src/data/struct';
import { isList, isObject, type Json, type JsonObject, tagged } from './vector';

/** An object of a class that Connect does not know. */
export class UnknownObject {
  readonly what: Json;

  constructor(what: Json) {
    this.what = what;
  }
}

const TYPE_NAMES: Readonly<Record<SchemaType, string>> = {
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  STRING: 'string',
  BYTES: 'bytes',
  ARRAY: 'array',
  MAP: 'map',
  STRUCT: 'struct',
};

export function typeOf(name: Json | undefined): SchemaType {
  const found = Object.entries(TYPE_NAMES).find(([, text]) => text === name);
  if (found === undefined) throw new Error(`Not a schema type: ${JSON.stringify(name)}`);
  return found[0] as SchemaType;
}

export function decodeSchema(json: Json | undefined): Schema | null {
  if (!isObject(json)) return null;
  const bare = {
    type: typeOf(json['type']),
    isOptional: json['optional'] === true,
    name: json['name'] as string | undefined,
    version: json['version'] as number | undefined,
    doc: json['doc'] as string | undefined,
    parameters: isObject(json['parameters'])
      ? new Map(Object.entries(json['parameters'] as Record<string, string>))
      : undefined,
    fields: isList(json['fields']) ? json['fields'].map(decodeField) : undefined,
    keySchema: decodeSchema(json['keys']) ?? undefined,
    valueSchema: decodeSchema(json['type'] === 'array' ? json['items'] : json['values']) ?? undefined,
  };
  const schema = new ConnectSchema(bare);
  const given = json['default'];
  return given === undefined ? schema : new ConnectSchema({ ...bare, defaultValue: decodeValue(schema, given) });
}

function decodeField(json: Json, index: number): Field {
  const schema = decodeSchema(json);
  if (!isObject(json) || schema === null) throw new Error(`Not a field: ${JSON.stringify(json)}`);
  return { name: json['field'] as string, index, schema };
}

export function encodeSchema(schema: Schema | null): Json {
  if (schema === null) return null;
  const { type } = schema;
  return {
    type: TYPE_NAMES[type],
    optional: schema.isOptional,
    ...(schema.name === undefined ? {} : { name: schema.name }),
    ...(schema.version === undefined ? {} : { version: schema.version }),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
    ...(schema.parameters === undefined ? {} : { parameters: Object.fromEntries(schema.parameters) }),
    ...(schema.defaultValue === undefined ? {} : { default: encodeValue(schema, schema.defaultValue) }),
    ...(type === 'ARRAY' ? { items: encodeSchema(schema.valueSchema ?? null) } : {}),
    ...(type === 'MAP'
      ? { keys: encodeSchema(schema.keySchema ?? null), values: encodeSchema(schema.valueSchema ?? null) }
      : {}),
    ...(type === 'STRUCT' ? { fields: schema.fields.map(encodeField) } : {}),
  };
}

function encodeField(field: Field): Json {
  return { field: field.name, ...(encodeSchema(field.schema) as JsonObject) };
}

/** A value of that schema; without one a schemaless value. */
export function decodeValue(schema: Schema | null, json: Json | undefined): ConnectValue {
  const raw = tagged(json, '$raw');
  if (raw !== undefined) {
    const value = decodeRaw(raw);
    return schema?.type === 'MAP' && isConnectObject(value) ? new Map(Object.entries(value)) : value;
  }
  if (json === null || json === undefined) return null;
  return schema === null ? decodeRaw(json) : decodeTyped(schema, json);
}

/** A logical name may stand on another type too (Cast keeps it): the value is then one of that type. */
function isDecimal({ name, type }: Schema): boolean {
  return name === DECIMAL_NAME && type === 'BYTES';
}

function isTemporal({ name, type }: Schema): boolean {
  if (type === 'INT64') return name === TIMESTAMP_NAME;
  return type === 'INT32' && (name === DATE_NAME || name === TIME_NAME);
}

function decodeTyped(schema: Schema, json: Json): ConnectValue {
  if (isDecimal(schema)) return Decimal.parse(json as string);
  if (isTemporal(schema)) return new Date(Number(json));
  switch (schema.type) {
    case 'INT64':
      return BigInt(json as string);
    case 'FLOAT32':
      return Math.fround(Number(json));
    case 'FLOAT64':
      return Number(json);
    case 'BYTES':
      return Buffer.from(json as string, 'base64');
    case 'ARRAY':
      return (json as readonly Json[]).map((item) => decodeValue(schema.valueSchema ?? null, item));
    case 'MAP':
      return decodeMap(schema, json);
    case 'STRUCT':
      return decodeStruct(schema, json as JsonObject);
    default:
      return json as number | boolean | string;
  }
}

function decodeMap(schema: Schema, json: Json): ConnectValue {
  const entries = isList(json) ? (json as readonly (readonly [Json, Json])[]) : Object.entries(json as JsonObject);
  return new Map(
    entries.map(([key, value]) => [
      decodeValue(schema.keySchema ?? null, key),
      decodeValue(schema.valueSchema ?? null, value),
    ]),
  );
}

/** Vectors hold structs that `put` would refuse (a required field without a value), so nothing is checked here. */
function decodeStruct(schema: Schema, json: JsonObject): Struct {
  return Struct.unchecked(
    schema,
    schema.fields.map((field) => decodeValue(field.schema, json[field.name])),
  );
}

export function decodeRaw(json: Json | undefined): ConnectValue {
  if (json === null || json === undefined) return null;
  if (isList(json)) return json.map(decodeRaw);
  if (!isObject(json)) return json;
  const entries = Object.entries(json);
  const [tag, inner] = entries.length === 1 ? (entries[0] ?? ['']) : [''];
  switch (tag) {
    case '$int8':
    case '$int16':
    case '$int32':
    case '$int64':
    case '$bigint':
      return collapse(BigInt(inner as string | number));
    case '$float32':
      return Math.fround(Number(inner));
    case '$float64':
      return Number(inner);
    case '$bytes':
      return Buffer.from(inner as string, 'base64');
    case '$decimal':
      return Decimal.parse(inner as string);
    case '$date':
      return new Date(Number(inner));
    case '$entries':
      return new Map((inner as readonly (readonly [Json, Json])[]).map(([k, v]) => [decodeRaw(k), decodeRaw(v)]));
    case '$struct':
      return decodeStructWithSchema(inner as JsonObject);
    case '$object':
      // No value of Connect: that is its point.
      return new UnknownObject(inner ?? null) as unknown as ConnectValue;
    default:
      return decodeObject(entries);
  }
}

function collapse(value: bigint): number | bigint {
  return BigInt(Number.MAX_SAFE_INTEGER) >= (value < 0n ? -value : value) ? Number(value) : value;
}

function decodeStructWithSchema(json: JsonObject): ConnectValue {
  return decodeValue(decodeSchema(json['schema']), json['value']);
}

function decodeObject(entries: readonly (readonly [string, Json | undefined])[]): ConnectValue {
  const result: Record<string, ConnectValue> = Object.create(null) as Record<string, ConnectValue>;
  for (const [key, value] of entries) result[key] = decodeRaw(value);
  return result;
}

/** The neutral form of a value of that schema: `{"$raw":…}` if it is not one. */
export function encodeValue(schema: Schema | null, value: ConnectValue): Json {
  if (value === null) return null;
  if (schema === null) return encodeRaw(value);
  return encodeTyped(schema, value) ?? { $raw: encodeRaw(value) };
}

/** `undefined` for a value that is not in the form that the library promises for the schema. */
function encodeTyped(schema: Schema, value: NonNullable<ConnectValue>): Json | undefined {
  if (isDecimal(schema)) return value instanceof Decimal ? decimalText(value) : undefined;
  if (isTemporal(schema)) return value instanceof Date ? String(value.getTime()) : undefined;
  switch (schema.type) {
    case 'INT64':
      return typeof value === 'bigint' ? String(value) : undefined;
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : undefined;
    case 'STRING':
      return typeof value === 'string' ? value : undefined;
    case 'BYTES':
      return Buffer.isBuffer(value) ? value.toString('base64') : undefined;
    case 'ARRAY':
      return Array.isArray(value) ? encodeArray(schema, value) : undefined;
    case 'MAP':
      return value instanceof Map ? encodeMap(schema, value) : undefined;
    case 'STRUCT':
      return isStruct(value) ? encodeStruct(value) : undefined;
    default:
      return typeof value === 'number' ? encodeNumber(value) : undefined;
  }
}

function encodeArray(schema: Schema, items: readonly ConnectValue[]): Json {
  return items.map((item) => encodeValue(schema.valueSchema ?? null, item));
}

function encodeMap(schema: Schema, map: ReadonlyMap<ConnectValue, ConnectValue>): Json {
  const keySchema = schema.keySchema ?? null;
  const pairs = Array.from(map, ([key, value]) => [key, encodeValue(schema.valueSchema ?? null, value)] as const);
  if (keySchema?.type === 'STRING' && pairs.every(([key]) => typeof key === 'string')) {
    return Object.fromEntries(pairs as readonly (readonly [string, Json])[]);
  }
  return pairs.map(([key, value]) => [encodeValue(keySchema, key), value]);
}

function encodeStruct(struct: StructValue): Json {
  return Object.fromEntries(
    struct.schema.fields.map((field) => [field.name, encodeValue(field.schema, struct.getWithoutDefault(field.name))]),
  );
}

function encodeNumber(value: number): Json {
  if (Object.is(value, -0)) return '-0.0';
  return Number.isFinite(value) ? value : String(value);
}

function decimalText(value: Decimal): string {
  return value.scale < 0 ? value.toString() : value.toPlainString();
}

export function encodeRaw(value: ConnectValue): Json {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'bigint':
      return { $int64: String(value) };
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? { $int64: String(value) }
        : { $float64: encodeNumber(value) };
    default:
      return value === null ? null : encodeObject(value);
  }
}

function encodeObject(value: NonNullable<ConnectValue> & object): Json {
  if (value instanceof UnknownObject) return { $object: value.what };
  if (value instanceof Decimal) return { $decimal: decimalText(value) };
  if (value instanceof Date) return { $date: String(value.getTime()) };
  if (Buffer.isBuffer(value)) return { $bytes: value.toString('base64') };
  if (isStruct(value)) return { $struct: { schema: encodeSchema(value.schema), value: encodeStruct(value) } };
  if (Array.isArray(value)) return (value as readonly ConnectValue[]).map(encodeRaw);
  if (value instanceof Map) {
    return { $entries: Array.from(value as Map<ConnectValue, ConnectValue>, ([k, v]) => [encodeRaw(k), encodeRaw(v)]) };
  }
  if (!isConnectObject(value)) throw new Error(`Not a value of Connect: ${Object.prototype.toString.call(value)}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeRaw(item)]));
}
