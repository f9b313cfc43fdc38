/** Owns measuring: a subject and a yardstick take turns in short rounds, and the median of the rounds counts. */

/** A piece of work; `run` does it once and returns something that depends on all of it. */
export interface Subject {
  readonly name: string;
  readonly run: () => unknown;
  /** How many records one run is. Default 1. */
  readonly records?: number;
}

/** What was measured. */
export interface Comparison {
  /** Per record. */
  readonly nanoseconds: number;
  /** How many times the yardstick, in the same round. */
  readonly ratio: number;
}

const ROUNDS = 61;
const ROUND_NS = 8e6;
const WARM_UP_NS = 400e6;

/** Kept so that no run can be left out as useless. */
let sink: unknown;

/** Measures both in alternating rounds: what slows the machine down for a while slows both. */
export function compare(subject: Subject, yardstick: Subject): Comparison {
  const count = warmUp(subject);
  const yardstickCount = warmUp(yardstick);
  const times: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const unit = timeOf(yardstick, yardstickCount);
    const time = timeOf(subject, count);
    times.push(time);
    ratios.push(time / unit);
  }
  if (sink === undefined) throw new Error('nothing was measured');
  return { nanoseconds: median(times), ratio: median(ratios) };
}

/** Nanoseconds of processor time per record: time in which the machine was busy with something else does not count. */
function timeOf({ run, records = 1 }: Subject, count: number): number {
  const start = process.cpuUsage();
  for (let index = 0; index < count; index++) sink = run();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / count / records;
}

/** Runs until the compiler has settled; returns how many runs fill a round. */
function warmUp(subject: Subject): number {
  let count = 1;
  let time = 0;
  for (let spent = 0; spent < WARM_UP_NS; spent += time) {
    time = timeOf(subject, count) * count * (subject.records ?? 1);
    if (time < ROUND_NS) count = Math.ceil(count * Math.min(10, ROUND_NS / Math.max(time, 1)));
  }
  return count;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
