/** Owns what happens when a transform or converter fails on a record: retry, report, then skip or fail (KIP-298). */
import type { Clock } from '../../clock';
import { asError, ConnectError, RetriableError, TaskStoppingError } from '../../errors';
import type { ErrorCounters } from './error-counters';
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
}

const FIRST_DELAY_MS = 300;

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

  /** Reports a failure that cannot be repeated (a send, an errant record) and decides: SKIPPED, or a rejection. */
  async reportFinal(context: ProcessingContext): Promise<typeof SKIPPED> {
    this.#noteFailure();
    return this.#finish(context);
  }

  async #finish(context: ProcessingContext): Promise<typeof SKIPPED> {
    const { counters, reporters } = this.#options;
    counters.recordErrors++;
    await Promise.all(reporters.map((reporter) => reporter.report(context)));
    if (this.tolerance === 'none') {
      throw new ConnectError(
        `Tolerance exceeded in error handler: ${context.stage} by ${context.executingClass} failed: ${context.error.message}`,
        { cause: context.error },
      );
    }
    counters.recordsSkipped++;
    return SKIPPED;
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

/** Retriable by class, or a plugin's own error that says so (`isRetriable`), whichever copy of this package made it. */
export function isRetriable(error: Error): boolean {
  return error instanceof RetriableError || error.name === 'RetriableError' || hasRetriableMark(error);
}

function hasRetriableMark(error: Error): boolean {
  return 'isRetriable' in error && error.isRetriable === true;
}
