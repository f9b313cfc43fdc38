/** Owns what is done when a broker refuses a whole request for one of its records: the others are sent again, in order. */
import { asError } from '../errors';
import { KAFKA_CODES } from './kafka-errors';
import { companion, type NativeCompanion } from './native-companion';
import { PackedRows } from './packed-batch';
import { ProduceBlock, ROW } from './produce-block';

const FLUSH_SLICE_MS = 1000;

/** A record that came back. */
interface ReturnedRecord {
  readonly rows: PackedRows;
  readonly row: number;
  readonly sequence: number;
  /** False when it was only waiting behind a refused one. */
  readonly isRefused: boolean;
}

/**
 * Sends refused records in ever smaller groups until those that are too large stand alone: they have failed, all others
 * are delivered. What waited behind them is taken out of the queue first, so that order is kept; only requests that were
 * sent already may overtake.
 */
export class RefusedRequests {
  readonly #id: number;
  readonly #onError: (message: string) => void;
  readonly #native: NativeCompanion = companion();
  #busy: Promise<void> | undefined;
  #isStopped = false;

  /** `onError` is told when sending again fails, which it does only when the producer is being closed. */
  constructor(id: number, onError: (message: string) => void) {
    this.#id = id;
    this.#onError = onError;
  }

  /** True while records are being sent again: nothing else may be sent, or order would be lost. */
  get isBusy(): boolean {
    return this.#busy !== undefined;
  }

  /** Resolves when nothing has to be sent again. */
  async idle(): Promise<void> {
    while (this.#busy !== undefined) await this.#busy;
  }

  /** Looks for records that came back. Call when the companion says that messages did. */
  sendAgain(): void {
    if (this.#busy !== undefined || this.#isStopped) return;
    const returned = this.#take();
    if (returned.length === 0) return;
    this.#busy = this.#recover(returned)
      .catch((error: unknown) => {
        this.#isStopped = true;
        this.#onError(`Records that a broker refused cannot be sent again: ${asError(error).message}`);
      })
      .then(() => {
        this.#busy = undefined;
        this.sendAgain();
      });
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #recover(first: readonly ReturnedRecord[]): Promise<void> {
    this.#native.purgeQueued(this.#id);
    await this.#settle();
    this.#native.keepPurged(this.#id, false);
    const returned = [...first, ...this.#take()].sort(bySequence);
    await this.#bisect(returned.filter(({ isRefused }) => isRefused));
    await this.#send(returned.filter(({ isRefused }) => !isRefused));
  }

  async #bisect(records: readonly ReturnedRecord[]): Promise<void> {
    if (records.length === 0 || this.#isStopped) return;
    if (records.length === 1) return this.#sendAlone(records);
    const middle = Math.ceil(records.length / 2);
    for (const half of [records.slice(0, middle), records.slice(middle)]) {
      await this.#send(half);
      await this.#settle();
      await this.#bisect(this.#take().sort(bySequence));
    }
  }

  async #sendAlone(record: readonly ReturnedRecord[]): Promise<void> {
    this.#native.settleRefused(this.#id, true);
    try {
      await this.#send(record);
      await this.#settle();
    } finally {
      this.#native.settleRefused(this.#id, false);
    }
  }

  async #send(records: readonly ReturnedRecord[]): Promise<void> {
    if (records.length === 0) return;
    const block = new ProduceBlock();
    for (const { rows, row } of records) block.appendRow(rows, row);
    while (!this.#isStopped) {
      block.drop(this.#native.produce(this.#id, block.rows, block.data, block.topics, block.first, block.count));
      if (block.isEmpty) return;
      await this.#native.flush(this.#id, FLUSH_SLICE_MS);
    }
  }

  /** Waits until nothing is under way. */
  async #settle(): Promise<void> {
    let isDone = false;
    while (!isDone && !this.#isStopped) isDone = await this.#native.flush(this.#id, FLUSH_SLICE_MS);
  }

  #take(): ReturnedRecord[] {
    const block = this.#native.takeReturned(this.#id);
    if (block === null) return [];
    const rows = new PackedRows(block);
    return Array.from({ length: rows.count }, (_, row) => ({
      rows,
      row,
      sequence: rows.offset(row),
      isRefused: rows.int(row, ROW.timestampType) !== KAFKA_CODES.purgedFromQueue,
    }));
  }
}

function bySequence(one: ReturnedRecord, other: ReturnedRecord): number {
  return one.sequence - other.sequence;
}
