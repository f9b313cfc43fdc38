/** Owns how schemaless maps are made. */
import type { ConnectObject } from './connect-value';

/**
 * Makes what `{}` makes. V8 learns from the first ones how many keys they get and has the room ready in the next ones; a
 * `{}` has room for four and moves again and again.
 */
const PlainObject = function () {} as unknown as new () => ConnectObject;
PlainObject.prototype = Object.prototype as ConnectObject;

/** A new map without keys. */
export function newPlainObject(): ConnectObject {
  return new PlainObject();
}
