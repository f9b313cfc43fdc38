/** Owns records with named fields: values that follow a STRUCT schema. */
import { DataError } from '../errors';
import { describeSchema, schemasEqual } from './connect-schema';
import { type ConnectValue, isStruct, STRUCT_BRAND, type StructValue } from './connect-value';
import { javaToString } from './java-text';
import type { Field, Schema, SchemaType } from './schema';
import { canonicalValue } from './canonical-value';
import { validateValue } from './validate-value';
import { valuesEqual } from './value-equality';

/** The names and value types of a struct's fields. */
export type StructFields = Record<string, ConnectValue>;

type FieldName<F extends StructFields> = keyof F & string;

/**
 * A mutable record of a STRUCT schema. `put` checks each value; `validate` checks that nothing is missing. Fill inner
 * structs before you put them. An author who knows the fields may name them: `new Struct<{ id: bigint }>(schema)`.
 */
export class Struct<F extends StructFields = StructFields> implements StructValue {
  readonly schema: Schema;
  /** The values in the order of the fields, null for unset, without defaults. For reading only: `put` checks. */
  readonly rawValues: readonly ConnectValue[];

  /** Throws DataError if the schema is not a STRUCT. `values` belongs to `Struct.unchecked`. */
  constructor(schema: Schema, values?: ConnectValue[]) {
    if (schema.type !== 'STRUCT') throw new DataError(`Not a struct schema: ${describeSchema(schema)}`);
    this.schema = schema;
    this.rawValues = values ?? new Array<ConnectValue>(schema.fields.length).fill(null);
  }

  /** A struct of these values, each checked as `put` does. What is not named stays unset. */
  static of<F extends StructFields>(schema: Schema, values: Partial<F>): Struct<F> {
    const struct = new Struct<F>(schema);
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) struct.put(name, value as F[FieldName<F>]);
    }
    return struct;
  }

  /**
   * A struct that takes over `values` without looking at them. For converters and transforms on the hot path, which
   * know this: there is one value for each field in order, `null` for unset; each fits its field's schema and is in the
   * form that the library hands out (INT64 as bigint, FLOAT32 rounded, bytes as Buffer); the caller gives the array up.
   */
  static unchecked(schema: Schema, values: ConnectValue[]): Struct {
    return new Struct(schema, values);
  }

  get [STRUCT_BRAND](): true {
    return true;
  }

  /** Sets a field. Throws DataError if there is no such field or the value does not fit its schema. */
  put<K extends FieldName<F>>(field: K | Field, value: F[K]): this {
    const found = this.#field(field);
    const given = (value as ConnectValue | undefined) ?? null;
    validateValue(found.schema, given, found.name);
    (this.rawValues as ConnectValue[])[found.index] = canonicalValue(found.schema, given);
    return this;
  }

  /** The field's value; its schema's default, or null, where it is unset. Throws DataError if there is no such field. */
  get<K extends FieldName<F>>(field: K | Field): F[K] {
    const { index, schema } = this.#field(field);
    return (this.rawValues[index] ?? schema.defaultValue ?? null) as F[K];
  }

  /** The field's own value, null where it is unset. Throws DataError if there is no such field. */
  getWithoutDefault<K extends FieldName<F>>(field: K | Field): F[K] | null {
    return (this.rawValues[this.#field(field).index] ?? null) as F[K] | null;
  }

  /** As the other typed getters: the raw value. Throws DataError if the field is of another type. */
  getInt8(name: FieldName<F>): number | null {
    return this.#typed(name, 'INT8', isNumber);
  }

  getInt16(name: FieldName<F>): number | null {
    return this.#typed(name, 'INT16', isNumber);
  }

  getInt32(name: FieldName<F>): number | null {
    return this.#typed(name, 'INT32', isNumber);
  }

  getInt64(name: FieldName<F>): bigint | null {
    return this.#typed(name, 'INT64', (value) => typeof value === 'bigint');
  }

  getFloat32(name: FieldName<F>): number | null {
    return this.#typed(name, 'FLOAT32', isNumber);
  }

  getFloat64(name: FieldName<F>): number | null {
    return this.#typed(name, 'FLOAT64', isNumber);
  }

  getBoolean(name: FieldName<F>): boolean | null {
    return this.#typed(name, 'BOOLEAN', (value) => typeof value === 'boolean');
  }

  getString(name: FieldName<F>): string | null {
    return this.#typed(name, 'STRING', (value) => typeof value === 'string');
  }

  getBytes(name: FieldName<F>): Buffer | null {
    return this.#typed(name, 'BYTES', (value) => Buffer.isBuffer(value));
  }

  getArray(name: FieldName<F>): readonly ConnectValue[] | null {
    return this.#typed(name, 'ARRAY', (value): value is readonly ConnectValue[] => Array.isArray(value));
  }

  getMap(name: FieldName<F>): ReadonlyMap<ConnectValue, ConnectValue> | null {
    return this.#typed(name, 'MAP', (value) => value instanceof Map);
  }

  getStruct(name: FieldName<F>): Struct | null {
    return this.#typed(name, 'STRUCT', (value) => value instanceof Struct);
  }

  /**
   * Throws DataError for the first field that does not fit; an unset field is fine if it is optional or has a default.
   */
  validate(): void {
    for (const field of this.schema.fields) {
      const value = this.rawValues[field.index] ?? null;
      if (value === null && field.schema.defaultValue !== undefined) continue;
      validateValue(field.schema, value, field.name);
    }
  }

  /** True for a struct of an equal schema whose raw values are equal. */
  equals(other: unknown): boolean {
    if (this === other) return true;
    if (!isStruct(other) || !schemasEqual(this.schema, other.schema)) return false;
    return valuesEqual(this.rawValues, other.rawValues);
  }

  /** Java's text: `Struct{a=1,b=x}`, with the fields that are set. */
  toString(): string {
    const texts: string[] = [];
    for (const { name, index, schema } of this.schema.fields) {
      const value = this.rawValues[index] ?? null;
      if (value !== null) texts.push(`${name}=${javaToString(value, schema)}`);
    }
    return `Struct{${texts.join(',')}}`;
  }

  #field(field: string | Field): Field {
    // Plugins in JavaScript may hand over anything.
    if (!(field as string | Field | null | undefined) && field !== '') throw new DataError('field cannot be null.');
    const name = typeof field === 'string' ? field : field.name;
    const found = this.schema.field(name);
    if (found === undefined) throw new DataError(`${name} is not a valid field name`);
    return found;
  }

  #typed<T extends ConnectValue>(
    name: string,
    type: SchemaType,
    isOfType: (value: ConnectValue) => value is T,
  ): T | null {
    const { index, schema } = this.#field(name);
    if (schema.type !== type) throw new DataError(`Field '${name}' is not of type ${type}`);
    const value = this.rawValues[index] ?? null;
    if (value === null || isOfType(value)) return value;
    throw new DataError(`Field '${name}' holds a ${schema.name ?? 'value of another class'}: read it with get()`);
  }
}

function isNumber(value: ConnectValue): value is number {
  return typeof value === 'number';
}
