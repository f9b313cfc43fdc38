/** Owns how far a consumer is behind, by what is known without asking a broker. */
import type { TopicPartition } from '../api/topic-partition';
import type { PartitionLag } from './clients';

/** What each partition is looked up in. */
export interface PartitionLagSources {
  /** The offset of the next record that is returned. */
  readonly position: (partition: TopicPartition) => number | undefined;
  /** Where the partition ends by the client's statistics. */
  readonly endOffset: (partition: TopicPartition) => number | undefined;
  /** Where it ended when its end was last reached. */
  readonly reachedEnd: (partition: TopicPartition) => number | undefined;
}

/** One entry for each partition of which both position and end are known. */
export function partitionLags(partitions: readonly TopicPartition[], sources: PartitionLagSources): PartitionLag[] {
  return partitions.flatMap(({ topic, partition }) => {
    const position = sources.position({ topic, partition });
    const end = latest(sources.endOffset({ topic, partition }), sources.reachedEnd({ topic, partition }));
    if (position === undefined || end === undefined) return [];
    // A position beyond what was learnt of the end: records came since.
    return [{ topic, partition, lag: Math.max(0, end - position) }];
  });
}

function latest(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : Math.max(left, right);
}
