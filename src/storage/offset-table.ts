/** Owns stored offsets in memory: entries found by their keys' bytes, or else by what the keys mean. */
import type { OffsetEntry } from './offset-backing-store';
import { canonicalKey } from './offset-key';

/**
 * An immutable set of entries; a change makes a new one, so that a failed write leaves nothing behind. Java tells keys
 * apart by their bytes: an entry with exactly those goes first, and none of a file is lost.
 */
export class OffsetTable {
  static readonly EMPTY = new OffsetTable(new Map(), new Map());
  readonly #entries: ReadonlyMap<string, OffsetEntry>;
  /** The bytes under which a partition was first stored, by what they mean. */
  readonly #meanings: ReadonlyMap<string, string>;

  private constructor(entries: ReadonlyMap<string, OffsetEntry>, meanings: ReadonlyMap<string, string>) {
    this.#entries = entries;
    this.#meanings = meanings;
  }

  /** The table of a file. */
  static of(entries: readonly OffsetEntry[]): OffsetTable {
    const found = new Map(entries.map((entry) => [exactKey(entry[0]), entry]));
    const meanings = new Map<string, string>();
    for (const [exact, [key]] of found) note(meanings, key, exact);
    return new OffsetTable(found, meanings);
  }

  /** This table with entries added or changed; the bytes of a known key stay as they were stored. */
  with(changes: readonly OffsetEntry[]): OffsetTable {
    const entries = new Map(this.#entries);
    const meanings = new Map(this.#meanings);
    for (const [key, value] of changes) {
      const place = placeOf(key, entries, meanings);
      const exact = place ?? exactKey(key);
      entries.set(exact, [entries.get(exact)?.[0] ?? key, value]);
      if (place === undefined) note(meanings, key, exact);
    }
    return new OffsetTable(entries, meanings);
  }

  /** This table with what was read from a log: keys are told apart by their bytes, as whoever wrote them may do. */
  withExactly(read: readonly OffsetEntry[]): OffsetTable {
    const entries = new Map(this.#entries);
    const meanings = new Map(this.#meanings);
    for (const entry of read) {
      const exact = exactKey(entry[0]);
      if (!entries.has(exact)) note(meanings, entry[0], exact);
      entries.set(exact, entry);
    }
    return new OffsetTable(entries, meanings);
  }

  /** The value of a key; undefined when it was never stored, null for a tombstone. */
  get(key: Buffer): Buffer | null | undefined {
    const place = placeOf(key, this.#entries, this.#meanings);
    return place === undefined ? undefined : this.#entries.get(place)?.[1];
  }

  /** The bytes under which what this key means is stored, or would be: its own where nothing is. */
  storedKey(key: Buffer | null): Buffer | null {
    const place = placeOf(key, this.#entries, this.#meanings);
    return place === undefined ? key : (this.#entries.get(place)?.[0] ?? key);
  }

  /** All entries, in the order in which their keys were first stored. */
  entries(): OffsetEntry[] {
    return [...this.#entries.values()];
  }
}

function exactKey(key: Buffer | null): string {
  return key === null ? 'null' : `=${key.toString('latin1')}`;
}

function placeOf(
  key: Buffer | null,
  entries: ReadonlyMap<string, OffsetEntry>,
  meanings: ReadonlyMap<string, string>,
): string | undefined {
  const exact = exactKey(key);
  if (entries.has(exact)) return exact;
  const meaning = key === null ? undefined : canonicalKey(key);
  return meaning === undefined ? undefined : meanings.get(meaning);
}

function note(meanings: Map<string, string>, key: Buffer | null, exact: string): void {
  const meaning = key === null ? undefined : canonicalKey(key);
  if (meaning !== undefined && !meanings.has(meaning)) meanings.set(meaning, exact);
}
