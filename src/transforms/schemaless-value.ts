/** Owns the handling of maps without a schema, in which every key is just a key, `__proto__` included. */
import { type ConnectObject, type ConnectValue, isConnectObject } from '../data/connect-value';
import { javaClassName } from '../data/java-class-name';
import { newPlainObject } from '../data/plain-object';
import { DataError } from '../errors';

/** The map, as an object. `purpose` ends the message of the DataError: what the transform wanted to do. */
export function requireMap(value: ConnectValue, purpose: string): ConnectObject {
  if (isConnectObject(value)) return value;
  if (value instanceof Map && [...value.keys()].every((key) => typeof key === 'string')) {
    return Object.fromEntries(value as ReadonlyMap<string, ConnectValue>);
  }
  const found = value === null ? 'null' : javaClassName(value).replace(/^class /, '');
  throw new DataError(`Only Map objects supported in absence of schema for [${purpose}], found: ${found}`);
}

/** The value of a key, or `undefined` when the map does not have it. */
export function getOwn(map: ConnectObject, key: string): ConnectValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets a key of a map that the caller made. */
export function setOwn(map: ConnectObject, key: string, value: ConnectValue): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[key] = value;
  }
}

/**
 * A copy whose keys may be changed and added to. Costs about 20 ns a key. Not by spreading: V8 (Node 20) takes
 * microseconds to add a key to an object that was made so.
 */
export function copyMap(map: ConnectObject): ConnectObject {
  if (Object.hasOwn(map, '__proto__')) return { ...map };
  return Object.assign(emptyMap(map), map);
}

/** A copy for setting these keys. Where the map has them all already, spreading it is faster than `copyMap`. */
export function copyMapToSet(map: ConnectObject, keys: Iterable<string>): ConnectObject {
  if (Object.getPrototypeOf(map) === null) return copyMap(map);
  for (const key of keys) {
    if (!Object.hasOwn(map, key)) return copyMap(map);
  }
  return { ...map };
}

/** A new map of the same kind: without a prototype if `like` has none. */
export function emptyMap(like: ConnectObject): ConnectObject {
  return Object.getPrototypeOf(like) === null ? (Object.create(null) as ConnectObject) : newPlainObject();
}
