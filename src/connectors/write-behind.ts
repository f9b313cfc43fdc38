/** Owns writing behind: text of the next batches is gathered while that of the ones before is on its way to the file. */
import { asError } from '../errors';
import { TextBuffer } from './text-buffer';

/** So much text may wait for its turn. */
const MOST_BYTES = 256 * 1024;
/** For less it does not pay to go on before it is written, and an error is told where it belongs. */
const SMALL_BYTES = 16 * 1024;

/** Writes batches of text in order, one write at a time. After a failure nothing more is written. */
export class WriteBehind {
  readonly #write: (bytes: Buffer) => Promise<void>;
  /** What is gathered, and the memory of what is being written. */
  #gathered = new TextBuffer();
  #other = new TextBuffer();
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  /** `write` may use the bytes until its promise is settled. */
  constructor(write: (bytes: Buffer) => Promise<void>) {
    this.#write = write;
  }

  /** Gathers what `fill` adds, all of it or, when it throws, nothing. Then call `send`. */
  gather(fill: (text: TextBuffer) => void): void {
    const { size } = this.#gathered;
    try {
      fill(this.#gathered);
    } catch (error) {
      this.#gathered.cut(size);
      throw error;
    }
  }

  /** Undefined: the next batch may come. Otherwise resolves when it may. Throws or rejects with what an earlier write failed with. */
  send(): Promise<void> | undefined {
    this.#throwFailure();
    const { size } = this.#gathered;
    if (size === 0) return undefined;
    if (this.#writing === undefined) this.#start();
    else if (size > MOST_BYTES) return this.#writing.then(() => this.#throwFailure());
    return size < SMALL_BYTES ? this.settled() : undefined;
  }

  /** Resolves when everything is written. Rejects with what a write failed with. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    this.#throwFailure();
  }

  #start(): void {
    const bytes = this.#gathered.take();
    [this.#gathered, this.#other] = [this.#other, this.#gathered];
    this.#writing = this.#write(bytes).then(
      () => {
        this.#writing = undefined;
        if (this.#gathered.size > 0) this.#start();
      },
      (error: unknown) => {
        this.#writing = undefined;
        this.#failure = asError(error);
      },
    );
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
