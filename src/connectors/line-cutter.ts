/** Owns the cutting of bytes into lines of UTF-8 text, and the position in bytes after each line. */

const LF = 0x0a;
const CR = 0x0d;
const NONE = -1;

/**
 * Takes chunks of bytes and gives lines. A line ends with `\n`, `\r\n` or a `\r` after which something else stands; what is
 * unfinished waits for the next chunk. Every byte is looked at once, however long a line is.
 */
export class LineCutter {
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The next ends in the chunk, if they are not behind already: most files have no `\r` at all. */
  #nextLf = NONE;
  #nextCr = NONE;
  /** The beginning of an unfinished line, out of earlier chunks. */
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #endsWithCr = false;
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  /** The position after the line that was returned last. */
  get position(): number {
    return this.#position;
  }

  /** Bytes of the unfinished line. */
  get unfinishedBytes(): number {
    return this.#pieceBytes + (this.#endsWithCr ? 1 : 0);
  }

  /** Adds bytes. Call it only after `next` has returned undefined; then the memory of earlier chunks may be used again. */
  add(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
    this.#nextLf = chunk.indexOf(LF);
    this.#nextCr = chunk.indexOf(CR);
  }

  /** The next line without its end, or undefined when more bytes are needed. */
  next(): string | undefined {
    if (this.#at === this.#chunk.length) return undefined;
    if (this.#endsWithCr) return this.#finishAfterCr();
    const end = this.#findEnd();
    if (end === NONE) {
      this.#keep(this.#chunk.length);
      return undefined;
    }
    if (this.#chunk[end] === LF) return this.#finish(end, 1);
    if (end + 1 < this.#chunk.length) return this.#finish(end, this.#chunk[end + 1] === LF ? 2 : 1);
    this.#endsWithCr = true;
    this.#keep(end);
    return undefined;
  }

  /** The unfinished line, where nothing can follow any more; undefined when there is none. */
  takeUnfinished(): string | undefined {
    if (this.unfinishedBytes === 0) return undefined;
    const endSize = this.#endsWithCr ? 1 : 0;
    this.#endsWithCr = false;
    return this.#finish(this.#at, endSize);
  }

  #findEnd(): number {
    if (this.#nextLf !== NONE && this.#nextLf < this.#at) this.#nextLf = this.#chunk.indexOf(LF, this.#at);
    if (this.#nextCr === NONE) return this.#nextLf;
    if (this.#nextCr < this.#at) this.#nextCr = this.#chunk.indexOf(CR, this.#at);
    if (this.#nextCr === NONE) return this.#nextLf;
    return this.#nextLf === NONE ? this.#nextCr : Math.min(this.#nextLf, this.#nextCr);
  }

  #finishAfterCr(): string {
    this.#endsWithCr = false;
    const line = this.#finish(this.#at, this.#chunk[this.#at] === LF ? 1 : 0);
    this.#position += 1;
    return line;
  }

  #finish(end: number, endSize: number): string {
    const line = this.#pieces.length === 0 ? this.#chunk.toString('utf8', this.#at, end) : this.#joined(end);
    this.#position += this.#pieceBytes + end - this.#at + endSize;
    this.#pieceBytes = 0;
    this.#at = Math.min(end + endSize, this.#chunk.length);
    return line;
  }

  #joined(end: number): string {
    const line = Buffer.concat([...this.#pieces, this.#chunk.subarray(this.#at, end)]).toString();
    this.#pieces = [];
    return line;
  }

  #keep(end: number): void {
    if (end > this.#at) {
      this.#pieces.push(Buffer.from(this.#chunk.subarray(this.#at, end)));
      this.#pieceBytes += end - this.#at;
    }
    this.#at = this.#chunk.length;
  }
}
