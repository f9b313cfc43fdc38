/** Owns access to an offset file while no worker runs: to look, or locked, to change. */
import type { OffsetBackingStore, OffsetEntry } from '../../storage/offset-backing-store';
import { FileOffsetBackingStore } from '../../storage/file-offset-backing-store';
import { readOffsetFile } from '../../storage/offset-file-snapshot';
import type { SourceOffsetStore } from './source-offset-store';

/** Where it is and what is to be done. */
export interface OffsetFileAccessOptions {
  /** `offset.storage.file.filename`. */
  readonly path: string;
  /** Take the lock, so that no worker can start meanwhile. */
  readonly isChange: boolean;
  readonly onWarning: (message: string) => void;
}

/** Opened when it is first asked. What is locked does not change: nothing need be looked at again. */
export class OffsetFileAccess implements SourceOffsetStore {
  readonly #options: OffsetFileAccessOptions;
  #locked: OffsetBackingStore | undefined;

  constructor(options: OffsetFileAccessOptions) {
    this.#options = options;
  }

  get where(): string {
    return `in offset file ${this.#options.path}`;
  }

  /** Rejects with OffsetFileError, to change also with OffsetFileLockedError. */
  async entries(): Promise<readonly OffsetEntry[]> {
    return this.#options.isChange ? (await this.#lock()).entries() : readOffsetFile(this.#options.path);
  }

  async open(): Promise<void> {
    if (this.#options.isChange) await this.#lock();
  }

  caution(): undefined {
    return undefined;
  }

  lookAgain(): Promise<void> {
    return Promise.resolve();
  }

  takeOver(): Promise<void> {
    return this.open();
  }

  /** Writes all or none. */
  async set(entries: readonly OffsetEntry[]): Promise<void> {
    await (await this.#lock()).set(entries);
  }

  async close(): Promise<void> {
    await this.#locked?.stop();
  }

  async #lock(): Promise<OffsetBackingStore> {
    if (this.#locked !== undefined) return this.#locked;
    const { path, onWarning } = this.#options;
    const store = new FileOffsetBackingStore({ path, onWarning });
    await store.start();
    this.#locked = store;
    return store;
  }
}
