/** Owns how the tasks of a connector see stored offsets. */
import type { OffsetStorageReader } from '../api/offset-storage-reader';
import type { SourceOffset, SourcePartition } from '../api/source-record';
import { asError, ConnectError } from '../errors';
import type { OffsetBackingStore } from './offset-backing-store';
import { validateFormat } from './offset-format';
import { decodeOffsetValue, encodeOffsetKey } from './offset-key';

/** What a reader needs. */
export interface OffsetReaderOptions {
  readonly store: Pick<OffsetBackingStore, 'get'>;
  readonly connector: string;
  /** Told of a partition or an offset that cannot be read: no offset is returned for it, so data may come again or be missed. */
  readonly onProblem: (message: string, error: Error) => void;
}

/** Reads the offsets of one connector. One per task: it is closed when the task is cancelled. */
export class OffsetReader implements OffsetStorageReader {
  readonly #store: Pick<OffsetBackingStore, 'get'>;
  readonly #connector: string;
  readonly #onProblem: (message: string, error: Error) => void;
  readonly #closed: Promise<never>;
  #close: () => void = () => undefined;
  #isClosed = false;

  constructor(options: OffsetReaderOptions) {
    this.#store = options.store;
    this.#connector = options.connector;
    this.#onProblem = options.onProblem;
    this.#closed = new Promise((_resolve, reject) => {
      this.#close = () => reject(closedError());
    });
    // Nobody need be waiting when it is closed.
    this.#closed.catch(() => undefined);
  }

  async offset(partition: SourcePartition): Promise<SourceOffset | null> {
    const [offset] = await this.offsets([partition]);
    return offset ?? null;
  }

  async offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null | undefined)[]> {
    if (this.#isClosed) throw closedError();
    const keys = partitions.map((partition) => this.#keyOf(partition));
    const known = keys.filter((key) => key !== undefined);
    const values = await Promise.race([this.#store.get(known), this.#closed]);
    let next = 0;
    return keys.map((key) => (key === undefined ? undefined : this.#offsetOf(values[next++] ?? null)));
  }

  /** Makes pending and later reads reject with ConnectError. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#close();
  }

  #keyOf(partition: SourcePartition): Buffer | undefined {
    try {
      validateFormat(partition);
      return encodeOffsetKey(this.#connector, partition);
    } catch (error) {
      this.#onProblem('A source partition cannot be looked up: no offset is returned for it', asError(error));
      return undefined;
    }
  }

  #offsetOf(value: Buffer | null): SourceOffset | null | undefined {
    try {
      return decodeOffsetValue(value);
    } catch (error) {
      this.#onProblem('A stored source offset cannot be read: none is returned for its partition', asError(error));
      return undefined;
    }
  }
}

function closedError(): ConnectError {
  return new ConnectError('The offset reader is closed: the task was told to stop and did not do so in time');
}
