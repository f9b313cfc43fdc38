/** Owns the run of a transformation chain inside the error boundary: each stage alone is retried, tolerated or fatal. */
import { ConnectRecord } from '../../api/connect-record';
import { isPromise } from '../../api/plugin';
import type { TransformationChain } from '../transformation-chain';
import type { FailedRecord } from './processing-context';
import { SKIPPED, type RetryWithTolerance } from './retry-with-tolerance';

type Outcome<R> = R | null | typeof SKIPPED;

/** A chain with its boundary. Records come one after another. */
export class GuardedTransformations<R extends ConnectRecord> {
  readonly #chain: TransformationChain<R>;
  readonly #boundary: RetryWithTolerance;
  readonly #current: () => FailedRecord;

  /** `current` tells which record is on its way, for reports. */
  constructor(chain: TransformationChain<R>, boundary: RetryWithTolerance, current: () => FailedRecord) {
    this.#chain = chain;
    this.#boundary = boundary;
    this.#current = current;
  }

  /** The transformed record, or `null` when it was dropped or its failure is tolerated. */
  run(record: R): R | null | Promise<R | null> {
    return this.#runFrom(0, record);
  }

  close(): Promise<void> {
    return this.#chain.close();
  }

  #runFrom(first: number, record: R): R | null | Promise<R | null> {
    const stages = this.#chain.stages;
    let current = record;
    let index = first;
    try {
      for (const last = stages.length; index < last; index++) {
        const next = stages[index]?.apply(current) ?? null;
        if (next === null) return null;
        // Nearly always a record: asking for its class is much cheaper than asking for a `then` that it does not have.
        if (!(next instanceof ConnectRecord) && isPromise(next))
          return this.#goOn(index, this.#guard(index, current, next));
        current = next;
      }
      return current;
    } catch (error) {
      return this.#goOn(index, this.#recover(index, current, error));
    }
  }

  #guard(index: number, record: R, pending: Promise<R | null>): Promise<Outcome<R>> {
    return Promise.resolve(pending).catch((error: unknown) => this.#recover(index, record, error));
  }

  async #goOn(index: number, pending: Promise<Outcome<R>>): Promise<R | null> {
    const record = await pending;
    return record === null || record === SKIPPED ? null : this.#runFrom(index + 1, record);
  }

  #recover(index: number, record: R, error: unknown): Promise<Outcome<R>> {
    const stage = this.#chain.stages[index];
    return this.#boundary.failed<R | null>({
      site: { stage: 'TRANSFORMATION', executingClass: stage?.className ?? '' },
      error,
      again: () => stage?.apply(record) ?? null,
      record: this.#current,
    });
  }
}
