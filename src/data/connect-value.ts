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
