/** Owns what a task tells whoever decides when the run ends: how far it has come, and what brings it to its end. */
import type { TopicPartition } from '../api/topic-partition';

/** What both kinds of tasks tell. */
interface Reach {
  /** Records polled or consumed since the start of the task. */
  readonly moved: number;
  /** False while records are in the hands of the task: not sent, not acknowledged, not taken by `put`. */
  readonly isSettled: boolean;
}

/** How far a source task has come. */
export interface SourceReach extends Reach {
  readonly kind: 'source';
  /** The author has said that the input is at its end, and nothing was returned since. */
  readonly hasEnded: boolean;
  /** Commits what is acknowledged. Resolves with what kept offsets from being stored, or undefined when none is left. */
  commit(): Promise<Error | undefined>;
}

/** Where a sink task stands in a partition; all three are offsets of the next record. */
export interface PartitionReach extends TopicPartition {
  /** Nothing before it is left to be fetched, aborted and control records included; undefined: not known, or the author has paused it. */
  readonly fetched: number | undefined;
  /** Everything before it was taken by `put`. */
  readonly delivered: number;
  readonly committed: number;
}

/** How far a sink task has come. */
export interface SinkReach extends Reach {
  readonly kind: 'sink';
  /** The partitions that are assigned to the task now. */
  partitions(): PartitionReach[];
  /** Asks the task to flush and commit all that was delivered; it does so at its next turn, and `partitions` shows it. */
  finish(): void;
}

/** How far a task has come. Cheap to ask: nothing is computed before. */
export type TaskReach = SourceReach | SinkReach;
