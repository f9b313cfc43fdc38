/** Owns what a store of source offsets does. It speaks raw bytes: what they mean is offset-key's business. */

/** Key and value bytes; a `null` value is a tombstone. */
export type OffsetEntry = readonly [key: Buffer | null, value: Buffer | null];

/**
 * Keeps source offsets between runs. Keys that are the same JSON up to the order of object members are the same key
 * (compared canonically); the bytes first stored are the bytes written back.
 */
export interface OffsetBackingStore {
  /** Reads what is stored. Called once. Rejects with OffsetFileError or OffsetFileLockedError. */
  start(): Promise<void>;
  /** The values of keys, in the order asked; `undefined` for a key that was never stored, `null` for a tombstone. */
  get(keys: readonly Buffer[]): Promise<(Buffer | null | undefined)[]>;
  /** Stores entries durably. Calls are carried out one after another. Rejects with OffsetWriteError, then nothing changed. */
  set(entries: readonly OffsetEntry[]): Promise<void>;
  /** All entries, tombstones included. */
  entries(): Promise<OffsetEntry[]>;
  /** Finishes pending writes and gives the lock back. Idempotent. */
  stop(): Promise<void>;
}
