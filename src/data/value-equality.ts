/** Owns deep equality of values. */
import { type ConnectValue, isConnectObject, isStruct } from './connect-value';
import { Decimal } from './decimal';

/**
 * True when Java would call both equal: bytes, arrays and maps by content, Decimals with their scale, NaN as itself,
 * 0.0 unlike -0.0. An INT64 given as a safe integer equals the same bigint.
 */
export function valuesEqual(a: ConnectValue, b: ConnectValue): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'object' && typeof b === 'object') return a !== null && b !== null && objectsEqual(a, b);
  if (typeof a === 'bigint' && typeof b === 'number') return Number.isSafeInteger(b) && a === BigInt(b);
  return typeof a === 'number' && typeof b === 'bigint' && valuesEqual(b, a);
}

type ConnectObjectValue = Exclude<ConnectValue, null | boolean | number | bigint | string>;

function objectsEqual(a: ConnectObjectValue, b: ConnectObjectValue): boolean {
  if (isStruct(a)) return a.equals(b);
  if (a instanceof Decimal) return a.equals(b);
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (Array.isArray(a)) return Array.isArray(b) && arraysEqual(a, b);
  if (a instanceof Map) return b instanceof Map && mapsEqual(a, b);
  return isConnectObject(a) && isConnectObject(b) && mapsEqual(new Map(Object.entries(a)), new Map(Object.entries(b)));
}

function arraysEqual(a: readonly ConnectValue[], b: readonly ConnectValue[]): boolean {
  return a.length === b.length && a.every((item, i) => valuesEqual(item, b[i] ?? null));
}

function mapsEqual(a: ReadonlyMap<ConnectValue, ConnectValue>, b: ReadonlyMap<ConnectValue, ConnectValue>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.has(key) ? b.get(key) : valueOfEqualKey(b, key);
    if (other === undefined || !valuesEqual(value, other)) return false;
  }
  return true;
}

/** Keys that are objects (bytes, structs, Decimals) are equal by content. */
function valueOfEqualKey(map: ReadonlyMap<ConnectValue, ConnectValue>, key: ConnectValue): ConnectValue | undefined {
  for (const [candidate, value] of map) {
    if (valuesEqual(candidate, key)) return value;
  }
  return undefined;
}
