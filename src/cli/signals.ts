/** Owns signals: the first SIGTERM or SIGINT asks for a clean stop, the second ends the process at once. */
import { constants } from 'node:os';
import type { Logger } from '../logger';

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
  #isStopping = false;
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

  /** Stops listening. */
  release(): void {
    clearInterval(this.#waiting);
    for (const off of this.#handlers.splice(0)) off();
  }

  #onSignal(signal: StopSignal): void {
    if (this.#isStopping) {
      this.#log.warn(`${signal} again: ending at once, what is not committed will be delivered again`);
      process.exit(128 + constants.signals[signal]);
    }
    this.#isStopping = true;
    this.#log.info(`${signal}: stopping; the same signal once more ends the process at once`);
    this.#resolve(signal);
  }
}
