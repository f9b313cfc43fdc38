/** Owns source offsets in a file that Apache's worker can read and write as well. */
import { readFile, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { sep } from 'node:path';
import { asError, ConnectError, DataError, IllegalStateError, OffsetFileError, OffsetWriteError } from '../errors';
import { decodeOffsetMap, encodeOffsetMap } from './java-offset-map';
import type { OffsetBackingStore, OffsetEntry } from './offset-backing-store';
import { ifExists, isSameFile, keepAs, locateFile, replaceFile, type FileIdentity } from './offset-file';
import { OffsetFileLock } from './offset-file-lock';
import { OffsetTable } from './offset-table';

/** What to do with a file that is damaged: refuse it, take the previous version, or begin without offsets. */
export type OnCorrupt = 'fail' | 'backup' | 'empty';

/** Settings of the store. */
export interface FileOffsetBackingStoreOptions {
  /** `offset.storage.file.filename`. */
  readonly path: string;
  /** Default `fail`. */
  readonly onCorrupt?: OnCorrupt;
  /** Told of what the user should know; nothing of it stops the store. */
  readonly onWarning?: (message: string) => void;
  /** For tests of the lock. Default: where the process runs. */
  readonly platform?: NodeJS.Platform;
}

/**
 * The whole map is written at each change, so that a crash at any instant leaves the old file or the new one. The version
 * before is kept as `.bak`. While it is started nobody else can start a store on the same file.
 */
export class FileOffsetBackingStore implements OffsetBackingStore {
  readonly #path: string;
  readonly #onCorrupt: OnCorrupt;
  readonly #warn: (message: string) => void;
  readonly #platform: NodeJS.Platform;
  #file = '';
  #lock: OffsetFileLock | undefined;
  #table = OffsetTable.EMPTY;
  /** The file as it was last read or written; undefined while there is none, or none that could be read. */
  #known: FileIdentity | undefined;
  #lastWrite: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(options: FileOffsetBackingStoreOptions) {
    this.#path = options.path;
    this.#onCorrupt = options.onCorrupt ?? 'fail';
    this.#warn = options.onWarning ?? (() => undefined);
    this.#platform = options.platform ?? process.platform;
  }

  async start(): Promise<void> {
    this.#file = await locateFile(this.#path);
    this.#warnOfTemporaryFolder();
    try {
      this.#lock = await OffsetFileLock.acquire(this.#file, { platform: this.#platform, onWarning: this.#warn });
      await this.#load();
    } catch (error) {
      await this.stop();
      throw error instanceof ConnectError ? error : this.#unusable(asError(error).message, error);
    }
  }

  get(keys: readonly Buffer[]): Promise<(Buffer | null | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#table.get(key)));
  }

  set(entries: readonly OffsetEntry[]): Promise<void> {
    if (this.#lock === undefined || this.#stopped !== undefined) {
      return Promise.reject(new IllegalStateError('The offset store is not started'));
    }
    const write = this.#lastWrite.then(() => this.#write(this.#table.with(entries)));
    // Who called hears of a failure; the next write is not concerned.
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  entries(): Promise<OffsetEntry[]> {
    return Promise.resolve(this.#table.entries());
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#lastWrite.then(() => this.#lock?.release());
    return this.#stopped;
  }

  async #load(): Promise<void> {
    const found = await ifExists(stat(this.#file));
    if (found === undefined) {
      await this.#warnOfForgottenBackup();
      return;
    }
    if (!found.isFile()) throw this.#unusable('it is not a file');
    const bytes = await readFile(this.#file);
    if (bytes.length === 0 && (await ifExists(stat(this.#backup))) === undefined) {
      this.#warn(`The offset file ${this.#file} is empty: source connectors begin without offsets`);
      return;
    }
    try {
      this.#table = OffsetTable.of(decodeOffsetMap(bytes));
      this.#known = found;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      await this.#recover(bytes.length === 0 ? 'it is empty' : error.message, error);
    }
  }

  /** Never touches `.bak`, and writes at once: the damaged file must not be met again at the next start. */
  async #recover(problem: string, cause: unknown): Promise<void> {
    if (this.#onCorrupt === 'fail') throw this.#unusable(`${problem}. ${await this.#remedy()}`, cause);
    const table = this.#onCorrupt === 'empty' ? OffsetTable.EMPTY : await this.#readBackup(problem);
    const aside = `${this.#file}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    await keepAs(this.#file, aside);
    this.#known = await replaceFile(this.#file, encodeOffsetMap(table.entries()), this.#warn);
    this.#table = table;
    const outcome = this.#onCorrupt === 'empty' ? 'begin without offsets' : `go on from ${this.#backup}`;
    this.#warn(
      `The offset file ${this.#file} is damaged: ${problem}. It is kept as ${aside}; source connectors ${outcome}`,
    );
  }

  async #readBackup(problem: string): Promise<OffsetTable> {
    try {
      return OffsetTable.of(decodeOffsetMap(await readFile(this.#backup)));
    } catch (cause) {
      throw this.#unusable(`${problem}; and ${this.#backup} cannot be used: ${asError(cause).message}`, cause);
    }
  }

  async #write(table: OffsetTable): Promise<void> {
    try {
      await this.#keepBackup();
      this.#known = await replaceFile(this.#file, encodeOffsetMap(table.entries()), this.#warn);
    } catch (cause) {
      throw new OffsetWriteError(`Cannot write the offset file ${this.#file}: ${asError(cause).message}`, { cause });
    }
    this.#table = table;
  }

  /** What somebody else wrote in the meantime is not kept: nobody has checked it. */
  async #keepBackup(): Promise<void> {
    if (this.#known === undefined) return;
    const found = await ifExists(stat(this.#file));
    if (found !== undefined && isSameFile(found, this.#known)) await keepAs(this.#file, this.#backup);
    else this.#warn(`The offset file ${this.#file} was ${changeOf(found)} while the worker ran: it is written anew`);
  }

  get #backup(): string {
    return `${this.#file}.bak`;
  }

  #unusable(problem: string, cause?: unknown): OffsetFileError {
    return new OffsetFileError(`The offset file ${this.#file} cannot be used: ${problem}`, { cause });
  }

  async #remedy(): Promise<string> {
    const backup = await ifExists(stat(this.#backup));
    const fromBackup =
      backup === undefined
        ? ''
        : `--on-corrupt-offsets=backup to go on from ${this.#backup} of ${backup.mtime.toISOString()}, `;
    return `Put a good copy in its place, or start with ${fromBackup}--on-corrupt-offsets=empty to begin without offsets`;
  }

  async #warnOfForgottenBackup(): Promise<void> {
    if ((await ifExists(stat(this.#backup))) === undefined) return;
    this.#warn(
      `There is no offset file ${this.#file}, but a previous version of it: source connectors begin without offsets. ` +
        `Copy ${this.#backup} to its place if that is not what you want`,
    );
  }

  #warnOfTemporaryFolder(): void {
    if (![tmpdir(), '/tmp'].some((folder) => this.#file.startsWith(folder + sep))) return;
    this.#warn(
      `The offset file ${this.#file} lies in the system's temporary directory, which may be cleared at a restart: ` +
        'source connectors would begin anew. Set offset.storage.file.filename to a place that lasts',
    );
  }
}

function changeOf(found: Stats | undefined): string {
  return found === undefined ? 'removed' : 'changed by another program';
}
