/** Owns source offsets that live as long as the process. */
import { IllegalStateError } from '../errors';
import type { OffsetBackingStore, OffsetEntry } from './offset-backing-store';
import { OffsetTable } from './offset-table';

/** A store for tests and for workers that need not remember. */
export class MemoryOffsetBackingStore implements OffsetBackingStore {
  #table: OffsetTable;
  #isStopped = false;

  constructor(entries: readonly OffsetEntry[] = []) {
    this.#table = OffsetTable.of(entries);
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  get(keys: readonly Buffer[]): Promise<(Buffer | null | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#table.get(key)));
  }

  set(entries: readonly OffsetEntry[]): Promise<void> {
    if (this.#isStopped) return Promise.reject(new IllegalStateError('The offset store is stopped'));
    this.#table = this.#table.with(entries);
    return Promise.resolve();
  }

  entries(): Promise<OffsetEntry[]> {
    return Promise.resolve(this.#table.entries());
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return Promise.resolve();
  }
}
