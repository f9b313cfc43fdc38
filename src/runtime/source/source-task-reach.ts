/** Owns how far a source task has come. */
import type { SourceReach } from '../task-reach';
import type { InputEnd } from './input-end';
import type { SourceCommitter, SourceProgress } from './source-committer';
import type { SourceTaskCounters } from './source-task-counters';
import type { SubmittedRecords } from './submitted-records';

/** What is looked at. */
export interface SourceTaskReachOptions {
  readonly inputEnd: InputEnd;
  readonly submitted: SubmittedRecords;
  readonly committer: SourceCommitter;
  readonly counters: SourceTaskCounters;
  readonly collect: SourceProgress['collect'];
  /** True while records that `poll` has returned are not all sent. */
  readonly isSending: () => boolean;
}

/** The reach of one source task. */
export class SourceTaskReach implements SourceReach {
  readonly kind = 'source';
  readonly #options: SourceTaskReachOptions;

  constructor(options: SourceTaskReachOptions) {
    this.#options = options;
  }

  get moved(): number {
    return this.#options.counters.pollTotal;
  }

  get hasEnded(): boolean {
    return this.#options.inputEnd.hasEnded;
  }

  get isSettled(): boolean {
    const { collect, isSending, submitted } = this.#options;
    collect();
    return !isSending() && submitted.outstanding === 0;
  }

  commit(): Promise<Error | undefined> {
    return this.#options.committer.commit();
  }
}
