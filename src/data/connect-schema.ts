/** Owns the immutable schema, the constants for primitive types, and equality of schemas. */
import { DataError } from '../errors';
import type { ConnectValue } from './connect-value';
import type { Field, Schema, SchemaType } from './schema';
import { valuesEqual } from './value-equality';

/** What a schema is made of; everything but the type has a default. */
export interface SchemaParts {
  readonly type: SchemaType;
  /** Default false. */
  readonly isOptional?: boolean | undefined;
  readonly defaultValue?: ConnectValue | undefined;
  readonly name?: string | undefined;
  readonly version?: number | undefined;
  readonly doc?: string | undefined;
  readonly parameters?: ReadonlyMap<string, string> | undefined;
  /** Of a STRUCT, in order of their index. */
  readonly fields?: readonly Field[] | undefined;
  readonly keySchema?: Schema | undefined;
  readonly valueSchema?: Schema | undefined;
}

interface Children {
  readonly fields: readonly Field[];
  readonly keySchema: Schema | undefined;
  readonly valueSchema: Schema | undefined;
}

/** A symbol and no private name, so that deep equality of test frameworks sees the children. */
const CHILDREN = Symbol('children');

/**
 * A schema as `SchemaBuilder.build()` makes it. The constructor trusts its parts (nothing is copied or checked): authors
 * use the builder.
 */
export class ConnectSchema implements Schema {
  readonly type: SchemaType;
  readonly isOptional: boolean;
  readonly defaultValue: ConnectValue | undefined;
  readonly name: string | undefined;
  readonly version: number | undefined;
  readonly doc: string | undefined;
  readonly parameters: ReadonlyMap<string, string> | undefined;
  readonly [CHILDREN]: Children;
  readonly #fieldsByName: ReadonlyMap<string, Field> | undefined;

  constructor(parts: SchemaParts) {
    this.type = parts.type;
    this.isOptional = parts.isOptional ?? false;
    this.defaultValue = parts.defaultValue ?? undefined;
    this.name = parts.name;
    this.version = parts.version;
    this.doc = parts.doc;
    this.parameters = parts.parameters;
    const { type, fields = [], keySchema, valueSchema } = parts;
    this[CHILDREN] = { fields, keySchema, valueSchema };
    this.#fieldsByName = type === 'STRUCT' ? new Map(fields.map((field) => [field.name, field])) : undefined;
  }

  get fields(): readonly Field[] {
    if (this.type !== 'STRUCT') throw new DataError('Cannot list fields on non-struct type');
    return this[CHILDREN].fields;
  }

  field(name: string): Field | undefined {
    if (this.#fieldsByName === undefined) throw new DataError('Cannot look up fields on non-struct type');
    return this.#fieldsByName.get(name);
  }

  get keySchema(): Schema | undefined {
    if (this.type !== 'MAP') throw new DataError('Cannot look up key schema on non-map type');
    return this[CHILDREN].keySchema;
  }

  get valueSchema(): Schema | undefined {
    if (this.type !== 'MAP' && this.type !== 'ARRAY') {
      throw new DataError('Cannot look up value schema on non-array and non-map type');
    }
    return this[CHILDREN].valueSchema;
  }

  toString(): string {
    return describeSchema(this);
  }
}

/** A schema in Java's words: `Schema{STRING}`, with a name `Schema{my.Name:STRUCT}`. */
export function describeSchema(schema: Schema): string {
  return schema.name === undefined ? `Schema{${schema.type}}` : `Schema{${schema.name}:${schema.type}}`;
}

function required(type: SchemaType): Schema {
  return new ConnectSchema({ type });
}

function optional(type: SchemaType): Schema {
  return new ConnectSchema({ type, isOptional: true });
}

export const INT8_SCHEMA = required('INT8');
export const INT16_SCHEMA = required('INT16');
export const INT32_SCHEMA = required('INT32');
export const INT64_SCHEMA = required('INT64');
export const FLOAT32_SCHEMA = required('FLOAT32');
export const FLOAT64_SCHEMA = required('FLOAT64');
export const BOOLEAN_SCHEMA = required('BOOLEAN');
export const STRING_SCHEMA = required('STRING');
export const BYTES_SCHEMA = required('BYTES');
export const OPTIONAL_INT8_SCHEMA = optional('INT8');
export const OPTIONAL_INT16_SCHEMA = optional('INT16');
export const OPTIONAL_INT32_SCHEMA = optional('INT32');
export const OPTIONAL_INT64_SCHEMA = optional('INT64');
export const OPTIONAL_FLOAT32_SCHEMA = optional('FLOAT32');
export const OPTIONAL_FLOAT64_SCHEMA = optional('FLOAT64');
export const OPTIONAL_BOOLEAN_SCHEMA = optional('BOOLEAN');
export const OPTIONAL_STRING_SCHEMA = optional('STRING');
export const OPTIONAL_BYTES_SCHEMA = optional('BYTES');

type MaybeSchema = Schema | null | undefined;

/**
 * True when both are the same schema in every respect: type, optional, name, version, doc, parameters, default and
 * children. No schema at all (`null`, `undefined`) equals only no schema.
 */
export function schemasEqual(a: MaybeSchema, b: MaybeSchema): boolean {
  if (a === b) return true;
  if (!a || !b) return !a && !b;
  return headsEqual(a, b) && parametersEqual(a.parameters, b.parameters) && childrenEqual(a, b) && defaultsEqual(a, b);
}

function headsEqual(a: Schema, b: Schema): boolean {
  return (
    a.type === b.type &&
    a.isOptional === b.isOptional &&
    a.name === b.name &&
    a.version === b.version &&
    a.doc === b.doc
  );
}

function defaultsEqual(a: Schema, b: Schema): boolean {
  return valuesEqual(a.defaultValue ?? null, b.defaultValue ?? null);
}

/** True for the same parameters in any order; no parameters (`undefined`) differ from an empty map. */
export function parametersEqual(
  a: ReadonlyMap<string, string> | undefined,
  b: ReadonlyMap<string, string> | undefined,
): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size || a === undefined || b === undefined) return false;
  for (const [key, value] of a) {
    if (b.get(key) !== value) return false;
  }
  return true;
}

function childrenEqual(a: Schema, b: Schema): boolean {
  switch (a.type) {
    case 'STRUCT':
      return fieldsEqual(a.fields, b.fields);
    case 'ARRAY':
      return schemasEqual(a.valueSchema, b.valueSchema);
    case 'MAP':
      return schemasEqual(a.keySchema, b.keySchema) && schemasEqual(a.valueSchema, b.valueSchema);
    default:
      return true;
  }
}

function fieldsEqual(a: readonly Field[], b: readonly Field[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((field, i) => field.name === b[i]?.name && schemasEqual(field.schema, b[i].schema));
}
