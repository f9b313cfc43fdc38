/** Owns Connect schemas as JSON, both ways. */
import type { ConnectValue } from '../data/connect-value';
import { JsonNumber, type JsonNode } from '../data/json-reader';
import { jsonString } from '../data/json-writer';
import type { Schema, SchemaType } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { DataError } from '../errors';

const NAMES = {
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
} as const satisfies Record<SchemaType, string>;

const TYPES: ReadonlyMap<string, SchemaType> = new Map(
  Object.entries(NAMES).map(([type, name]) => [name, type as SchemaType]),
);

/** What the writing of a schema needs from its caller. */
export interface SchemaTexts {
  /** The members of a nested schema's JSON object, without braces; the caller may have them from before. */
  membersOf(schema: Schema): string;
  /** The JSON of a default value. */
  writeDefault(schema: Schema, value: ConnectValue): string;
}

/** The members of a schema's JSON object, without braces, in the order in which Java writes them. */
export function writeSchemaMembers(schema: Schema, texts: SchemaTexts): string {
  const parts = [`"type":"${NAMES[schema.type]}"`, ...childMembers(schema, texts), `"optional":${schema.isOptional}`];
  if (schema.name !== undefined) parts.push(`"name":${jsonString(schema.name)}`);
  if (schema.version !== undefined) parts.push(`"version":${schema.version}`);
  if (schema.doc !== undefined) parts.push(`"doc":${jsonString(schema.doc)}`);
  if (schema.parameters !== undefined) {
    const members = Array.from(schema.parameters, ([key, value]) => `${jsonString(key)}:${jsonString(value)}`);
    parts.push(`"parameters":{${members.join(',')}}`);
  }
  if (schema.defaultValue !== undefined) {
    parts.push(`"default":${texts.writeDefault(schema, schema.defaultValue)}`);
  }
  return parts.join(',');
}

function childMembers(schema: Schema, texts: SchemaTexts): string[] {
  const child = (nested: Schema | undefined) => (nested === undefined ? 'null' : `{${texts.membersOf(nested)}}`);
  switch (schema.type) {
    case 'ARRAY':
      return [`"items":${child(schema.valueSchema)}`];
    case 'MAP':
      return [`"keys":${child(schema.keySchema)}`, `"values":${child(schema.valueSchema)}`];
    case 'STRUCT': {
      const fields = schema.fields.map(
        (field) => `{${texts.membersOf(field.schema)},"field":${jsonString(field.name)}}`,
      );
      return [`"fields":[${fields.join(',')}]`];
    }
    default:
      return [];
  }
}

/** What the reading of a schema needs from its caller. */
export interface SchemaReading {
  /** The schema of a nested JSON object; the caller may have it from before. */
  schemaOf(json: JsonNode): Schema;
  /** The value of a default, by the schema without its default. */
  readDefault(schema: Schema, json: JsonNode): ConnectValue;
}

type JsonObject = ReadonlyMap<string, JsonNode>;

/** The schema of a JSON object. Throws DataError when it is none. What has the wrong type is ignored where Java does. */
export function readSchema(json: JsonNode, reading: SchemaReading): Schema {
  const object: JsonObject = json instanceof Map ? (json as JsonObject) : new Map<string, JsonNode>();
  const typeName = object.get('type');
  if (typeof typeName !== 'string') throw new DataError("Schema must contain 'type' field");
  const type = TYPES.get(typeName);
  if (type === undefined) throw new DataError(`Unknown schema type: ${typeName}`);
  const builder = beginSchema(type, object, reading);
  addMetadata(builder, object);
  const defaultJson = object.get('default');
  if (defaultJson !== undefined) builder.defaultValue(reading.readDefault(builder.build(), defaultJson));
  return builder.build();
}

function beginSchema(type: SchemaType, object: JsonObject, reading: SchemaReading): SchemaBuilder {
  const readChild = (json: JsonNode | undefined, problem: string): Schema => {
    if (json === undefined || json === null) throw new DataError(problem);
    return reading.schemaOf(json);
  };
  switch (type) {
    case 'ARRAY':
      return SchemaBuilder.array(readChild(object.get('items'), 'Array schema did not specify the element type'));
    case 'MAP': {
      const keys = readChild(object.get('keys'), 'Map schema did not specify the key type');
      return SchemaBuilder.map(keys, readChild(object.get('values'), 'Map schema did not specify the value type'));
    }
    case 'STRUCT':
      return beginStruct(object, reading);
    default:
      return SchemaBuilder.type(type);
  }
}

function beginStruct(object: JsonObject, reading: SchemaReading): SchemaBuilder {
  const builder = SchemaBuilder.struct();
  const fields = object.get('fields');
  if (!Array.isArray(fields)) throw new DataError('Struct schema\'s "fields" argument is not an array.');
  for (const field of fields as readonly JsonNode[]) {
    const name = field instanceof Map ? (field as JsonObject).get('field') : undefined;
    if (typeof name !== 'string') throw new DataError("Struct schema's field name not specified properly");
    builder.field(name, reading.schemaOf(field));
  }
  return builder;
}

function addMetadata(builder: SchemaBuilder, object: JsonObject): void {
  if (object.get('optional') === true) builder.optional();
  else builder.required();
  const name = object.get('name');
  if (typeof name === 'string') builder.name(name);
  const version = object.get('version');
  if (version instanceof JsonNumber && version.isIntegral) builder.version(version.toInt32());
  const doc = object.get('doc');
  if (typeof doc === 'string') builder.doc(doc);
  const parameters = object.get('parameters');
  if (!(parameters instanceof Map)) return;
  for (const [key, value] of parameters as JsonObject) {
    if (typeof value !== 'string') throw new DataError('Schema parameters must have string values.');
    builder.parameter(key, value);
  }
}
