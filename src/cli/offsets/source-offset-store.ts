/** Owns access to the store of source offsets while no worker runs: to look, or locked, to change. */
import type { OffsetBackingStore, OffsetEntry } from '../../storage/offset-backing-store';
import { FileOffsetBackingStore } from '../../storage/file-offset-backing-store';
import { readOffsetFile } from '../../storage/offset-file-snapshot';

/** Where it is and what is to be done. */
export interface SourceOffsetStoreOptions {
  /** `offset.storage.file.filename`. */
  readonly path: string;
  /** Take the lock, so that no worker can start meanwhile. */
  readonly isChange: boolean;
  readonly onWarning: (message: string) => void;
}

/** The store, opened when it is first asked. One call at a time. */
export class SourceOffsetStore {
  readonly #options: SourceOffsetStoreOptions;
  #locked: OffsetBackingStore | undefined;

  constructor(options: SourceOffsetStoreOptions) {
    this.#options = options;
  }

  /** In words that follow upon "offsets". */
  get where(): string {
    return `in offset file ${this.#options.path}`;
  }

  /** Rejects with OffsetFileError, to change also with OffsetFileLockedError. */
  async entries(): Promise<readonly OffsetEntry[]> {
    return this.#options.isChange ? (await this.#lock()).entries() : readOffsetFile(this.#options.path);
  }

  /** Writes all or none. Rejects with OffsetWriteError. */
  async set(entries: readonly OffsetEntry[]): Promise<void> {
    await (await this.#lock()).set(entries);
  }

  /** Takes the lock now, where this is to change something. Rejects as `entries`. */
  async open(): Promise<void> {
    if (this.#options.isChange) await this.#lock();
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
