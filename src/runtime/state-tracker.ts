/** Owns how long something has been in each of its states. */

/** Times are milliseconds of a monotonic clock; the count begins with the first state. */
export class StateTracker<S extends string> {
  readonly #spent = new Map<S, number>();
  readonly #start: number;
  #state: S;
  #since: number;

  constructor(state: S, now: number) {
    this.#state = state;
    this.#start = now;
    this.#since = now;
  }

  changeState(state: S, now: number): void {
    this.#spent.set(this.#state, this.#timeIn(this.#state, now));
    this.#state = state;
    this.#since = now;
  }

  /** The share of the time that was spent in a state, from 0 to 1; 0 where no time has passed. */
  ratio(state: S, now: number): number {
    return now <= this.#start ? 0 : this.#timeIn(state, now) / (now - this.#start);
  }

  #timeIn(state: S, now: number): number {
    return (this.#spent.get(state) ?? 0) + (state === this.#state ? now - this.#since : 0);
  }
}
