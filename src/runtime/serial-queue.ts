/** Owns the order of changes: those of one key are carried out one after another, those of different keys side by side. */

/** One queue per key. A change that fails does not hold up the next. */
export class SerialQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Carries out a change after all earlier ones of its key. */
  async run<T>(key: string, change: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(change);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
