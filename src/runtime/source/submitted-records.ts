/** Owns which source offsets are safe to commit: the newest of each source partition before which all is settled. */
import { SourceRecord, type SourceOffset, type SourcePartition } from '../../api/source-record';
import { canonicalJson } from '../../storage/offset-key';
import type { PartitionOffset } from '../../storage/offset-writer';

/** Answers whether a sent record is settled, by its sequence number. */
export interface Settlement {
  settledBelow(): number;
  isSettled(sequence: number): boolean;
}

/** Slots of the rings: a power of two. More than the last are let go of when nothing is outstanding. */
const FIRST_SLOTS = 1024;
const KEPT_SLOTS = 64 * 1024;

/**
 * Records in the order in which they were sent, each until it is settled. Sequence numbers are the producer's: they count up
 * by one. A failed record blocks its source partition for ever, because its task fails. Keys and values are let go of as soon
 * as a record is sent, unless somebody wants whole records back: the client has a copy, and two would be one too many.
 */
export class SubmittedRecords {
  readonly #settlement: Settlement;
  readonly #keepsRecords: boolean;
  // Rings: a record's slot is its sequence number without the upper bits. Arrays that grow at one end and are cut at the other
  // would be made anew all the time, and each copied by the garbage collector.
  #partitions = new Array<SourcePartition | null>(FIRST_SLOTS).fill(null);
  #offsets = new Array<SourceOffset | null>(FIRST_SLOTS).fill(null);
  /** Whole records where they are kept, otherwise their topics. */
  #kept = new Array<SourceRecord | string>(FIRST_SLOTS).fill('');
  /** Sequence numbers of the oldest record that is not settled, and of the next one that will be sent. */
  #head = 0;
  #next = 0;
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
    return this.#next - this.#head;
  }

  /** Remembers a record that was just sent. */
  submit(sequence: number, record: SourceRecord): void {
    if (this.outstanding === 0) this.#head = sequence;
    this.#next = sequence + 1;
    if (this.outstanding > this.#offsets.length) this.#grow();
    const slot = this.#slot(sequence);
    this.#partitions[slot] = record.sourcePartition;
    this.#offsets[slot] = record.sourceOffset;
    this.#kept[slot] = this.#keepsRecords ? record : record.topic;
  }

  /** The record of a sequence number that is not forgotten yet; without key and value unless records are kept. */
  record(sequence: number): SourceRecord | undefined {
    if (sequence < this.#head || sequence >= this.#next) return undefined;
    const slot = this.#slot(sequence);
    const kept = this.#kept[slot];
    if (typeof kept !== 'string') return kept;
    const sourcePartition = this.#partitions[slot] ?? null;
    return new SourceRecord({ topic: kept, sourcePartition, sourceOffset: this.#offsets[slot] ?? null });
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
    const first = this.#head;
    const end = Math.min(this.#next, below);
    while (this.#head < end && !this.#isFailed(this.#head)) this.#head++;
    this.#markSafe(first, this.#head);
    this.#clear(first, this.#head);
    return this.#head - first;
  }

  /**
   * The offsets that are safe now, beyond those before the head also the settled ones of source partitions whose own records
   * are all settled. They stay in the answer until `forget` says that they are stored.
   */
  committable(): Map<string, PartitionOffset> {
    const safe = new Map(this.#safe);
    const blocked = new Set<string>();
    for (let sequence = this.#head; sequence < this.#next; sequence++) {
      const partition = this.#partitions[this.#slot(sequence)] ?? null;
      const key = this.#keyOf(partition);
      if (blocked.has(key)) continue;
      const isSafe = !this.#isFailed(sequence) && this.#settlement.isSettled(sequence);
      if (isSafe) safe.set(key, [partition, this.#offsets[this.#slot(sequence)] ?? null]);
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

  #slot(sequence: number): number {
    return sequence & (this.#offsets.length - 1);
  }

  #isFailed(sequence: number): boolean {
    return this.#failed.size > 0 && this.#failed.has(sequence);
  }

  /** Only the last of a run with the same partition matters. */
  #markSafe(from: number, to: number): void {
    for (let sequence = from; sequence < to; sequence++) {
      const slot = this.#slot(sequence);
      const partition = this.#partitions[slot] ?? null;
      if (sequence + 1 < to && this.#partitions[this.#slot(sequence + 1)] === partition) continue;
      this.#safe.set(this.#keyOf(partition), [partition, this.#offsets[slot] ?? null]);
    }
  }

  #keyOf(partition: SourcePartition | null): string {
    if (partition === this.#lastPartition) return this.#lastKey;
    this.#lastPartition = partition;
    return (this.#lastKey = canonicalJson(partition));
  }

  /** Lets go of what was settled. */
  #clear(from: number, to: number): void {
    if (this.outstanding === 0 && this.#offsets.length > KEPT_SLOTS) {
      this.#resize(FIRST_SLOTS);
      return;
    }
    for (let sequence = from; sequence < to; sequence++) {
      const slot = this.#slot(sequence);
      this.#partitions[slot] = null;
      this.#offsets[slot] = null;
      this.#kept[slot] = '';
    }
  }

  /** Called when the newest record has no slot yet. */
  #grow(): void {
    const [partitions, offsets, kept] = [this.#partitions, this.#offsets, this.#kept];
    const before = offsets.length;
    this.#resize(before * 2);
    for (let sequence = this.#head; sequence < this.#head + before; sequence++) {
      const [from, to] = [sequence & (before - 1), this.#slot(sequence)];
      this.#partitions[to] = partitions[from] ?? null;
      this.#offsets[to] = offsets[from] ?? null;
      this.#kept[to] = kept[from] ?? '';
    }
  }

  #resize(slots: number): void {
    this.#partitions = new Array<SourcePartition | null>(slots).fill(null);
    this.#offsets = new Array<SourceOffset | null>(slots).fill(null);
    this.#kept = new Array<SourceRecord | string>(slots).fill('');
  }
}
