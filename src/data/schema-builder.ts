/** Owns the rules by which schemas are built. */
import { DataError, SchemaBuilderError } from '../errors';
import { ConnectSchema } from './connect-schema';
import type { ConnectValue } from './connect-value';
import type { Field, Schema, SchemaType } from './schema';
import { canonicalValue } from './canonical-value';
import { validateValue } from './validate-value';
import { valuesEqual } from './value-equality';

/** A schema, or a builder that is about to make one: the builder is built where it is used. */
export type SchemaSource = Schema | SchemaBuilder;

/** The schema of either. */
export function toSchema(source: SchemaSource): Schema {
  return source instanceof SchemaBuilder ? source.build() : source;
}

/**
 * Builds a schema step by step: `SchemaBuilder.struct().name('Order').field('id', INT64_SCHEMA).build()`. Unlike Java's
 * it is not a Schema itself (its methods carry the names of a schema's properties): call `build()`; the builder methods
 * that take a schema also take a builder. Everything may be set once, so optional() comes before the default, and fields
 * before a struct's default. Throws SchemaBuilderError for a call against the rules.
 */
export class SchemaBuilder {
  readonly #type: SchemaType;
  readonly #keySchema: Schema | undefined;
  readonly #valueSchema: Schema | undefined;
  readonly #fields = new Map<string, Field>();
  readonly #parameters = new Map<string, string>();
  #isOptional: boolean | undefined;
  #default: ConnectValue | undefined;
  #name: string | undefined;
  #version: number | undefined;
  #doc: string | undefined;

  private constructor(type: SchemaType, keySchema?: Schema, valueSchema?: Schema) {
    this.#type = type;
    this.#keySchema = keySchema;
    this.#valueSchema = valueSchema;
  }

  /** Of any type; an ARRAY or MAP made this way has no element schema and accepts no value. */
  static type(type: SchemaType): SchemaBuilder {
    // Plugins in JavaScript may hand over anything.
    if ((type as SchemaType | null | undefined) === undefined || (type as SchemaType | null) === null) {
      throw new SchemaBuilderError('type cannot be null');
    }
    return new SchemaBuilder(type);
  }

  static int8(): SchemaBuilder {
    return new SchemaBuilder('INT8');
  }

  static int16(): SchemaBuilder {
    return new SchemaBuilder('INT16');
  }

  static int32(): SchemaBuilder {
    return new SchemaBuilder('INT32');
  }

  static int64(): SchemaBuilder {
    return new SchemaBuilder('INT64');
  }

  static float32(): SchemaBuilder {
    return new SchemaBuilder('FLOAT32');
  }

  static float64(): SchemaBuilder {
    return new SchemaBuilder('FLOAT64');
  }

  static boolean(): SchemaBuilder {
    return new SchemaBuilder('BOOLEAN');
  }

  static string(): SchemaBuilder {
    return new SchemaBuilder('STRING');
  }

  static bytes(): SchemaBuilder {
    return new SchemaBuilder('BYTES');
  }

  static struct(): SchemaBuilder {
    return new SchemaBuilder('STRUCT');
  }

  static array(items: SchemaSource): SchemaBuilder {
    return new SchemaBuilder('ARRAY', undefined, checkedSchema(items, 'valueSchema cannot be null.'));
  }

  static map(keys: SchemaSource, values: SchemaSource): SchemaBuilder {
    const keySchema = checkedSchema(keys, 'keySchema cannot be null.');
    return new SchemaBuilder('MAP', keySchema, checkedSchema(values, 'valueSchema cannot be null.'));
  }

  /** An array whose elements have no schema: what text parsing makes of mixed elements. */
  static arrayOfNull(): SchemaBuilder {
    return new SchemaBuilder('ARRAY');
  }

  /** A map whose keys and values have no schema. */
  static mapOfNull(): SchemaBuilder {
    return new SchemaBuilder('MAP');
  }

  /** A map whose values have no schema. */
  static mapWithNullValues(keys: SchemaSource): SchemaBuilder {
    return new SchemaBuilder('MAP', checkedSchema(keys, 'keySchema cannot be null.'));
  }

  optional(): this {
    this.#isOptional = checkedOnce('optional', this.#isOptional, true);
    return this;
  }

  required(): this {
    this.#isOptional = checkedOnce('optional', this.#isOptional, false);
    return this;
  }

  /** Checked at once against what is built so far. A null default (of an optional schema) is no default. */
  defaultValue(value: ConnectValue): this {
    const schema = this.build();
    try {
      validateValue(schema, value);
    } catch (error) {
      if (error instanceof DataError) throw new SchemaBuilderError('Invalid default value', { cause: error });
      throw error;
    }
    this.#default = checkedOnce('default', this.#default, canonicalValue(schema, value) ?? undefined);
    return this;
  }

  name(name: string): this {
    this.#name = checkedOnce('name', this.#name, name);
    return this;
  }

  version(version: number): this {
    this.#version = checkedOnce('version', this.#version, version);
    return this;
  }

  doc(doc: string): this {
    this.#doc = checkedOnce('doc', this.#doc, doc);
    return this;
  }

  /** Adds a parameter, or replaces it. */
  parameter(key: string, value: string): this {
    this.#parameters.set(key, value);
    return this;
  }

  parameters(parameters: ReadonlyMap<string, string> | Readonly<Record<string, string>>): this {
    const entries = parameters instanceof Map ? parameters : Object.entries(parameters as Record<string, string>);
    for (const [key, value] of entries) this.parameter(key as string, value as string);
    return this;
  }

  /** Adds a field to a struct; fields keep their order. */
  field(name: string, schema: SchemaSource): this {
    if (this.#type !== 'STRUCT') throw new SchemaBuilderError(`Cannot create fields on type ${this.#type}`);
    // Plugins in JavaScript may hand over anything.
    if (!(name as string | null | undefined)) throw new SchemaBuilderError('fieldName cannot be null.');
    const checked = checkedSchema(schema, `fieldSchema for field ${name} cannot be null.`);
    if (this.#fields.has(name)) {
      throw new SchemaBuilderError(`Cannot create field because of field name duplication ${name}`);
    }
    this.#fields.set(name, { name, index: this.#fields.size, schema: checked });
    return this;
  }

  /** An immutable schema of what has been set so far. */
  build(): Schema {
    return new ConnectSchema({
      type: this.#type,
      isOptional: this.#isOptional,
      defaultValue: this.#default,
      name: this.#name,
      version: this.#version,
      doc: this.#doc,
      parameters: this.#parameters.size === 0 ? undefined : new Map(this.#parameters),
      fields: [...this.#fields.values()],
      keySchema: this.#keySchema,
      valueSchema: this.#valueSchema,
    });
  }
}

function checkedSchema(source: SchemaSource | null | undefined, message: string): Schema {
  if (source === null || source === undefined) throw new SchemaBuilderError(message);
  return toSchema(source);
}

/** The new value, unless another one was set before. */
function checkedOnce<T extends ConnectValue>(
  what: string,
  present: T | undefined,
  value: T | undefined,
): T | undefined {
  const given = value ?? undefined;
  if (present !== undefined && (given === undefined || !valuesEqual(present, given))) {
    throw new SchemaBuilderError(`Invalid SchemaBuilder call: ${what} has already been set.`);
  }
  return given;
}
