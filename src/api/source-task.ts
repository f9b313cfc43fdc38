/** Owns what a source task does: poll records. */
import type { OffsetStorageReader } from './offset-storage-reader';
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type PluginLogger, type Props } from './plugin';
import type { SourceRecord } from './source-record';

/** Lets a task end or abort the transaction of the current batch, or of the batch up to a record (KIP-618). */
export interface TransactionContext {
  commitTransaction(record?: SourceRecord): void;
  abortTransaction(record?: SourceRecord): void;
}

/** What a source task may ask of the worker. */
export interface SourceTaskContext {
  /** The task's latest settings, with config-provider variables resolved afresh at each call. */
  configs(): Promise<Props>;
  readonly offsetStorageReader: OffsetStorageReader;
  /** Only with exactly-once delivery and `transaction.boundary=connector`. */
  readonly transactionContext: TransactionContext | null;
  /** Aborted when the task is told to stop: a `poll` that waits should end then. */
  readonly stopSignal: AbortSignal;
  /** Lines of the task, under its name. */
  readonly logger: PluginLogger;
  /**
   * Says that the source has reached its end for now: everything that was there has been returned, or is returned by the
   * `poll` that says so. A run with `--once` ends when all its sources have said so. A later `poll` that returns records
   * takes it back. With a `problem` it says that there is no input at all (a file that does not exist): `--once` fails the
   * task with it, while a service goes on polling.
   */
  endOfInput(problem?: Error): void;
}

/** Where a record was written. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  /** −1 when the broker does not tell. */
  readonly offset: number;
  /** Milliseconds since the epoch, −1 when there is none. */
  readonly timestamp: number;
}

/** Extend this to poll records out of a source. All calls are made one after another, `commitRecord` and `commit` aside. */
export abstract class SourceTask {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['source-task'];
  #context: SourceTaskContext | undefined;

  /** The version of the plugin, usually the connector's. */
  abstract version(): string;

  /** Called once, before `start`. */
  initialize(context: SourceTaskContext): MaybePromise<void> {
    this.#context = context;
  }

  /** The context given to `initialize`. */
  protected get context(): SourceTaskContext {
    if (this.#context === undefined) throw new Error('the task is not initialized yet');
    return this.#context;
  }

  /** Called once, before the first `poll`. Throwing fails the task. */
  abstract start(props: Props): MaybePromise<void>;

  /**
   * Returns what there is, `null` or an empty array when there is nothing. Called again at once, so wait here when there
   * is nothing (watch `context.stopSignal`). RetriableError counts as nothing; any other error fails the task.
   */
  abstract poll(): MaybePromise<readonly SourceRecord[] | null>;

  /**
   * Called after each acknowledgement with the record as `poll` returned it; `metadata` is null when a transform dropped
   * the record or it was skipped under `errors.tolerance=all`. Errors are logged only. Override it only if you need it:
   * the runtime tracks the metadata of each record only then.
   */
  commitRecord?(record: SourceRecord, metadata: RecordMetadata | null): MaybePromise<void>;

  /** Called after each commit of source offsets, also when there was nothing to commit. Errors are logged only. */
  commit?(): MaybePromise<void>;

  /** Called once after the last `poll`, if `initialize` was reached. */
  abstract stop(): MaybePromise<void>;
}
