/** Owns how the offsets of one connector's source partitions reach the store. */
import type { SourceOffset, SourcePartition } from '../api/source-record';
import type { OffsetBackingStore } from './offset-backing-store';
import { validateFormat } from './offset-format';
import { encodeOffsetKey, encodeOffsetValue } from './offset-key';

/** A source partition and its newest offset; a `null` offset becomes a tombstone. */
export type PartitionOffset = readonly [partition: SourcePartition | null, offset: SourceOffset | null];

/** Writes the offsets of one connector. */
export class OffsetWriter {
  readonly #store: Pick<OffsetBackingStore, 'set'>;
  readonly #connector: string;

  constructor(store: Pick<OffsetBackingStore, 'set'>, connector: string) {
    this.#store = store;
    this.#connector = connector;
  }

  /** Stores all of them or none. Rejects with DataError for what is no offset, with OffsetWriteError when it cannot be stored. */
  async write(offsets: Iterable<PartitionOffset>): Promise<void> {
    const entries = [...offsets].map(([partition, offset]) => {
      validateFormat(partition);
      validateFormat(offset);
      return [encodeOffsetKey(this.#connector, partition), encodeOffsetValue(offset)] as const;
    });
    await this.#store.set(entries);
  }
}
