/** Owns which calls into an author's code have not come back yet. */
import { isPromise } from '../api/plugin';
import type { Clock } from '../clock';

/** A call that is under way; `since` on the monotonic clock. */
export interface AuthorCall {
  readonly method: string;
  readonly since: number;
}

/**
 * The calls of one task that wait for a promise of its author. One that answers at once costs nothing here: while it runs
 * nothing else of the process does, so nobody could look.
 */
export class AuthorCalls {
  readonly #clock: Clock;
  readonly #pending = new Set<AuthorCall>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The call under way for the longest time; undefined when there is none. */
  get oldest(): AuthorCall | undefined {
    const [first] = this.#pending;
    return first;
  }

  /** Notes a call until its answer is there. Gives back what is to be awaited instead: one that begins its work when it is awaited begins it once. */
  watch<T>(method: string, answer: T): T {
    if (!isPromise(answer)) return answer;
    const call: AuthorCall = { method, since: this.#clock.monotonic() };
    this.#pending.add(call);
    return Promise.resolve(answer).finally(() => this.#pending.delete(call)) as T;
  }
}
