/** Owns the type of everything that a record's key, value or header can hold. */
import type { Decimal } from './decimal';
import type { Struct } from './struct';

/** A schemaless map with string keys. The runtime makes them with a null prototype: every key is just a key. */
export interface ConnectObject {
  [key: string]: ConnectValue;
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
  | Struct
  | readonly ConnectValue[]
  | ReadonlyMap<ConnectValue, ConnectValue>
  | ConnectObject;

/** Marks structs, so that they are known without their class (and across two copies of this package). */
export const STRUCT_BRAND: unique symbol = Symbol.for('connect-standalone.Struct');

/** True for a Struct. */
export function isStruct(value: unknown): value is Struct {
  return typeof value === 'object' && value !== null && STRUCT_BRAND in value;
}

/** True for a schemaless map with string keys: an object that is of no class. */
export function isConnectObject(value: unknown): value is ConnectObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
