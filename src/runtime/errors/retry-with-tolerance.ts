/** Owns what happens when a transform or converter fails on a record: retry, report, then skip or fail (KIP-298). */
import type { Clock } from '../../clock';
import { asError, ConnectError, RetriableError, TaskStoppingError } from '../../errors';
import type { ErrorCounters } from './error-counters';
import type { PendingReports } from './pending-reports';
import type { ErrorReporter, FailedRecord, ProcessingContext } from './processing-context';
import type { StageSite } from './stage';

/** Stands in the place of a result: the record is dropped. */
export const SKIPPED: unique symbol = Symbol('skipped');

/** The connector's `errors.*` settings. */
export interface ToleranceSettings {
  readonly tolerance: 'none' | 'all';
  /** `errors.retry.timeout`: 0 no retry, negative without end. */
  readonly retryTimeoutMs: number;
  /** `errors.retry.delay.max.ms`. */
  readonly retryDelayMaxMs: number;
}

/** A step that failed once. `again` repeats it. */
export interface FailedAttempt<T> {
  readonly site: StageSite;
  readonly error: unknown;
  readonly again: () => T | Promise<T>;
  /** The record as it came; asked for only when there is something to report. */
  readonly record: () => FailedRecord;
}

/** What the boundary needs of its task. */
export interface RetryWithToleranceOptions {
  readonly settings: ToleranceSettings;
  readonly clock: Clock;
  readonly reporters: readonly ErrorReporter[];
  /** Aborted when the task stops: ends the wait for the next retry. */
  readonly signal: AbortSignal;
  readonly counters: ErrorCounters;
  /** Takes the reports that are not safe at once; without it they are waited for one by one. */
  readonly pending?: PendingReports;
}

const FIRST_DELAY_MS = 300;
/** Reports under way at which a record that fails waits: a topic full of bad records must not fill the memory. */
const MOST_PENDING = 5000;

/**
 * The error boundary of a task. The good path never comes here: callers run a step themselves and call `failed` when it
 * throws or rejects.
 */
export class RetryWithTolerance {
  readonly #options: RetryWithToleranceOptions;

  constructor(options: RetryWithToleranceOptions) {
    this.#options = options;
  }

  get tolerance(): 'none' | 'all' {
    return this.#options.settings.tolerance;
  }

  /**
   * Repeats a failed step while its errors are retriable and time is left. Resolves with the result, or with SKIPPED when the
   * failure is tolerated; rejects with ConnectError when it is not, with TaskStoppingError when the task stops meanwhile.
   */
  async failed<T>(attempt: FailedAttempt<T>): Promise<T | typeof SKIPPED> {
    const { clock, settings, signal, counters } = this.#options;
    const start = clock.monotonic();
    const deadline = settings.retryTimeoutMs < 0 ? Infinity : start + settings.retryTimeoutMs;
    let error = asError(attempt.error);
    this.#noteFailure();
    for (let retry = 1; isRetriable(error) && clock.monotonic() < deadline; retry++) {
      await clock.sleep(this.#delay(retry, deadline), signal);
      if (signal.aborted) throw new TaskStoppingError('stopped while waiting for a retry', { cause: error });
      counters.retries++;
      try {
        return await attempt.again();
      } catch (thrown) {
        error = asError(thrown);
        this.#noteFailure();
      }
    }
    return this.#finish({ ...attempt.site, record: attempt.record(), error });
  }

  /**
   * Reports a failure that cannot be repeated: a send, an errant record. Returns a promise of its safety, or undefined when
   * it is safe at once. Throws ConnectError when nothing is tolerated; the report is made nevertheless. As in Kafka Connect a
   * tolerated one counts as a failure, and neither as an error nor as skipped.
   */
  reportFinal(context: ProcessingContext): Promise<void> | undefined {
    this.#noteFailure();
    const report = this.#report(context);
    if (this.tolerance === 'none') {
      this.#options.counters.recordErrors++;
      // The task fails and commits nothing of this record: whether the report arrives is the reporter's to say.
      report?.catch(() => undefined);
      throw toleranceExceeded(context);
    }
    return report;
  }

  async #finish(context: ProcessingContext): Promise<typeof SKIPPED> {
    const { counters, pending, signal } = this.#options;
    counters.recordErrors++;
    // A reporter that could not report has said so itself; the record counts as dealt with (KIP-298).
    const report = this.#report(context)?.catch(() => undefined);
    if (report !== undefined && pending !== undefined && 'consumed' in context.record) {
      pending.add(context.record.consumed, report);
    } else if (report !== undefined) await report;
    if (this.tolerance === 'none') throw toleranceExceeded(context);
    counters.recordsSkipped++;
    await pending?.room(MOST_PENDING, signal);
    return SKIPPED;
  }

  #report(context: ProcessingContext): Promise<void> | undefined {
    const unsafe: Promise<void>[] = [];
    for (const reporter of this.#options.reporters) {
      const report = reporter.report(context);
      if (report !== undefined) unsafe.push(report);
    }
    return unsafe.length < 2 ? unsafe[0] : Promise.all(unsafe).then(() => undefined);
  }

  #noteFailure(): void {
    this.#options.counters.recordFailures++;
    this.#options.counters.lastErrorTimestamp = this.#options.clock.now();
  }

  #delay(retry: number, deadline: number): number {
    const { clock, settings } = this.#options;
    const doubled = FIRST_DELAY_MS * 2 ** (retry - 1);
    const delay = doubled > settings.retryDelayMaxMs ? Math.floor(Math.random() * settings.retryDelayMaxMs) : doubled;
    return Math.max(0, Math.min(delay, deadline - clock.monotonic()));
  }
}

/** The error with which a task fails when nothing is tolerated. */
export function toleranceExceeded({
  stage,
  executingClass,
  error,
}: StageSite & { readonly error: Error }): ConnectError {
  const message = `Tolerance exceeded in error handler: ${stage} by ${executingClass} failed: ${error.message}`;
  return new ConnectError(message, { cause: error });
}

/** Retriable by class, or a plugin's own error that says so (`isRetriable`), whichever copy of this package made it. */
export function isRetriable(error: Error): boolean {
  return error instanceof RetriableError || error.name === 'RetriableError' || hasRetriableMark(error);
}

function hasRetriableMark(error: Error): boolean {
  return 'isRetriable' in error && error.isRetriable === true;
}
