/** Owns what transforms share of structs: reading fields, building schemas like another, making the struct. */
import { type ConnectValue, isStruct, type StructValue } from '../data/connect-value';
import { javaClassName } from '../data/java-class-name';
import type { Field, Schema } from '../data/schema';
import type { SchemaBuilder } from '../data/schema-builder';
import { Struct } from '../data/struct';
import { validateValue } from '../data/validate-value';
import { DataError } from '../errors';

/** The struct. `purpose` ends the message of the DataError: what the transform wanted to do. */
export function requireStruct(value: ConnectValue, purpose: string): StructValue {
  if (isStruct(value)) return value;
  const found = value === null ? 'null' : javaClassName(value).replace(/^class /, '');
  throw new DataError(`Only Struct objects supported for [${purpose}], found: ${found}`);
}

/** The value of a field of the struct's own schema; with `useDefault` a null becomes the field's default. */
export function readField(struct: StructValue, field: Field, useDefault: boolean): ConnectValue {
  const value = struct.rawValues[field.index] ?? null;
  return value === null && useDefault ? (field.schema.defaultValue ?? null) : value;
}

/** The same value, or a DataError when a required field would be null. */
export function checkNull(schema: Schema, value: ConnectValue, name: string): ConnectValue {
  if (value === null && !schema.isOptional) validateValue(schema, null, name);
  return value;
}

/** Gives a builder the name, version, doc and parameters of another schema, but not whether it is optional. */
export function copyBasics(source: Schema, builder: SchemaBuilder): SchemaBuilder {
  if (source.name !== undefined) builder.name(source.name);
  if (source.version !== undefined) builder.version(source.version);
  if (source.doc !== undefined) builder.doc(source.doc);
  if (source.parameters !== undefined) builder.parameters(source.parameters);
  return builder;
}

/** A struct of values that come from another struct, in the order of the schema's fields. Refuses null where it must. */
export function structOf(schema: Schema, values: ConnectValue[]): Struct {
  for (const field of schema.fields) checkNull(field.schema, values[field.index] ?? null, field.name);
  return Struct.unchecked(schema, values);
}
