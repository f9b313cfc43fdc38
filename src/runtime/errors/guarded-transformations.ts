/** Owns the run of a transformation chain inside the error boundary: each stage alone is retried, tolerated or fatal. */
import type { ConnectRecord } from '../../api/connect-record';
import { isPromise } from '../../api/plugin';
import type { TransformationChain } from '../transformation-chain';
import type { FailedRecord } from './processing-context';
import { SKIPPED, type RetryWithTolerance } from './retry-with-tolerance';

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
    for (let index = first; index < stages.length; index++) {
      const next = this.#runStage(index, current);
      if (next instanceof Promise) return next.then((later) => this.#goOn(index + 1, later));
      if (next === null) return null;
      current = next;
    }
    return current;
  }

  #goOn(index: number, record: R | null | typeof SKIPPED): R | null | Promise<R | null> {
    return record === null || record === SKIPPED ? null : this.#runFrom(index, record);
  }

  #runStage(index: number, record: R): R | null | Promise<R | null | typeof SKIPPED> {
    const stage = this.#chain.stages[index];
    if (stage === undefined) return record;
    try {
      const next = stage.apply(record);
      if (!isPromise(next)) return next;
      return Promise.resolve(next).catch((error: unknown) => this.#recover(index, record, error));
    } catch (error) {
      return this.#recover(index, record, error);
    }
  }

  #recover(index: number, record: R, error: unknown): Promise<R | null | typeof SKIPPED> {
    const stage = this.#chain.stages[index];
    return this.#boundary.failed<R | null>({
      site: { stage: 'TRANSFORMATION', executingClass: stage?.className ?? '' },
      error,
      again: () => stage?.apply(record) ?? null,
      record: this.#current,
    });
  }
}
