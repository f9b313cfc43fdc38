/** Owns what the author of a source task has said about the end of the input. */
import type { Clock } from '../../clock';

/** A poll that says so and then only waits need not be waited for; one that is about to return records is fast. */
const SAID_FOR_MS = 250;

/** The end of the input of one source task. */
export class InputEnd {
  readonly #clock: Clock;
  readonly #endsRun: boolean;
  #saidAt: number | undefined;
  #isPolling = false;
  #isOfThisPoll = false;
  #problem: Error | undefined;

  /** `endsRun`: the run ends with its input, so that input which is not there is a failure and not waited for. */
  constructor(clock: Clock, endsRun: boolean) {
    this.#clock = clock;
    this.#endsRun = endsRun;
  }

  /** Everything that was there was returned. */
  get hasEnded(): boolean {
    if (this.#saidAt === undefined) return false;
    return !this.#isPolling || !this.#isOfThisPoll || this.#clock.monotonic() >= this.#saidAt + SAID_FOR_MS;
  }

  /** Why the task cannot end with its input; it is to fail. */
  get problem(): Error | undefined {
    return this.#problem;
  }

  /** What `endOfInput` of the task's context does. */
  say(problem?: Error): void {
    if (problem !== undefined) {
      if (this.#endsRun) this.#problem = problem;
      return;
    }
    this.#saidAt ??= this.#clock.monotonic();
    this.#isOfThisPoll = true;
  }

  /** Call before each poll. */
  pollStarts(): void {
    this.#isPolling = true;
    this.#isOfThisPoll = false;
  }

  /** Call after each poll: records take back what an earlier one has said. */
  pollEnds(records: number): void {
    this.#isPolling = false;
    if (records > 0 && !this.#isOfThisPoll) this.#saidAt = undefined;
  }
}
