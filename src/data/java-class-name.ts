/** Owns what Java's `getClass()` would say of a value: the words people find when they search for an error. */
import { isConnectObject, isStruct } from './connect-value';
import { Decimal } from './decimal';
import { isInt64 } from './java-numbers';

/** `class java.lang.String` and the like: the Java class that carries such a value, else the JavaScript class. */
export function javaClassName(value: unknown): string {
  return typeof value === 'object' && value !== null ? `class ${objectClass(value)}` : `class ${primitiveClass(value)}`;
}

function primitiveClass(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return 'java.lang.Boolean';
    case 'string':
      return 'java.lang.String';
    case 'bigint':
      return isInt64(value) ? 'java.lang.Long' : 'java.math.BigInteger';
    case 'number':
      if (!Number.isSafeInteger(value)) return 'java.lang.Double';
      return value === (value | 0) ? 'java.lang.Integer' : 'java.lang.Long';
    default:
      return typeof value;
  }
}

function objectClass(value: object): string {
  if (isStruct(value)) return 'org.apache.kafka.connect.data.Struct';
  if (value instanceof Decimal) return 'java.math.BigDecimal';
  if (value instanceof Date) return 'java.util.Date';
  if (value instanceof Uint8Array) return '[B';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (value instanceof Map || isConnectObject(value)) return 'java.util.HashMap';
  return value.constructor.name;
}
