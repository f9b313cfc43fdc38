/** Owns what the loop of a source task asks of the strategy that makes records and offsets durable. */
import type { SourceRecord } from '../../api/source-record';

/** What the loop knows of the records on their way. */
export interface SourceProgress {
  /** Takes in acknowledgements; returns how many failures there were among them. */
  collect(): number;
  /** Throws the failure that the task is to end with, once there is one. */
  throwFailure(): void;
  /** Ends the task with a failure that is met while the loop waits for something else. */
  fail(error: Error): void;
}

/** How a task ends. */
export type SourceTaskEnd = 'stopped' | 'failed' | 'cancelled';

/**
 * When offsets are committed, and how acknowledgements are awaited. Made for one task. All calls but `stop` and `commit` come from its loop, one
 * after another; what throws or rejects there fails the task.
 */
export interface SourceCommitter {
  /** Once, when the producer is connected and before the author's `start`. `signal` ends its waits. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Once, after the author's `start`. */
  start(progress: SourceProgress): void;
  /** Before the records of a poll are looked at; undefined: at once. */
  beginBatch(): Promise<void> | undefined;
  /** Before records are handed to the client; undefined: at once. */
  beforeHandOver(): Promise<void> | undefined;
  /** After a record was taken into the outgoing block. */
  recordSent(record: SourceRecord): true | Promise<true>;
  /** After a record was dropped by a transform, or because its failure is tolerated. */
  recordDropped(record: SourceRecord): true | Promise<true>;
  /** When all records of a poll are handed over; undefined: at once. */
  endBatch(): Promise<void> | undefined;
  /** The task is cancelled: nothing may be written from now on. May be called at any time. */
  abandon(): void;
  /**
   * Commits now what may be committed; a run that ends with its input asks so when the task has said that there is no more. May be
   * called at any time. Never rejects: resolves with what kept offsets from being stored, or undefined when none is left.
   */
  commit(): Promise<Error | undefined>;
  /**
   * The last commit, or whatever the end allows: `end` is asked again after each wait, since a task may be cancelled meanwhile.
   * Called once, also when `start` was not reached.
   */
  stop(end: () => SourceTaskEnd): Promise<void>;
}
