/** Owns what a schema is: its type, its metadata and its children. */
import type { ConnectValue } from './connect-value';

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
