/** Owns signals: the first SIGTERM or SIGINT asks for a clean stop, the second ends the process at once. */
import { constants } from 'node:os';
import type { Logger } from '../logger';
import type { StuckProcessGuard } from './stuck-process-guard';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** The signal that asked for the stop. */
export type StopSignal = (typeof SIGNALS)[number];

const LONGEST_INTERVAL_MS = 0x7fffffff;

/** Listens for the two signals from now on, and keeps the process alive until `release`. */
export class StopSignals {
  readonly #log: Logger;
  readonly #received: Promise<StopSignal>;
  readonly #handlers: (() => void)[] = [];
  #resolve: (signal: StopSignal) => void = () => undefined;
  #count = 0;
  #guard: StuckProcessGuard | undefined;
  /** Signals alone keep no process alive: a worker whose tasks have all failed must wait for one nevertheless. */
  readonly #waiting = setInterval(() => undefined, LONGEST_INTERVAL_MS);

  constructor(log: Logger) {
    this.#log = log;
    this.#received = new Promise((resolve) => (this.#resolve = resolve));
    for (const signal of SIGNALS) {
      const handler = () => this.#onSignal(signal);
      process.on(signal, handler);
      this.#handlers.push(() => process.off(signal, handler));
    }
  }

  /** Resolves with the first signal. */
  received(): Promise<StopSignal> {
    return this.#received;
  }

  /** Signals since the start. */
  get count(): number {
    return this.#count;
  }

  /** Takes a guard that hears signals where this cannot, and lets go of it at `release`. */
  useGuard(guard: StuckProcessGuard): void {
    this.#guard = guard;
    guard.start();
  }

  /** The process is to end, without a signal: from now on the guard sees to it that it does. */
  expectEnd(): void {
    this.#guard?.expectEnd(0);
  }

  /** Stops listening. */
  release(): void {
    this.#guard?.release();
    clearInterval(this.#waiting);
    for (const off of this.#handlers.splice(0)) off();
  }

  #onSignal(signal: StopSignal): void {
    this.#guard?.acknowledge();
    if (this.#count++ > 0) {
      this.#log.warn(`${signal} again: ending at once, what is not committed will be delivered again`);
      process.exit(128 + constants.signals[signal]);
    }
    this.#log.info(`${signal}: stopping; the same signal once more ends the process at once`);
    this.#resolve(signal);
  }
}
