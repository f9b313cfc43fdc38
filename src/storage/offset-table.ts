/** Owns stored offsets in memory: entries found by what their keys mean, with the bytes of the keys first stored. */
import type { OffsetEntry } from './offset-backing-store';
import { canonicalKey } from './offset-key';

/** An immutable set of entries; a change makes a new one, so that a failed write leaves nothing behind. */
export class OffsetTable {
  static readonly EMPTY = new OffsetTable(new Map());
  readonly #entries: ReadonlyMap<string, OffsetEntry>;

  private constructor(entries: ReadonlyMap<string, OffsetEntry>) {
    this.#entries = entries;
  }

  /** The table of a file: of keys that mean the same the last one counts. */
  static of(entries: readonly OffsetEntry[]): OffsetTable {
    return OffsetTable.EMPTY.with(entries);
  }

  /** This table with entries added or changed. */
  with(changes: readonly OffsetEntry[]): OffsetTable {
    const entries = new Map(this.#entries);
    for (const [key, value] of changes) {
      const canonical = canonicalKey(key);
      entries.set(canonical, [entries.get(canonical)?.[0] ?? key, value]);
    }
    return new OffsetTable(entries);
  }

  /** The value of a key; undefined when it was never stored, null for a tombstone. */
  get(key: Buffer): Buffer | null | undefined {
    return this.#entries.get(canonicalKey(key))?.[1];
  }

  /** All entries, in the order in which their keys were first stored. */
  entries(): OffsetEntry[] {
    return [...this.#entries.values()];
  }
}
