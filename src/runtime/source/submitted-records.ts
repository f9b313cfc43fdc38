/** Owns which source offsets are safe to commit: the newest of each source partition before which all is settled. */
import type { SourcePartition, SourceRecord } from '../../api/source-record';
import { canonicalJson } from '../../storage/offset-key';
import type { PartitionOffset } from '../../storage/offset-writer';

/** Answers whether a sent record is settled, by its sequence number. */
export interface Settlement {
  settledBelow(): number;
  isSettled(sequence: number): boolean;
}

/** How many settled records are kept before the array behind the queue is cut. */
const COMPACT_AFTER = 8192;

/**
 * Records in the order in which they were sent, each until it is settled. Sequence numbers are the producer's: they count up
 * by one. A failed record blocks its source partition for ever, because its task fails.
 */
export class SubmittedRecords {
  readonly #settlement: Settlement;
  #records: (SourceRecord | undefined)[] = [];
  #head = 0;
  #headSequence = 0;
  readonly #failed = new Set<number>();
  readonly #safe = new Map<string, PartitionOffset>();
  #lastPartition: SourcePartition | null | undefined;
  #lastKey = '';

  constructor(settlement: Settlement) {
    this.#settlement = settlement;
  }

  /** Records sent and not settled yet, as far as `settle` has seen. */
  get outstanding(): number {
    return this.#records.length - this.#head;
  }

  /** Remembers a record that was just sent. */
  submit(sequence: number, record: SourceRecord): void {
    if (this.outstanding === 0) this.#headSequence = sequence;
    this.#records.push(record);
  }

  /** The record of a sequence number that is not forgotten yet. */
  record(sequence: number): SourceRecord | undefined {
    return this.#records[this.#head + sequence - this.#headSequence];
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
    const first = this.#headSequence;
    while (this.#head < this.#records.length && this.#headSequence < below) {
      if (this.#failed.has(this.#headSequence)) break;
      const record = this.#records[this.#head];
      if (record !== undefined) this.#markSafe(record);
      this.#records[this.#head++] = undefined;
      this.#headSequence++;
    }
    const settled = this.#headSequence - first;
    if (this.#head >= COMPACT_AFTER || this.outstanding === 0) this.#compact();
    return settled;
  }

  /**
   * The offsets that are safe now, beyond those before the head also the settled ones of source partitions whose own records
   * are all settled. They stay in the answer until `committed` says that they are stored.
   */
  committable(): Map<string, PartitionOffset> {
    const safe = new Map(this.#safe);
    const blocked = new Set<string>();
    for (let index = this.#head; index < this.#records.length; index++) {
      const record = this.#records[index];
      const sequence = this.#headSequence + index - this.#head;
      if (record === undefined) continue;
      const key = this.#keyOf(record.sourcePartition);
      if (blocked.has(key)) continue;
      if (this.#failed.has(sequence) || !this.#settlement.isSettled(sequence)) blocked.add(key);
      else safe.set(key, [record.sourcePartition, record.sourceOffset]);
    }
    return safe;
  }

  /** Forgets safe offsets that were handed over; newer ones stay. */
  forget(handedOver: ReadonlyMap<string, PartitionOffset>): void {
    for (const [key, [, offset]] of handedOver) {
      if (this.#safe.get(key)?.[1] === offset) this.#safe.delete(key);
    }
  }

  #markSafe(record: SourceRecord): void {
    this.#safe.set(this.#keyOf(record.sourcePartition), [record.sourcePartition, record.sourceOffset]);
  }

  #keyOf(partition: SourcePartition | null): string {
    if (partition === this.#lastPartition) return this.#lastKey;
    this.#lastPartition = partition;
    return (this.#lastKey = canonicalJson(partition));
  }

  #compact(): void {
    this.#records = this.#records.slice(this.#head);
    this.#head = 0;
  }
}
