/** Owns memory that text is gathered in as UTF-8, batch after batch, so that none of it is left to the garbage collector. */

const FIRST_BYTES = 64 * 1024;
/** Memory that is kept from one batch to the next. */
const KEPT_BYTES = 1024 * 1024;
const MOST_BYTES_PER_CHARACTER = 3;
/** Beyond that it pays to count the bytes first. */
const SHORT_TEXT = 4096;

/** Gathers pieces of text until they are taken. */
export class TextBuffer {
  #memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;

  /** Bytes that were added and not taken. */
  get size(): number {
    return this.#used;
  }

  /** Forgets what was added after there were `size` bytes. */
  cut(size: number): void {
    this.#used = size;
  }

  add(text: string): void {
    this.#reserve(text.length > SHORT_TEXT ? Buffer.byteLength(text) : text.length * MOST_BYTES_PER_CHARACTER);
    this.#used += this.#memory.write(text, this.#used);
  }

  /** All bytes since the last call. Valid until the next `add`: call it when they are written. */
  take(): Buffer {
    const taken = this.#memory.subarray(0, this.#used);
    this.#used = 0;
    if (this.#memory.length > KEPT_BYTES) this.#memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
    return taken;
  }

  #reserve(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.#memory.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#memory.length * 2));
    this.#memory.copy(grown, 0, 0, this.#used);
    this.#memory = grown;
  }
}
