/** A clock that moves by hand: `advance` lets the sleeps that are due end. */
import type { Clock } from '../../src/clock';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** How many sleeps are pending. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = () => {
        this.#sleepers = this.#sleepers.filter((other) => other.wake !== wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.push({ due: this.#now + ms, wake });
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Moves the time on and lets everything that became due happen. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (const sleeper of this.#sleepers.filter(({ due }) => due <= this.#now)) sleeper.wake();
    await settle();
  }
}

/** Lets pending promise reactions and immediates run. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
