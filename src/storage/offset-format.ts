/** Owns what may stand in a source partition or source offset. */
import { isConnectObject } from '../data/connect-value';
import { DataError } from '../errors';

/**
 * Throws DataError unless it is null or an object whose values are null, booleans, numbers, bigints, strings or bytes.
 * Tasks may be written in plain JavaScript: nothing is taken on trust.
 */
export function validateFormat(offsetData: unknown): void {
  if (offsetData === null) return;
  const isObject = typeof offsetData === 'object' && isConnectObject(offsetData);
  if (!isObject) throw new DataError('Offsets must be specified as a Map');
  for (const [name, value] of Object.entries(offsetData)) {
    if (!isPrimitive(value)) {
      throw new DataError(
        `Offsets may only contain primitive types as values, but field ${name} contains ${kindOf(value)}`,
      );
    }
  }
}

function isPrimitive(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'string':
      return true;
    default:
      return value === null || value instanceof Uint8Array;
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'ARRAY';
  if (typeof value !== 'object' || value === null) return typeof value;
  return value instanceof Map || isConnectObject(value) ? 'MAP' : value.constructor.name;
}
