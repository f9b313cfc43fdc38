/** Owns which JavaScript values stand for which schema type. */
import { isStruct } from './connect-value';
import { isInt64 } from './java-numbers';
import type { SchemaType } from './schema';

/** True if the value is of the class that a plain schema of this type has; integers must be in range. */
export function isOfType(type: SchemaType, value: unknown): boolean {
  switch (type) {
    case 'INT8':
      return isIntegerWithin(value, 0x7f);
    case 'INT16':
      return isIntegerWithin(value, 0x7fff);
    case 'INT32':
      return isIntegerWithin(value, 0x7fffffff);
    case 'INT64':
      return typeof value === 'bigint' ? isInt64(value) : Number.isSafeInteger(value);
    case 'FLOAT32':
    case 'FLOAT64':
      return typeof value === 'number';
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'STRING':
      return typeof value === 'string';
    case 'BYTES':
      return value instanceof Uint8Array;
    case 'ARRAY':
      return Array.isArray(value);
    case 'MAP':
      return value instanceof Map;
    case 'STRUCT':
      return isStruct(value);
  }
}

function isIntegerWithin(value: unknown, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value <= max && value >= -max - 1;
}
