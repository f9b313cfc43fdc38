/** Owns the types of values and of the schemas that describe them. */
import type { Decimal } from './decimal';

/** Connect's schema types, named as the constants of Java's `Schema.Type`. */
export type SchemaType =
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FLOAT32'
  | 'FLOAT64'
  | 'BOOLEAN'
  | 'STRING'
  | 'BYTES'
  | 'ARRAY'
  | 'MAP'
  | 'STRUCT';

/** A field of a struct schema. */
export interface Field {
  readonly name: string;
  /** Position in the struct, from 0. */
  readonly index: number;
  readonly schema: Schema;
}

/** The type of a value and its metadata. Immutable; compare with `schemasEqual`. */
export interface Schema {
  readonly type: SchemaType;
  readonly isOptional: boolean;
  /** `undefined` when there is no default. As in Java a default of `null` is no default: schemas never hold it. */
  readonly defaultValue: ConnectValue | undefined;
  readonly name: string | undefined;
  readonly version: number | undefined;
  readonly doc: string | undefined;
  /** `undefined` when there are none. */
  readonly parameters: ReadonlyMap<string, string> | undefined;
  /** The fields of a STRUCT in order. Throws DataError for any other type. */
  readonly fields: readonly Field[];
  /** The field of that name of a STRUCT, or `undefined`. Throws DataError for any other type. */
  field(name: string): Field | undefined;
  /** The key schema of a MAP; `undefined` only for maps that came out of text. Throws DataError for any other type. */
  readonly keySchema: Schema | undefined;
  /** The element schema of an ARRAY or the value schema of a MAP. Throws DataError for any other type. */
  readonly valueSchema: Schema | undefined;
}

/** A schemaless map with string keys. The runtime makes them with a null prototype: every key is just a key. */
export interface ConnectObject {
  [key: string]: ConnectValue;
}

/** Marks structs, so that they are known without their class (and across two copies of this package). */
export const STRUCT_BRAND: unique symbol = Symbol.for('connect-standalone.Struct');

/** What a struct says of itself. The class that makes them is `Struct`. */
export interface StructValue {
  readonly [STRUCT_BRAND]: true;
  readonly schema: Schema;
  /** The values in the order of the fields, null for unset, without defaults. For reading only. */
  readonly rawValues: readonly ConnectValue[];
  /** The field's value; its default, or null, where it is unset. Throws DataError if there is no such field. */
  get(field: string | Field): ConnectValue;
  /** The field's own value, null where it is unset. Throws DataError if there is no such field. */
  getWithoutDefault(field: string | Field): ConnectValue;
  /** Throws DataError for the first field that does not fit or is missing. */
  validate(): void;
  equals(other: unknown): boolean;
  toString(): string;
}

/**
 * A value of Connect's data model. Which JavaScript type stands for which schema type:
 * INT8, INT16, INT32, FLOAT32, FLOAT64 → number · INT64 → bigint (a safe integer is accepted on input) ·
 * BOOLEAN → boolean · STRING → string · BYTES → Buffer · ARRAY → array · MAP → Map · STRUCT → Struct ·
 * Decimal → Decimal · Date, Time, Timestamp → Date. Without a schema: integers → number when safe, bigint beyond
 * 2^53; maps with string keys → plain object, other maps → Map. `null` is data; `undefined` is never a value.
 */
export type ConnectValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Buffer
  | Date
  | Decimal
  | StructValue
  | readonly ConnectValue[]
  | ReadonlyMap<ConnectValue, ConnectValue>
  | ConnectObject;

/** True for a Struct. */
export function isStruct(value: unknown): value is StructValue {
  return typeof value === 'object' && value !== null && STRUCT_BRAND in value;
}

/** True for a schemaless map with string keys: an object that is of no class. */
export function isConnectObject(value: unknown): value is ConnectObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
