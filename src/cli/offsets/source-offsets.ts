/** Owns the offsets of sources among the entries of an offset store: whose they are, and which entries a change writes. */
import { readJson, type JsonNode } from '../../data/json-reader';
import { decodeJsonBytes, JsonSyntaxError } from '../../data/json-text';
import type { OffsetEntry } from '../../storage/offset-backing-store';
import { decodeOffsetKey } from '../../storage/offset-key';
import { jsonNodeText, meaningOf, type OffsetObject, type StoredOffset } from './stored-offset';

/** A source's offset with the bytes of the key under which it is stored. */
export interface SourceOffsetEntry extends StoredOffset {
  readonly key: Buffer;
}

/** What a partition is to have from now on; null: nothing. */
export interface WantedOffset {
  readonly partition: OffsetObject | null;
  readonly offset: OffsetObject | null;
}

/** The names of all connectors that have an offset, in their order. */
export function connectorsWithOffsets(entries: readonly OffsetEntry[]): string[] {
  const names = entries.flatMap(([key, value]) => {
    const decoded = decodeOffsetKey(key);
    return decoded === undefined || !isLive(value) ? [] : [decoded.connector];
  });
  return [...new Set(names)].sort();
}

/** The offsets of a connector. Removed ones are none. */
export function offsetsOfSource(entries: readonly OffsetEntry[], connector: string): SourceOffsetEntry[] {
  return keysOf(entries, connector).flatMap(({ key, partition, value }) =>
    isLive(value) ? [{ key, partition, offset: objectIn(value) }] : [],
  );
}

/**
 * The entries that bring about what is wanted. A known key is written with the bytes that it has: Java tells keys apart by them,
 * so that all keys that mean a partition are written.
 */
export function writesOf(
  entries: readonly OffsetEntry[],
  connector: string,
  wanted: readonly WantedOffset[],
): OffsetEntry[] {
  const known = keysOf(entries, connector);
  return wanted.flatMap(({ partition, offset }): OffsetEntry[] => {
    const meaning = meaningOf(partition);
    const keys = known.filter((entry) => meaningOf(entry.partition) === meaning).map(({ key }) => key);
    const value = offset === null ? null : Buffer.from(jsonNodeText(offset));
    if (keys.length > 0) return keys.map((key) => [key, value]);
    return offset === null ? [] : [[Buffer.from(jsonNodeText([connector, partition])), value]];
  });
}

interface KnownKey {
  readonly key: Buffer;
  readonly partition: OffsetObject | null;
  readonly value: Buffer | null;
}

function keysOf(entries: readonly OffsetEntry[], connector: string): KnownKey[] {
  return entries.flatMap(([key, value]): KnownKey[] => {
    if (key === null || decodeOffsetKey(key)?.connector !== connector) return [];
    const [, partition = null] = readJson(decodeJsonBytes(key)) as readonly JsonNode[];
    return [{ key, partition: partition as OffsetObject | null, value }];
  });
}

function isLive(value: Buffer | null): value is Buffer {
  return value !== null && value.length > 0 && nodeIn(value) !== null;
}

function objectIn(value: Buffer): OffsetObject | undefined {
  const node = nodeIn(value);
  return node instanceof Map ? (node as OffsetObject) : undefined;
}

/** Undefined for what is no JSON. */
function nodeIn(value: Buffer): JsonNode | undefined {
  try {
    return readJson(decodeJsonBytes(value));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
