/** Owns how often a step took how long: counts by duration, plain numbers that are read when somebody asks. */

/** Upper bounds in milliseconds; what takes longer is counted behind the last. */
export const TIME_BOUNDS_MS: readonly number[] = [
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000,
];

/** Durations of one kind of step. `observe` is called once for a batch or a commit. */
export class TimeHistogram {
  /** How many fell under each bound and not under the one before; the last: beyond all bounds. */
  readonly counts: number[] = [...TIME_BOUNDS_MS.map(() => 0), 0];
  count = 0;
  sumMs = 0;

  observe(ms: number): void {
    let index = 0;
    while (index < TIME_BOUNDS_MS.length && ms > (TIME_BOUNDS_MS[index] ?? Infinity)) index++;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.count++;
    this.sumMs += ms;
  }
}
