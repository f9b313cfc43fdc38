/** Owns the guess which schema a schemaless value has. */
import {
  BOOLEAN_SCHEMA,
  BYTES_SCHEMA,
  FLOAT64_SCHEMA,
  INT32_SCHEMA,
  INT64_SCHEMA,
  STRING_SCHEMA,
} from './connect-schema';
import { type ConnectValue, isConnectObject, isStruct } from './connect-value';
import type { Schema, SchemaType } from './schema';
import { SchemaBuilder } from './schema-builder';

/**
 * The schema of a value, or `null` if none can be told: for null, empty containers, elements of several types, Dates and
 * Decimals. Integers are INT32 where they fit, else INT64; other numbers are FLOAT64.
 */
export function inferSchema(value: ConnectValue): Schema | null {
  switch (typeof value) {
    case 'string':
      return STRING_SCHEMA;
    case 'boolean':
      return BOOLEAN_SCHEMA;
    case 'bigint':
      return INT64_SCHEMA;
    case 'number':
      if (!Number.isSafeInteger(value)) return FLOAT64_SCHEMA;
      return (value | 0) === value ? INT32_SCHEMA : INT64_SCHEMA;
    default:
      return value === null ? null : inferObjectSchema(value);
  }
}

function inferObjectSchema(value: object): Schema | null {
  if (isStruct(value)) return value.schema;
  if (value instanceof Uint8Array) return BYTES_SCHEMA;
  if (Array.isArray(value)) {
    const items = inferCommonSchema(value as readonly ConnectValue[]);
    return items === null ? null : SchemaBuilder.array(items).build();
  }
  if (value instanceof Map) return inferMapSchema([...(value as ReadonlyMap<ConnectValue, ConnectValue>)]);
  return isConnectObject(value) ? inferMapSchema(Object.entries(value)) : null;
}

function inferMapSchema(entries: readonly (readonly [ConnectValue, ConnectValue])[]): Schema | null {
  const keys = inferCommonSchema(entries.map(([key]) => key));
  const values = inferCommonSchema(entries.map(([, value]) => value));
  return keys === null || values === null ? null : SchemaBuilder.map(keys, values).build();
}

/** Integers are of one type here, whatever their size. */
function commonType(a: SchemaType, b: SchemaType): SchemaType | undefined {
  if (a === b) return a;
  return a.startsWith('INT') && b.startsWith('INT') ? 'INT64' : undefined;
}

/** The bare schema of the elements' one type, optional if there is a null among them. */
function inferCommonSchema(items: readonly ConnectValue[]): Schema | null {
  let type: SchemaType | undefined;
  let isOptional = false;
  for (const item of items) {
    if (item === null) {
      isOptional = true;
      continue;
    }
    const schema = inferSchema(item);
    if (schema === null) return null;
    type = type === undefined ? schema.type : commonType(type, schema.type);
    if (type === undefined) return null;
  }
  if (type === undefined) return null;
  const builder = SchemaBuilder.type(type);
  return (isOptional ? builder.optional() : builder).build();
}
