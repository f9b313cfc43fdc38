/** Owns how the vectors of the data API run: schemas, structs, projection, logical types, headers. */
import { schemasEqual } from '../../../src/data/connect-schema';
import type { ConnectValue } from '../../../src/data/connect-value';
import type { Decimal } from '../../../src/data/decimal';
import { ConnectHeaders } from '../../../src/data/headers';
import * as logical from '../../../src/data/logical-types';
import type { Schema, SchemaType } from '../../../src/data/schema';
import { SchemaBuilder } from '../../../src/data/schema-builder';
import { project } from '../../../src/data/schema-projector';
import { Struct } from '../../../src/data/struct';
import { validateValue } from '../../../src/data/validate-value';
import { decodeSchema, decodeValue, encodeRaw, encodeSchema, encodeValue, typeOf } from '../codec';
import { encodeHeader } from '../record-codec';
import type { Adapters, Json, JsonObject } from '../vector';

type Call = readonly [string, ...Json[]];

function schemaOf(json: Json | undefined): Schema {
  // A vector may pass null on purpose.
  return decodeSchema(json) as Schema;
}

function callsOf(input: JsonObject): readonly Call[] {
  return input['calls'] as readonly Call[];
}

function equality({ input }: { input: JsonObject }): JsonObject {
  return { equal: schemasEqual(decodeSchema(input['a']), decodeSchema(input['b'])) };
}

function validate({ input }: { input: JsonObject }): JsonObject {
  const schema = schemaOf(input['schema']);
  validateValue(schema, decodeValue(schema, input['value']), (input['fieldName'] as string | null) ?? undefined);
  return { valid: true };
}

function begin([what, first, second]: Call): SchemaBuilder {
  switch (what) {
    case 'array':
      return SchemaBuilder.array(schemaOf(first));
    case 'map':
      return SchemaBuilder.map(schemaOf(first), schemaOf(second));
    default:
      return SchemaBuilder.type((typeof first === 'string' ? first.toUpperCase() : null) as SchemaType);
  }
}

function build({ input }: { input: JsonObject }): JsonObject {
  const [first, ...rest] = callsOf(input);
  const builder = begin(first ?? ['type']);
  for (const call of rest) buildStep(builder, call);
  return { schema: encodeSchema(builder.build()) };
}

function buildStep(builder: SchemaBuilder, [method, first, second]: Call): void {
  switch (method) {
    case 'optional':
      builder.optional();
      break;
    case 'required':
      builder.required();
      break;
    case 'name':
      builder.name(first as string);
      break;
    case 'version':
      builder.version(first as number);
      break;
    case 'doc':
      builder.doc(first as string);
      break;
    case 'parameter':
      builder.parameter(first as string, second as string);
      break;
    case 'parameters':
      builder.parameters(first as Record<string, string>);
      break;
    case 'defaultValue':
      builder.defaultValue(decodeValue(builder.build(), first));
      break;
    case 'field':
      builder.field(first as string, schemaOf(second));
      break;
    default:
      throw new Error(`Unknown call: ${method}`);
  }
}

function struct({ input }: { input: JsonObject }): JsonObject {
  const target = new Struct(schemaOf(input['schema']));
  const results: Json[] = [];
  for (const call of callsOf(input)) {
    const result = structStep(target, call);
    if (result !== undefined) results.push(typeof result === 'string' ? result : encodeRaw(result));
  }
  return { results };
}

const TYPED_GETTERS = {
  getInt8: (from: Struct, name: string) => from.getInt8(name),
  getInt16: (from: Struct, name: string) => from.getInt16(name),
  getInt32: (from: Struct, name: string) => from.getInt32(name),
  getInt64: (from: Struct, name: string) => from.getInt64(name),
  getFloat32: (from: Struct, name: string) => from.getFloat32(name),
  getFloat64: (from: Struct, name: string) => from.getFloat64(name),
  getBoolean: (from: Struct, name: string) => from.getBoolean(name),
  getString: (from: Struct, name: string) => from.getString(name),
  getBytes: (from: Struct, name: string) => from.getBytes(name),
  getArray: (from: Struct, name: string) => from.getArray(name),
  getMap: (from: Struct, name: string) => from.getMap(name),
  getStruct: (from: Struct, name: string) => from.getStruct(name),
} as const;

function structStep(target: Struct, [method, first, second]: Call): ConnectValue | undefined {
  const name = first as string;
  switch (method) {
    case 'put': {
      const field = target.schema.field(name);
      target.put(name, decodeValue(field?.schema ?? null, second));
      return undefined;
    }
    case 'get':
      return target.get(name);
    case 'getWithoutDefault':
      return target.getWithoutDefault(name);
    case 'validate':
      target.validate();
      return undefined;
    case 'toString':
      return target.toString();
    default:
      return TYPED_GETTERS[method as keyof typeof TYPED_GETTERS](target, name);
  }
}

function projection({ input }: { input: JsonObject }): JsonObject {
  const source = schemaOf(input['source']);
  const target = schemaOf(input['target']);
  return { value: encodeValue(target, project(source, decodeValue(source, input['value']), target)) };
}

function logicalType({ input }: { input: JsonObject }): JsonObject {
  const schema = schemaOf(input['schema']);
  const given = input['value'];
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  if (input['op'] === 'fromLogical') return { encoded: fromLogical(input['type'], schema, text) };
  return { logical: toLogical(input['type'], schema, text) };
}

function fromLogical(type: Json | undefined, schema: Schema, text: string): Json {
  switch (type) {
    case 'Decimal': {
      const value = decodeValue(logical.decimalSchema(0), text) as Decimal;
      return logical.decimalFromLogical(schema, value).toString('base64');
    }
    case 'Date':
      return logical.dateFromLogical(schema, new Date(Number(text)));
    case 'Time':
      return logical.timeFromLogical(schema, new Date(Number(text)));
    default:
      return String(logical.timestampFromLogical(schema, new Date(Number(text))));
  }
}

function toLogical(type: Json | undefined, schema: Schema, text: string): Json {
  switch (type) {
    case 'Decimal': {
      const decimal = logical.decimalToLogical(schema, Buffer.from(text, 'base64'));
      return encodeValue(logical.decimalSchema(0), decimal);
    }
    case 'Date':
      return String(logical.dateToLogical(schema, Number(text)).getTime());
    case 'Time':
      return String(logical.timeToLogical(schema, Number(text)).getTime());
    default:
      return String(logical.timestampToLogical(schema, BigInt(text)).getTime());
  }
}

function headers({ input }: { input: JsonObject }): JsonObject {
  const target = new ConnectHeaders();
  const results: Json[] = [];
  for (const call of callsOf(input)) {
    if (call[0] === 'lastWithName') {
      const last = target.lastWithName(call[1] as string);
      results.push(last === null ? null : encodeHeader(last));
    } else {
      headerStep(target, call);
    }
  }
  return { results, headers: Array.from(target, encodeHeader) };
}

function headerStep(target: ConnectHeaders, [method, key, second, third]: Call): void {
  const name = key as string;
  switch (method) {
    case 'add': {
      const schema = decodeSchema(second);
      target.add(name, decodeValue(schema, third), schema);
      break;
    }
    case 'remove':
      target.remove(name);
      break;
    case 'retainLatest':
      target.retainLatest(key as string | null);
      break;
    case 'clear':
      target.clear();
      break;
    case 'renameAllWithSuffix':
      target.apply((header) => header.rename(header.key + name));
      break;
    case 'renameKeyWithSuffix':
      target.apply(name, (header) => header.rename(header.key + (second as string)));
      break;
    case 'removeWithKeyOfType': {
      const type = typeOf(second);
      target.apply(name, (header) => (header.schema?.type === type ? null : header));
      break;
    }
    default:
      addOfType(target, method, [name, second]);
  }
}

function addOfType(target: ConnectHeaders, method: string, [key, value]: readonly [string, Json | undefined]): void {
  const date = value === null ? null : new Date(Number(value));
  switch (method) {
    case 'addString':
      target.addString(key, value as string | null);
      break;
    case 'addBoolean':
      target.addBoolean(key, value as boolean);
      break;
    case 'addInt':
      target.addInt(key, value as number);
      break;
    case 'addDecimal':
      target.addDecimal(key, decodeValue(logical.decimalSchema(0), value) as Decimal | null);
      break;
    case 'addDate':
      target.addDate(key, date);
      break;
    case 'addTime':
      target.addTime(key, date);
      break;
    case 'addTimestamp':
      target.addTimestamp(key, date);
      break;
    default:
      throw new Error(`Unknown call: ${method}`);
  }
}

export const adapters: Adapters = {
  SchemaEquality: equality,
  ConnectSchema: validate,
  SchemaBuilder: build,
  Struct: struct,
  SchemaProjector: projection,
  LogicalType: logicalType,
  ConnectHeaders: headers,
};
