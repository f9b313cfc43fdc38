/** Owns how a source connector or task asks for its stored offsets. */
import type { SourceOffset, SourcePartition } from './source-record';

/**
 * Reads stored offsets of the own connector: what was committed, not what is still on its way. Given by the contexts.
 * May be called at any time; after the task was cancelled every call rejects with ConnectError.
 */
export interface OffsetStorageReader {
  /** The committed offset of a partition, or `null` when there is none. */
  offset(partition: SourcePartition): Promise<SourceOffset | null>;
  /**
   * The committed offsets of several partitions, in the order asked, `null` where there is none. An entry that cannot be
   * read is logged and left `undefined`.
   */
  offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null | undefined)[]>;
}
