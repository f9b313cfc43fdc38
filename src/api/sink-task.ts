/** Owns what a sink task does: put records. */
import { isPromise, PLUGIN_KINDS, type MaybePromise, type PluginKind, type PluginLogger, type Props } from './plugin';
import type { SinkRecord } from './sink-record';
import type { TopicPartition, TopicPartitionMap } from './topic-partition';

/** Reports records that the task could not deliver (KIP-610). */
export interface ErrantRecordReporter {
  /**
   * Hands a record to the dead-letter queue and the log. Resolves when it is safe there; the worker waits for that before
   * it commits the record's offset. Throws at once with `errors.tolerance=none`, which ends the task.
   */
  report(record: SinkRecord, error: Error): Promise<void>;
}

/** What a sink task may ask of the worker. */
export interface SinkTaskContext {
  /** The task's latest settings, with config-provider variables resolved afresh at each call. */
  configs(): Promise<Props>;
  /** Goes on from these offsets at the next poll, whatever was committed. */
  offset(offsets: TopicPartitionMap<number>): void;
  /** Longest wait of the next poll in milliseconds, one time: how soon a retried `put` comes again. */
  timeout(ms: number): void;
  /** The partitions assigned at the moment. */
  assignment(): TopicPartition[];
  /** Stops fetching from assigned partitions until `resume`. Throws IllegalStateError for others. */
  pause(...partitions: TopicPartition[]): void;
  resume(...partitions: TopicPartition[]): void;
  /** Asks for a commit of offsets before the next poll. */
  requestCommit(): void;
  /** `null` unless a dead-letter queue is set or `errors.log.enable=true`. */
  readonly errantRecordReporter: ErrantRecordReporter | null;
  /** Aborted when the task is told to stop: a `put` that waits should end then. */
  readonly stopSignal: AbortSignal;
  /** Lines of the task, under its name. */
  readonly logger: PluginLogger;
}

/** Offsets of the next record of each partition. */
export type Offsets = TopicPartitionMap<number>;

/** Extend this to deliver records. All calls are made one after another. */
export abstract class SinkTask {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['sink-task'];
  #context: SinkTaskContext | undefined;

  /** The version of the plugin, usually the connector's. */
  abstract version(): string;

  /** Called once, before `start`. */
  initialize(context: SinkTaskContext): MaybePromise<void> {
    this.#context = context;
  }

  /** The context given to `initialize`. */
  protected get context(): SinkTaskContext {
    if (this.#context === undefined) throw new Error('the task is not initialized yet');
    return this.#context;
  }

  /** Called once, before the first `open` and `put`. Throwing fails the task. */
  abstract start(props: Props): MaybePromise<void>;

  /** Called with newly assigned partitions before any of their records. Throwing fails the task. */
  open?(partitions: readonly TopicPartition[]): MaybePromise<void>;

  /**
   * Delivers records, or takes them in to deliver them until `preCommit`. Called after each poll, also with an empty array.
   * RetriableError: the same records come again after `context.timeout`; any other error fails the task.
   */
  abstract put(records: readonly SinkRecord[]): MaybePromise<void>;

  /** Called through the default `preCommit`: make everything given to `put` durable before you return. */
  flush?(offsets: Offsets): MaybePromise<void>;

  /**
   * Called every `offset.flush.interval.ms`, after `requestCommit` and before partitions go away, with the offset after the
   * last record given to `put`. Returns what may be committed; the default flushes and returns all. Throwing rewinds to the
   * last committed offsets.
   */
  preCommit(offsets: Offsets): MaybePromise<Offsets> {
    const flushed = this.flush?.(offsets);
    return isPromise(flushed) ? flushed.then(() => offsets) : offsets;
  }

  /**
   * Called in a run with `--once` when everything up to the end was given to `put`, before the `preCommit` that is to cover
   * it: finish what waits for more records (a half-full file). Called again if more has come since. Throwing fails the task.
   */
  endOfInput?(): MaybePromise<void>;

  /** Called when partitions go away (revoked, lost, shutdown). Throwing fails the task. */
  close?(partitions: readonly TopicPartition[]): MaybePromise<void>;

  /** Called once at the end, if `initialize` was reached. */
  abstract stop(): MaybePromise<void>;
}
