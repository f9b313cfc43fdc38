/** Owns the run of numbered conversion steps inside the error boundary: after the first that fails for good the rest is skipped. */
import type { FailedRecord } from './processing-context';
import { SKIPPED, type RetryWithTolerance } from './retry-with-tolerance';
import type { StageSite } from './stage';

/** What the steps of a codec are. */
export interface GuardedStepsOptions<S> {
  readonly boundary: RetryWithTolerance;
  /** One site per step, in order. */
  readonly sites: readonly StageSite[];
  /** Carries out one step; undefined when it is done at once. */
  readonly perform: (subject: S, step: number) => Promise<void> | undefined;
  /** The record on its way, for reports. */
  readonly current: () => FailedRecord;
}

type Outcome = typeof SKIPPED | undefined;

/** Runs the steps of one subject after another. Makes a promise only when a step does, or fails. */
export class GuardedSteps<S> {
  readonly #options: GuardedStepsOptions<S>;

  constructor(options: GuardedStepsOptions<S>) {
    this.#options = options;
  }

  /** True when all steps are done, false when the record is to be dropped because a failure is tolerated. */
  run(subject: S, first = 0): boolean | Promise<boolean> {
    const { sites, perform } = this.#options;
    let step = first;
    try {
      for (; step < sites.length; step++) {
        const pending = perform(subject, step);
        if (pending !== undefined) return this.#goOn(subject, step, this.#guard(subject, step, pending));
      }
      return true;
    } catch (error) {
      return this.#goOn(subject, step, this.#recover(subject, step, error));
    }
  }

  #guard(subject: S, step: number, pending: Promise<void>): Promise<Outcome> {
    return pending.then(
      () => undefined,
      (error: unknown) => this.#recover(subject, step, error),
    );
  }

  async #goOn(subject: S, step: number, pending: Promise<Outcome>): Promise<boolean> {
    return (await pending) === SKIPPED ? false : this.run(subject, step + 1);
  }

  async #recover(subject: S, step: number, error: unknown): Promise<Outcome> {
    const { boundary, sites, perform, current } = this.#options;
    const site = sites[step];
    if (site === undefined) throw error;
    const again = async () => {
      await perform(subject, step);
      return undefined;
    };
    return boundary.failed<undefined>({ site, error, again, record: current });
  }
}
