/** Owns the offsets of one task on their way to the store: collected, flushed together, put back when that fails. */
import type { SourceOffset, SourcePartition } from '../api/source-record';
import { IllegalStateError } from '../errors';
import type { OffsetBackingStore, OffsetEntry } from './offset-backing-store';
import { validateFormat } from './offset-format';
import { canonicalJson, encodeOffsetKey, encodeOffsetValue } from './offset-key';

interface Pending {
  readonly partition: SourcePartition | null;
  readonly offset: SourceOffset | null;
}

/**
 * `offset` may be called at any time. A flush is `beginFlush` and then `doFlush`, or `cancelFlush` when waiting for it is
 * given up; there is one at a time.
 */
export class OffsetWriter {
  readonly #store: Pick<OffsetBackingStore, 'set'>;
  readonly #connector: string;
  #collected = new Map<string, Pending>();
  #flushing: ReadonlyMap<string, Pending> | undefined;

  constructor(store: Pick<OffsetBackingStore, 'set'>, connector: string) {
    this.#store = store;
    this.#connector = connector;
  }

  /** Notes the newest offset of a source partition; a `null` offset becomes a tombstone. */
  offset(partition: SourcePartition | null, offset: SourceOffset | null): void {
    this.#collected.set(canonicalJson(partition), { partition, offset });
  }

  /** True between `beginFlush` and the end of the flush. */
  get isFlushing(): boolean {
    return this.#flushing !== undefined;
  }

  /** Takes a snapshot of what was noted. False when there is nothing. Throws IllegalStateError while a flush is going on. */
  beginFlush(): boolean {
    if (this.#flushing !== undefined) throw new IllegalStateError('The offset writer is flushing already');
    if (this.#collected.size === 0) return false;
    this.#flushing = this.#collected;
    this.#collected = new Map();
    return true;
  }

  /**
   * Stores the snapshot. Rejects with DataError for what is no offset and with OffsetWriteError; then nothing is stored and
   * everything is put back for the next flush.
   */
  async doFlush(): Promise<void> {
    const snapshot = this.#flushing;
    if (snapshot === undefined) throw new IllegalStateError('No flush of offsets was begun');
    try {
      await this.#store.set([...snapshot.values()].map((pending) => this.#entryOf(pending)));
    } catch (error) {
      if (this.#flushing === snapshot) this.cancelFlush();
      throw error;
    }
    // It may have been given up in the meantime: then the same is stored once more.
    if (this.#flushing === snapshot) this.#flushing = undefined;
  }

  /** Puts the snapshot back; what was noted since then is newer and stays. A write that is on its way may still succeed. */
  cancelFlush(): void {
    if (this.#flushing === undefined) return;
    this.#collected = new Map([...this.#flushing, ...this.#collected]);
    this.#flushing = undefined;
  }

  #entryOf({ partition, offset }: Pending): OffsetEntry {
    validateFormat(partition);
    validateFormat(offset);
    return [encodeOffsetKey(this.#connector, partition), encodeOffsetValue(offset)];
  }
}
