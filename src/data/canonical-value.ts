/** Owns the one form in which the library hands out a value that may be given in several. */
import type { ConnectValue } from './connect-value';
import type { Schema } from './schema';

/**
 * The value as this library hands it out, given one that fits the schema: an INT64 as bigint, a FLOAT32 rounded to 32
 * bits, bytes as Buffer, throughout containers. The very same value if there is nothing to change.
 */
export function canonicalValue(schema: Schema, value: ConnectValue): ConnectValue {
  switch (schema.type) {
    case 'INT64':
      return typeof value === 'number' ? BigInt(value) : value;
    case 'FLOAT32':
      return typeof value === 'number' ? Math.fround(value) : value;
    case 'BYTES':
      return value instanceof Uint8Array && !Buffer.isBuffer(value) ? asBuffer(value) : value;
    case 'ARRAY':
      return Array.isArray(value) && schema.valueSchema ? canonicalArray(schema.valueSchema, value) : value;
    case 'MAP':
      return value instanceof Map ? canonicalMap(schema, value) : value;
    default:
      return value;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** True where a value of the schema has one form only. */
function hasOneForm(schema: Schema): boolean {
  return !['INT64', 'FLOAT32', 'BYTES', 'ARRAY', 'MAP'].includes(schema.type);
}

function canonicalArray(itemSchema: Schema, items: readonly ConnectValue[]): ConnectValue {
  if (hasOneForm(itemSchema)) return items;
  const isCanonical = items.every((item) => Object.is(canonicalValue(itemSchema, item), item));
  return isCanonical ? items : items.map((item) => canonicalValue(itemSchema, item));
}

function canonicalMap(schema: Schema, map: ReadonlyMap<ConnectValue, ConnectValue>): ConnectValue {
  const { keySchema, valueSchema } = schema;
  if (keySchema === undefined || valueSchema === undefined) return map;
  if (hasOneForm(keySchema) && hasOneForm(valueSchema)) return map;
  const entries = [...map];
  const canonical = entries.map(
    ([key, value]) => [canonicalValue(keySchema, key), canonicalValue(valueSchema, value)] as const,
  );
  const isCanonical = canonical.every(
    ([key, value], i) => Object.is(key, entries[i]?.[0]) && Object.is(value, entries[i]?.[1]),
  );
  return isCanonical ? map : new Map(canonical);
}
