/** Owns what can be told of a run while it goes on, and how it ended. */
import type { TopicPartition } from '../../api/topic-partition';

/** A partition that a sink is to drain. All are offsets of the next record. */
export interface PartitionProgress extends TopicPartition {
  /** Where the run found the group. */
  readonly from: number;
  /** The end that was taken. */
  readonly to: number;
  readonly delivered: number;
  readonly committed: number;
  readonly isDone: boolean;
}

/** A connector of the run. */
export interface ConnectorProgress {
  readonly name: string;
  readonly type: 'source' | 'sink';
  /** `waiting`: not started, because it has no input (yet). */
  readonly state: 'waiting' | 'moving' | 'done' | 'failed';
  /** Records polled or consumed by its tasks that run now. */
  readonly moved: number;
  /** Of a sink in a run that ends with its input. */
  readonly partitions: readonly PartitionProgress[];
}

/** A run at one moment. */
export interface RunProgress {
  readonly connectors: readonly ConnectorProgress[];
  /** Set when the run has come to its end. */
  readonly ending: RunEnded | undefined;
}

/** Why a run ends. */
export type EndReason = 'drained' | 'timeout' | 'idle' | 'signal' | 'failure';

/** How a run ended. */
export interface RunEnded {
  readonly reason: EndReason;
  /** One sentence for the log. */
  readonly sentence: string;
  /** Nothing is left of what the run was to do. */
  readonly isComplete: boolean;
  /** What is left, one entry for each partition or source. */
  readonly left: readonly string[];
  /** What failed and was not made good by a restart. */
  readonly error: Error | undefined;
}
