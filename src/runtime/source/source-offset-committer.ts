/** Owns commits after acknowledgement (at least once): at every interval and at the end, what is safe and new. */
import type { Clock } from '../../clock';
import { asError, ConnectError } from '../../errors';
import type { KafkaProducer } from '../../kafka/clients';
import { withContext, type Logger } from '../../logger';
import type { OffsetWriter, PartitionOffset } from '../../storage/offset-writer';
import type { RecordConfirmations } from './record-confirmations';
import type { SourceCommitter, SourceProgress, SourceTaskEnd } from './source-committer';
import type { SourceTaskCounters } from './source-task-counters';
import type { SubmittedRecords } from './submitted-records';

/** What the committer of a task is made with. */
export interface SourceOffsetCommitterOptions {
  readonly producer: Pick<KafkaProducer, 'handOver' | 'flush'>;
  readonly confirmations: RecordConfirmations;
  readonly submitted: SubmittedRecords;
  readonly writer: Pick<OffsetWriter, 'write'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly counters: Pick<SourceTaskCounters, 'noteCommit'>;
  /** `offset.flush.interval.ms`. */
  readonly intervalMs: number;
  /** `offset.flush.timeout.ms`: of a commit, and of the wait for outstanding sends at the end. */
  readonly timeoutMs: number;
}

/** Commits of one source task. A commit that fails is logged, counted, and repeated with the next. */
export class SourceOffsetCommitter implements SourceCommitter {
  readonly #options: SourceOffsetCommitterOptions;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #progress: SourceProgress | undefined;
  #loop: Promise<void> | undefined;
  #pending: Promise<Error | undefined> = Promise.resolve(undefined);

  constructor(options: SourceOffsetCommitterOptions) {
    this.#options = options;
    this.#log = withContext(options.log, { scope: 'offsets' });
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  /** Begins to commit at every interval. */
  start(progress: SourceProgress): void {
    this.#progress = progress;
    this.#loop = this.#commitAtIntervals();
  }

  beginBatch(): undefined {
    return undefined;
  }

  beforeHandOver(): undefined {
    return undefined;
  }

  recordSent(): true {
    return true;
  }

  recordDropped(): true {
    return true;
  }

  endBatch(): undefined {
    return undefined;
  }

  abandon(): void {
    // The producer is closed, and `stop` commits nothing for a cancelled task.
  }

  /** Waits for what is on its way and commits once more, unless the task is cancelled. A failed task keeps what arrived. */
  async stop(end: () => SourceTaskEnd): Promise<void> {
    try {
      if (end() !== 'cancelled') await this.#drain();
    } finally {
      this.#stopping.abort();
      await this.#loop;
      if (this.#loop !== undefined && end() !== 'cancelled') await this.commit();
    }
  }

  commit(): Promise<Error | undefined> {
    return (this.#pending = this.#pending.then(() => this.#commit()));
  }

  /** So that the last commit covers it. */
  async #drain(): Promise<void> {
    const { producer, submitted, timeoutMs } = this.#options;
    await producer.handOver(AbortSignal.timeout(timeoutMs));
    if (!(await producer.flush(timeoutMs))) {
      this.#options.log.warn(
        `${submitted.outstanding} records were not acknowledged within offset.flush.timeout.ms (${timeoutMs} ms): their offsets are not committed and they will be sent again`,
      );
    }
    this.#progress?.collect();
  }

  async #commitAtIntervals(): Promise<void> {
    const { clock, intervalMs } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      await clock.sleep(intervalMs, signal);
      if (signal.aborted) return;
      await this.commit();
    }
  }

  async #commit(): Promise<Error | undefined> {
    const offsets = this.#takeSafe();
    const start = this.#options.clock.monotonic();
    try {
      if (offsets.size > 0) await this.#write(offsets);
      this.#note(true, start);
    } catch (thrown) {
      this.#note(false, start);
      const error = asError(thrown);
      this.#log.error({ err: error }, 'Failed to commit source offsets: they are committed with the next commit');
      return error;
    }
    await this.#options.confirmations.committed();
    return undefined;
  }

  #note(hasSucceeded: boolean, start: number): void {
    const now = this.#options.clock.monotonic();
    this.#options.counters.noteCommit(hasSucceeded, now - start, now);
  }

  /** A record may fail between two looks at the acknowledgements: look until none has. */
  #takeSafe(): Map<string, PartitionOffset> {
    let offsets: Map<string, PartitionOffset>;
    this.#progress?.collect();
    do offsets = this.#options.submitted.committable();
    while ((this.#progress?.collect() ?? 0) > 0);
    return offsets;
  }

  async #write(offsets: ReadonlyMap<string, PartitionOffset>): Promise<void> {
    const { clock, writer, timeoutMs, submitted } = this.#options;
    const timer = new AbortController();
    const late = clock.sleep(timeoutMs, timer.signal).then(() => {
      if (!timer.signal.aborted) throw new ConnectError(`not written within offset.flush.timeout.ms (${timeoutMs} ms)`);
    });
    const written = writer.write(offsets.values()).then(() => submitted.forget(offsets));
    try {
      await Promise.race([written, late]);
      this.#log.debug(`Committed the offsets of ${offsets.size} source partitions`);
    } finally {
      timer.abort();
      // A write that is late may still fail: that was reported as late already.
      written.catch(() => undefined);
    }
  }
}
