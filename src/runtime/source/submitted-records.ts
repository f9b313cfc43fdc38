/** Owns which source offsets are safe to commit: the newest of each source partition before which all is settled. */
import { SourceRecord, type SourceOffset, type SourcePartition } from '../../api/source-record';
import { canonicalJson } from '../../storage/offset-key';
import type { PartitionOffset } from '../../storage/offset-writer';

/** Answers whether a sent record is settled, by its sequence number. */
export interface Settlement {
  settledBelow(): number;
  isSettled(sequence: number): boolean;
}

/** How many settled records are kept before the arrays behind the queue are cut. */
const COMPACT_AFTER = 8192;

/**
 * Records in the order in which they were sent, each until it is settled. Sequence numbers are the producer's: they count up
 * by one. A failed record blocks its source partition for ever, because its task fails. Keys and values are let go of as soon
 * as a record is sent, unless somebody wants whole records back: the client has a copy, and two would be one too many.
 */
export class SubmittedRecords {
  readonly #settlement: Settlement;
  readonly #keepsRecords: boolean;
  #partitions: (SourcePartition | null)[] = [];
  #offsets: (SourceOffset | null)[] = [];
  /** Whole records where they are kept, otherwise their topics. */
  #kept: (SourceRecord | string)[] = [];
  #head = 0;
  #headSequence = 0;
  readonly #failed = new Set<number>();
  readonly #safe = new Map<string, PartitionOffset>();
  #lastPartition: SourcePartition | null | undefined;
  #lastKey = '';

  constructor(settlement: Settlement, keepsRecords = false) {
    this.#settlement = settlement;
    this.#keepsRecords = keepsRecords;
  }

  /** Records sent and not settled yet, as far as `settle` has seen. */
  get outstanding(): number {
    return this.#offsets.length - this.#head;
  }

  /** Remembers a record that was just sent. */
  submit(sequence: number, record: SourceRecord): void {
    if (this.outstanding === 0) this.#headSequence = sequence;
    this.#partitions.push(record.sourcePartition);
    this.#offsets.push(record.sourceOffset);
    this.#kept.push(this.#keepsRecords ? record : record.topic);
  }

  /** The record of a sequence number that is not forgotten yet; without key and value unless records are kept. */
  record(sequence: number): SourceRecord | undefined {
    const index = this.#head + sequence - this.#headSequence;
    const kept = index < this.#head ? undefined : this.#kept[index];
    if (typeof kept !== 'string') return kept;
    const sourcePartition = this.#partitions[index] ?? null;
    return new SourceRecord({ topic: kept, sourcePartition, sourceOffset: this.#offsets[index] ?? null });
  }

  /** Marks a record that will never arrive: neither its offset nor a later one of its source partition becomes safe. */
  fail(sequence: number): void {
    this.#failed.add(sequence);
  }

  /**
   * Moves settled records from the head of the queue to the safe offsets; failures up to `below` must have been marked
   * before. Returns how many there were.
   */
  settle(below = this.#settlement.settledBelow()): number {
    const end = this.#head + Math.min(this.outstanding, below - this.#headSequence);
    const first = this.#head;
    while (this.#head < end && !this.#isFailed(this.#head)) {
      this.#head++;
      this.#headSequence++;
    }
    this.#markSafe(first, this.#head);
    const settled = this.#head - first;
    if (this.#head >= COMPACT_AFTER || this.outstanding === 0) this.#compact();
    return settled;
  }

  /**
   * The offsets that are safe now, beyond those before the head also the settled ones of source partitions whose own records
   * are all settled. They stay in the answer until `forget` says that they are stored.
   */
  committable(): Map<string, PartitionOffset> {
    const safe = new Map(this.#safe);
    const blocked = new Set<string>();
    for (let index = this.#head; index < this.#offsets.length; index++) {
      const partition = this.#partitions[index] ?? null;
      const key = this.#keyOf(partition);
      if (blocked.has(key)) continue;
      const isSafe = !this.#isFailed(index) && this.#settlement.isSettled(this.#sequenceAt(index));
      if (isSafe) safe.set(key, [partition, this.#offsets[index] ?? null]);
      else blocked.add(key);
    }
    return safe;
  }

  /** Forgets safe offsets that were handed over; newer ones stay. */
  forget(handedOver: ReadonlyMap<string, PartitionOffset>): void {
    for (const [key, [, offset]] of handedOver) {
      if (this.#safe.get(key)?.[1] === offset) this.#safe.delete(key);
    }
  }

  #sequenceAt(index: number): number {
    return this.#headSequence + index - this.#head;
  }

  #isFailed(index: number): boolean {
    return this.#failed.size > 0 && this.#failed.has(this.#sequenceAt(index));
  }

  /** Only the last of a run with the same partition matters. */
  #markSafe(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const partition = this.#partitions[index] ?? null;
      if (index + 1 < to && this.#partitions[index + 1] === partition) continue;
      this.#safe.set(this.#keyOf(partition), [partition, this.#offsets[index] ?? null]);
    }
  }

  #keyOf(partition: SourcePartition | null): string {
    if (partition === this.#lastPartition) return this.#lastKey;
    this.#lastPartition = partition;
    return (this.#lastKey = canonicalJson(partition));
  }

  #compact(): void {
    this.#partitions = this.#partitions.slice(this.#head);
    this.#offsets = this.#offsets.slice(this.#head);
    this.#kept = this.#kept.slice(this.#head);
    this.#head = 0;
  }
}
