/** Owns what readers of JSON share: the form of what they read, and what they tell their caller. */
import { JsonNumber } from '../data/json-reader';
import { DataError } from '../errors';

/** JSON as `JSON.parse` gives it (plain objects, numbers) or as `readJson` does (Maps, numbers with their text). */
export type ParsedJson =
  | null
  | boolean
  | string
  | number
  | JsonNumber
  | readonly ParsedJson[]
  | ReadonlyMap<string, ParsedJson>
  | ParsedObject;

/** An object of `JSON.parse`: its members are own properties. */
export interface ParsedObject {
  readonly [name: string]: ParsedJson;
}

/** What a reader looks at and leaves behind; one per converter, since records are read one after another. */
export interface ReadState {
  readonly replaceNullWithDefault: boolean;
  /** Set when something read as null where its schema requires a value: the struct around it must be checked. */
  hasMisfit: boolean;
  /** Set when it mattered that a number of `JSON.parse` was written as an integer. */
  needsIntegerForm: boolean;
}

class ExactTextNeeded extends Error {}

/**
 * Thrown while plain JSON is read, when it may have lost what the schema asks for: read the text exactly, then again.
 * Always this one error, which is no failure.
 */
export const EXACT_TEXT_NEEDED = new ExactTextNeeded('The text must be read exactly');

/** Java's kind of a JSON value, for messages. */
export function jsonKind(json: ParsedJson | undefined): string {
  if (json === undefined) return 'MISSING';
  if (json === null) return 'NULL';
  if (Array.isArray(json)) return 'ARRAY';
  if (json instanceof JsonNumber) return 'NUMBER';
  return typeof json === 'object' ? 'OBJECT' : (typeof json).toUpperCase();
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of base64 text (standard alphabet, padded; white space is skipped). Throws DataError. */
export function readBase64(text: string, message = 'Invalid bytes field'): Buffer {
  // Jackson skips everything up to the space.
  const compact = BASE64.test(text) ? text : text.replace(/[\u0000-\u0020]/g, '');
  if (!BASE64.test(compact)) throw new DataError(message);
  return Buffer.from(compact, 'base64');
}
