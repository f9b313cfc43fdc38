/** Owns the commits of one source task's offsets: at every interval and at the end, what is safe and new. */
import type { SourceTask } from '../../api/source-task';
import type { Clock } from '../../clock';
import { asError, ConnectError } from '../../errors';
import { withContext, type Logger } from '../../logger';
import type { OffsetWriter, PartitionOffset } from '../../storage/offset-writer';
import type { SubmittedRecords } from './submitted-records';

/** What the committer of a task is made with. */
export interface SourceOffsetCommitterOptions {
  readonly task: SourceTask;
  readonly submitted: SubmittedRecords;
  readonly writer: Pick<OffsetWriter, 'write'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** `offset.flush.interval.ms`. */
  readonly intervalMs: number;
  /** `offset.flush.timeout.ms`. */
  readonly timeoutMs: number;
}

/** Takes in acknowledgements; returns how many failures there were among them. */
export type Collect = () => number;

/** Commits of one source task. A commit that fails is logged, counted, and repeated with the next. */
export class SourceOffsetCommitter {
  readonly #options: SourceOffsetCommitterOptions;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;
  #pending: Promise<void> = Promise.resolve();
  successes = 0;
  failures = 0;

  constructor(options: SourceOffsetCommitterOptions) {
    this.#options = options;
    this.#log = withContext(options.log, { scope: 'offsets' });
  }

  /** Begins to commit at every interval. */
  start(collect: Collect): void {
    this.#loop = this.#commitAtIntervals(collect);
  }

  /** Ends the intervals, then commits once more, unless `collect` is undefined: the task is cancelled. */
  async stop(collect: Collect | undefined): Promise<void> {
    this.#stopping.abort();
    if (this.#loop === undefined) return;
    await this.#loop;
    if (collect !== undefined) await this.commit(collect);
  }

  /** Commits what is safe. Never rejects. */
  commit(collect: Collect): Promise<void> {
    return (this.#pending = this.#pending.then(() => this.#commit(collect)));
  }

  async #commitAtIntervals(collect: Collect): Promise<void> {
    const { clock, intervalMs } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      await clock.sleep(intervalMs, signal);
      if (signal.aborted) return;
      await this.commit(collect);
    }
  }

  async #commit(collect: Collect): Promise<void> {
    const offsets = this.#takeSafe(collect);
    try {
      if (offsets.size > 0) await this.#write(offsets);
      this.successes++;
    } catch (thrown) {
      this.failures++;
      this.#log.error(
        { err: asError(thrown) },
        'Failed to commit source offsets: they are committed with the next commit',
      );
      return;
    }
    await this.#tellTask();
  }

  /** A record may fail between two looks at the acknowledgements: look until none has. */
  #takeSafe(collect: Collect): Map<string, PartitionOffset> {
    let offsets: Map<string, PartitionOffset>;
    collect();
    do offsets = this.#options.submitted.committable();
    while (collect() > 0);
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

  async #tellTask(): Promise<void> {
    try {
      await this.#options.task.commit?.();
    } catch (thrown) {
      this.#log.error({ err: asError(thrown) }, 'commit of the task failed');
    }
  }
}
