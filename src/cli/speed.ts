/** Owns how fast a number grows now: over the last seconds, where the metrics look back over a minute. */

const LOOKS_BACK_MS = 5000;

/** The speed of one number that is looked at from time to time. */
export class Speed {
  readonly #seen: { readonly at: number; readonly value: number }[] = [];

  /** Takes what the number is; `now` in milliseconds of a monotonic clock. */
  note(value: number, now: number): void {
    this.#seen.push({ at: now, value });
    // One that is older than what is looked back over stays: the time from it on is covered.
    while ((this.#seen[1]?.at ?? now) <= now - LOOKS_BACK_MS) this.#seen.shift();
  }

  /** Per second; 0 until there are two looks. */
  get perSecond(): number {
    const [first, last] = [this.#seen[0], this.#seen[this.#seen.length - 1]];
    if (first === undefined || last === undefined || last.at <= first.at) return 0;
    return Math.max(0, ((last.value - first.value) * 1000) / (last.at - first.at));
  }
}
