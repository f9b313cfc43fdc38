/** Owns the account of records that are numbered as their offsets: where each partition must go on, and what did not. */

/** What was read of one topic by a group whose members hand partitions to each other. */
export class SoakedPartitions {
  /** Each record that came, repeated ones included. */
  received = 0;
  /** Records that were passed over. */
  lost = 0;
  /** Records that came again without a seek, and without partitions that were lost before they were committed. */
  repeated = 0;
  /** Records that were read again on purpose. */
  wanted = 0;
  /** Records at another offset than their number says. */
  strange = 0;
  readonly #next: number[];
  readonly #committed: number[];

  constructor(partitions: number) {
    this.#next = new Array<number>(partitions).fill(0);
    this.#committed = new Array<number>(partitions).fill(0);
  }

  take(partition: number, offset: number, number: number): void {
    const next = this.next(partition);
    if (offset > next) this.lost += offset - next;
    if (offset < next) this.repeated++;
    if (number !== offset) this.strange++;
    this.#next[partition] = offset + 1;
    this.received++;
  }

  /** The offset that comes next, which is the one to commit. */
  next(partition: number): number {
    return this.#next[partition] ?? 0;
  }

  noteCommitted(partition: number, offset: number): void {
    this.#committed[partition] = offset;
  }

  /** A seek: records from `offset` on are to come again. */
  sought(partition: number, offset: number): void {
    this.wanted += this.next(partition) - offset;
    this.#next[partition] = offset;
  }

  /** The partition was lost: who has it now begins where it was committed. */
  wasLost(partition: number): void {
    this.sought(partition, Math.min(this.#committed[partition] ?? 0, this.next(partition)));
  }

  /** How many different records have come. */
  get distinct(): number {
    return this.#next.reduce((sum, next) => sum + next, 0) - this.lost;
  }

  get isExact(): boolean {
    return this.lost === 0 && this.repeated === 0 && this.strange === 0;
  }

  get summary(): string {
    return `${this.distinct} records, lost ${this.lost}, repeated ${this.repeated} (and ${this.wanted} wanted), strange ${this.strange}`;
  }
}
