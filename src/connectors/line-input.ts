/** Owns where the lines of the file source come from: a file that may grow, shrink or be replaced, or standard input. */
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { asError, ConnectError } from '../errors';

const BLOCK_BYTES = 64 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/** What became of a file whose end was reached. */
export type FileChange = 'none' | 'truncated' | 'replaced';

/** The code of a failed system call, such as `ENOENT`. */
function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** An open file, read from a position on. */
export class FileInput {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #opened: Stats;
  #position = 0;

  private constructor(path: string, handle: FileHandle, opened: Stats) {
    this.#path = path;
    this.#handle = handle;
    this.#opened = opened;
  }

  /** Opens a file; undefined while there is none. Throws ConnectError, naming the file, for what cannot be read. */
  static async open(path: string): Promise<FileInput | undefined> {
    try {
      const handle = await open(path, 'r');
      const opened = await handle.stat();
      if (!opened.isDirectory()) return new FileInput(path, handle, opened);
      await handle.close();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw readError(path, error);
    }
    throw new ConnectError(`${path} is a directory: set 'file' to a file`);
  }

  /** Bytes of the file when it was opened. */
  get size(): number {
    return this.#opened.size;
  }

  /** False for pipes and devices, which have no positions. */
  get hasPositions(): boolean {
    return this.#opened.isFile();
  }

  /** Goes on from a position. */
  seek(position: number): void {
    this.#position = position;
  }

  /** Reads into the buffer and returns how many bytes came; 0 at the end. */
  async read(buffer: Buffer): Promise<number> {
    try {
      const place = this.hasPositions ? this.#position : null;
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, place);
      this.#position += bytesRead;
      return bytesRead;
    } catch (error) {
      throw readError(this.#path, error);
    }
  }

  /**
   * The start of the line in which a position lies: the position itself if a line begins there. A position between `\r` and
   * `\n` belongs to the line before, which is finished.
   */
  async lineStart(position: number): Promise<number> {
    for (let end = position; end > 0;) {
      const start = Math.max(0, end - BLOCK_BYTES);
      const block = Buffer.alloc(end - start + 1);
      const { bytesRead } = await this.#handle.read(block, 0, block.length, start);
      const found = Math.max(block.lastIndexOf(LF, end - start - 1), block.lastIndexOf(CR, end - start - 1));
      if (found !== -1) {
        const isSplit = block[found] === CR && found + 1 < bytesRead && block[found + 1] === LF;
        return start + found + (isSplit ? 2 : 1);
      }
      end = start;
    }
    return 0;
  }

  /** What happened to the file since it was opened; ask at its end. A file that is gone may come back: no change yet. */
  async change(): Promise<FileChange> {
    if (!this.hasPositions) return 'none';
    if ((await this.#handle.stat()).size < this.#position) return 'truncated';
    try {
      const found = await stat(this.#path);
      return found.ino === this.#opened.ino && found.dev === this.#opened.dev ? 'none' : 'replaced';
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 'none';
      throw readError(this.#path, error);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function readError(path: string, error: unknown): ConnectError {
  return new ConnectError(`Cannot read file ${path}: ${asError(error).message}`, { cause: error });
}

/** Standard input, or any other stream, read when asked. */
export class StreamInput {
  readonly #stream: Readable;
  #hasEnded = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;
  readonly #onReadable = () => this.#wake();
  readonly #onEnd = () => {
    this.#hasEnded = true;
    this.#wake();
  };
  readonly #onError = (error: Error) => {
    this.#failure = error;
    this.#wake();
  };

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('readable', this.#onReadable).on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onError);
  }

  /** True when nothing can come any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** What has come, or null. Throws ConnectError when the stream has failed. */
  read(): Buffer | null {
    if (this.#failure !== undefined) throw readError('standard input', this.#failure);
    const chunk: unknown = this.#stream.read();
    if (chunk === null || chunk === undefined) return null;
    return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
  }

  /** Resolves when there may be something to read, when `idle` resolves, or at the end. */
  async waitForData(idle: Promise<void>): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([woken, idle]);
    this.#wake = () => undefined;
  }

  /** Lets go of the stream without closing it: another task may read on. */
  close(): void {
    this.#stream
      .off('readable', this.#onReadable)
      .off('end', this.#onEnd)
      .off('close', this.#onEnd)
      .off('error', this.#onError);
    this.#stream.pause();
  }
}
