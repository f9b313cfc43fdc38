/** Owns the bytes of stored source offsets: keys `["connector",{partition}]` and values `{offset}`, as Java writes them. */
import type { SourceOffset, SourcePartition } from '../api/source-record';
import { isConnectObject, type ConnectObject } from '../data/connect-value';
import { JsonNumber, readJson, type JsonNode } from '../data/json-reader';
import { decodeJsonBytes, JsonSyntaxError, parseJson, stringifyJson } from '../data/json-text';
import { DataError } from '../errors';

/** Whose offset a key names. */
export interface OffsetKey {
  readonly connector: string;
  readonly partition: SourcePartition | null;
}

/** The stored key of a source partition. Members stand in the order in which the task gave them. */
export function encodeOffsetKey(connector: string, partition: SourcePartition | null): Buffer {
  return Buffer.from(stringifyJson([connector, partition]));
}

/** What a stored key names, or undefined when it is none: such entries are kept but belong to nobody. */
export function decodeOffsetKey(key: Buffer | null): OffsetKey | undefined {
  const parsed = key === null ? undefined : tryDecode(key);
  if (!Array.isArray(parsed) || parsed.length !== 2) return undefined;
  const [connector, partition] = parsed as readonly unknown[];
  if (typeof connector !== 'string' || !(partition === null || isObject(partition))) return undefined;
  return { connector, partition: partition as SourcePartition | null };
}

/** The connector to which a stored key belongs, or undefined when it is no key. */
export function connectorNameOf(key: Buffer | null): string | undefined {
  return decodeOffsetKey(key)?.connector;
}

/** The stored value of a source offset; `null` is a tombstone. */
export function encodeOffsetValue(offset: SourceOffset | null): Buffer | null {
  return offset === null ? null : Buffer.from(stringifyJson(offset));
}

/** The source offset of a stored value. Throws DataError when the bytes are none. */
export function decodeOffsetValue(value: Buffer | null): SourceOffset | null {
  if (value === null || value.length === 0) return null;
  const parsed = tryDecode(value);
  if (parsed === null) return null;
  if (!isObject(parsed)) throw new DataError('A stored offset is not a JSON object');
  return parsed as SourceOffset;
}

/** A text that is the same for equal partitions or offsets, whatever the order of their members; 1 is unlike "1". */
export function canonicalJson(value: SourcePartition | SourceOffset | null): string {
  return value === null ? 'null' : canonicalText(readJson(stringifyJson(value)) ?? null);
}

/** A text that is the same for keys that mean the same partition; undefined for bytes that cannot be a key. */
export function canonicalKey(key: Buffer): string | undefined {
  try {
    const node = readJson(decodeJsonBytes(key));
    return Array.isArray(node) ? canonicalText(node) : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function canonicalText(node: JsonNode): string {
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  if (node instanceof JsonNumber) return canonicalNumber(node);
  if (Array.isArray(node)) return `[${node.map(canonicalText).join(',')}]`;
  const members = Array.from(node as ReadonlyMap<string, JsonNode>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${canonicalText(value)}`).join(',')}}`;
}

/** Java may have stored 2.0 where a task in JavaScript can only ask for 2. */
function canonicalNumber(number: JsonNumber): string {
  const double = number.toNumber();
  return number.isIntegral || !Number.isSafeInteger(double) ? number.toCanonicalText() : String(double);
}

function tryDecode(bytes: Buffer): unknown {
  try {
    return parseJson(decodeJsonBytes(bytes));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is ConnectObject {
  return typeof value === 'object' && value !== null && isConnectObject(value);
}
