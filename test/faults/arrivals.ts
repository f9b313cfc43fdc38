/** Owns what has arrived in a file that grows: each record once, however often it comes. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

/** Reads on where it stopped. */
export class Arrivals {
  readonly #file: string;
  readonly #numberOf: (line: string) => number;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #seen = new Uint8Array(1 << 20);
  #position = 0;
  #rest = '';
  /** Different records so far. */
  distinct = 0;
  /** Records that came again. */
  repeated = 0;
  /** Lines that are none. */
  strange = 0;

  constructor(file: string, numberOf: (line: string) => number) {
    this.#file = file;
    this.#numberOf = numberOf;
  }

  /** Takes in what was added. */
  take(): void {
    if (!existsSync(this.#file)) return;
    const file = openSync(this.#file, 'r');
    try {
      for (let size = 1; size > 0;) {
        size = readSync(file, this.#chunk, 0, CHUNK_BYTES, this.#position);
        this.#position += size;
        this.#takeText(this.#chunk.toString('latin1', 0, size));
      }
    } finally {
      closeSync(file);
    }
  }

  #takeText(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#takeRecord(this.#numberOf(line));
  }

  #takeRecord(number: number): void {
    if (number === Number.MAX_SAFE_INTEGER) {
      this.strange++;
      return;
    }
    while (number >= this.#seen.length) this.#grow();
    if (this.#seen[number] === 1) this.repeated++;
    else this.distinct++;
    this.#seen[number] = 1;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#seen.length * 2);
    larger.set(this.#seen);
    this.#seen = larger;
  }
}
