/** Owns SIGHUP: a service reads its files again, and a process whose terminal is gone is stopped. */
import { isatty } from 'node:tty';
import type { Logger } from '../logger';

const STANDARD_ERROR = 2;

/** Listens from now on until `release`. A signal that comes before somebody can act on it is kept. */
export class HangupSignal {
  readonly #log: Logger;
  readonly #isTerminal: () => boolean;
  readonly #hadTerminal: boolean;
  readonly #handler = () => this.#onSignal();
  #act: (() => Promise<void>) | undefined;
  #isDue = false;
  #isActing = false;

  constructor(log: Logger, isTerminal = () => isatty(STANDARD_ERROR)) {
    this.#log = log;
    this.#isTerminal = isTerminal;
    this.#hadTerminal = isTerminal();
    process.on('SIGHUP', this.#handler);
  }

  /** What is done at each signal from now on, never twice at the same time. It must not reject. */
  onSignal(act: () => Promise<void>): void {
    this.#act = act;
    void this.#carryOut();
  }

  /** Stops listening. */
  release(): void {
    process.off('SIGHUP', this.#handler);
    this.#act = undefined;
  }

  #onSignal(): void {
    if (this.#hadTerminal && !this.#isTerminal()) {
      this.#log.info('SIGHUP: the terminal is gone');
      process.kill(process.pid, 'SIGTERM');
      return;
    }
    this.#isDue = true;
    void this.#carryOut();
  }

  async #carryOut(): Promise<void> {
    if (this.#isActing) return;
    this.#isActing = true;
    while (this.#isDue && this.#act !== undefined) {
      this.#isDue = false;
      await this.#act();
    }
    this.#isActing = false;
  }
}
