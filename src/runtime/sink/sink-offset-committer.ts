/** Owns the offsets of a sink task: delivered, committed, and the way from the one to the other through `preCommit`. */
import { topicPartitionKey, TopicPartitionMap, type TopicPartition } from '../../api/topic-partition';
import type { Clock } from '../../clock';
import { asError } from '../../errors';
import type { KafkaConsumer } from '../../kafka/clients';
import type { Logger } from '../../logger';
import type { AuthorCalls } from '../author-calls';
import type { HeldSinkTask } from '../held-task';
import type { SinkTaskCounters } from './sink-task-counters';

/** What the committer of a task is made with. */
export interface SinkOffsetCommitterOptions {
  readonly task: HeldSinkTask;
  readonly consumer: KafkaConsumer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly counters: SinkTaskCounters;
  readonly calls: AuthorCalls;
  /** `offset.flush.timeout.ms`. */
  readonly timeoutMs: number;
  /** `offset.flush.interval.ms`. */
  readonly intervalMs: number;
  /** Resolves when the failed records of these partitions are safe where they were reported; rejects when they are not. */
  readonly errantRecordsSafe: (partitions: readonly TopicPartition[]) => Promise<void>;
  readonly isCancelled: () => boolean;
  /** Where a partition stands when everything before was delivered or is no record; undefined while records wait. */
  readonly standingAt: (partition: TopicPartition) => number | undefined;
}

/** Commits of one sink task. Only an errant record whose report failed fails the task: all else is delivered again. */
export class SinkOffsetCommitter {
  readonly #options: SinkOffsetCommitterOptions;
  readonly #current = new TopicPartitionMap<number>();
  readonly #committed = new TopicPartitionMap<number>();
  #nextCommit: number;
  #sequence = 0;
  /** When the present commit was begun. */
  #started = 0;
  #pendingSince: number | undefined;

  constructor(options: SinkOffsetCommitterOptions) {
    this.#options = options;
    this.#nextCommit = options.clock.monotonic() + options.intervalMs;
  }

  /** Milliseconds until the next regular commit, 0 when it is due. */
  get msToNextCommit(): number {
    return Math.max(0, this.#nextCommit - this.#options.clock.monotonic());
  }

  /** Records delivered, or consumed up to these offsets, and not committed yet. */
  uncommitted(consumed?: TopicPartitionMap<number>): number {
    let count = 0;
    for (const [partition, delivered] of this.#current) {
      const offset = consumed?.get(partition) ?? delivered;
      count += Math.max(0, offset - (this.#committed.get(partition) ?? offset));
    }
    return count;
  }

  /** Starts counting at a partition's position. */
  assign(partition: TopicPartition, position: number): void {
    this.#current.set(partition, position);
    this.#committed.set(partition, position);
  }

  /** Where a partition stands; undefined when it is not assigned. */
  offsetsOf(partition: TopicPartition): { readonly delivered: number; readonly committed: number } | undefined {
    const delivered = this.#current.get(partition);
    return delivered === undefined ? undefined : { delivered, committed: this.#committed.get(partition) ?? delivered };
  }

  /** Notes that there is nothing to deliver before this offset: aborted and control records at the end of a partition. */
  passed(partition: TopicPartition, offset: number): void {
    if (offset > (this.#current.get(partition) ?? offset)) this.#current.set(partition, offset);
  }

  /** Forgets partitions that went away. */
  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#current.delete(partition);
      this.#committed.delete(partition);
    }
  }

  /** Notes that all records before these offsets were given to `put`. */
  delivered(positions: TopicPartitionMap<number>): void {
    for (const [partition, offset] of positions) {
      if (this.#current.has(partition)) this.#current.set(partition, offset);
    }
  }

  /**
   * Commits when it is due or asked for, without waiting for the answer. Resolves true when `preCommit` failed, rejects when
   * the report of an errant record did.
   */
  async commitIfDue(isRequested: boolean): Promise<boolean> {
    this.#giveUpSlowCommit();
    if (this.#pendingSince !== undefined || (!isRequested && this.msToNextCommit > 0)) return false;
    this.#nextCommit = this.#options.clock.monotonic() + this.#options.intervalMs;
    this.#passWhatIsNoRecord();
    const offsets = await this.#preCommitSafely(this.#current);
    if (offsets === undefined) return true;
    if (offsets.size > 0) void this.#commit(offsets);
    return false;
  }

  /**
   * Commits partitions that are about to go away: `preCommit`, then `close`, then the commit, which is awaited. Rejects when the
   * report of an errant record failed: nothing is committed then.
   */
  async commitAndClose(partitions: readonly TopicPartition[], close: () => Promise<void>): Promise<void> {
    this.#passWhatIsNoRecord();
    const current = this.#currentOf(partitions);
    if (current.size === 0) return;
    let offsets: TopicPartitionMap<number> | undefined;
    try {
      offsets = await this.#preCommitSafely(current);
    } finally {
      await close();
    }
    if (offsets !== undefined && offsets.size > 0 && !this.#options.isCancelled()) await this.#commit(offsets);
  }

  /** The last committed offsets, to which the consumer goes back after a failed `preCommit`. */
  rewind(): TopicPartitionMap<number> {
    const committed = new TopicPartitionMap(this.#committed);
    for (const [partition, offset] of committed) this.#current.set(partition, offset);
    return committed;
  }

  /** Aborted records and markers of transactions are never delivered: without this, the group would lag for ever. */
  #passWhatIsNoRecord(): void {
    for (const [partition, offset] of this.#current) {
      const standing = this.#options.standingAt(partition);
      if (standing !== undefined && standing > offset) this.#current.set(partition, standing);
    }
  }

  #currentOf(partitions: readonly TopicPartition[]): TopicPartitionMap<number> {
    const offsets = new TopicPartitionMap<number>();
    for (const partition of partitions) {
      const offset = this.#current.get(partition);
      if (offset !== undefined) offsets.set(partition, offset);
    }
    return offsets;
  }

  /** `preCommit` may report errant records as well: what was reported before and in it must be safe. */
  async #preCommitSafely(current: TopicPartitionMap<number>): Promise<TopicPartitionMap<number> | undefined> {
    const { errantRecordsSafe } = this.#options;
    const partitions = [...current.keys()];
    await errantRecordsSafe(partitions);
    const offsets = await this.#preCommit(current);
    await errantRecordsSafe(partitions);
    return offsets;
  }

  /** What may be committed: undefined when `preCommit` failed, empty when there is nothing to do. */
  async #preCommit(current: TopicPartitionMap<number>): Promise<TopicPartitionMap<number> | undefined> {
    const { task, log, counters, calls, clock } = this.#options;
    if (current.size === 0) return new TopicPartitionMap();
    counters.commitSequence++;
    this.#started = clock.monotonic();
    try {
      const asked = await calls.watch('preCommit', task.preCommit(new TopicPartitionMap(current)));
      return this.#accepted(asked, current);
    } catch (thrown) {
      this.#note(false, this.#started);
      log.error(
        { err: asError(thrown) },
        'Offset commit failed: preCommit threw, the task goes back to the last committed offsets',
      );
      return undefined;
    }
  }

  /** The last committed offsets overlaid with what `preCommit` gave and may give; empty when nothing differs. */
  #accepted(asked: TopicPartitionMap<number>, current: TopicPartitionMap<number>): TopicPartitionMap<number> {
    const accepted = new TopicPartitionMap<number>();
    for (const partition of current.keys()) accepted.set(partition, this.#committed.get(partition) ?? 0);
    let hasChanges = false;
    for (const [partition, offset] of asked) {
      if (!this.#mayCommit(partition, offset, current.get(partition))) continue;
      hasChanges ||= offset !== accepted.get(partition);
      accepted.set(partition, offset);
    }
    if (hasChanges) return accepted;
    this.#note(true, this.#started);
    return new TopicPartitionMap();
  }

  #mayCommit(partition: TopicPartition, offset: number, limit: number | undefined): boolean {
    const { log } = this.#options;
    const ignored = `Ignoring offset ${offset} of partition ${topicPartitionKey(partition)} from preCommit`;
    if (limit === undefined && this.#current.has(partition)) log.debug(`${ignored}: it was not asked for`);
    else if (limit === undefined) log.warn(`${ignored}: the partition is not assigned to this task`);
    else if (offset > limit) log.warn(`${ignored}: it is beyond the last record delivered (${limit})`);
    else return true;
    return false;
  }

  async #commit(offsets: TopicPartitionMap<number>): Promise<void> {
    const { consumer, clock, log } = this.#options;
    const sequence = ++this.#sequence;
    const started = this.#started;
    this.#pendingSince = clock.monotonic();
    try {
      await consumer.commit(offsets);
      if (sequence === this.#sequence) this.#completed(offsets);
      this.#noteAnswer(true, sequence, started);
    } catch (thrown) {
      this.#noteAnswer(false, sequence, started);
      log.warn({ err: asError(thrown) }, `Offset commit ${sequence} failed: it is repeated with the next commit`);
    } finally {
      if (sequence === this.#sequence) this.#pendingSince = undefined;
    }
  }

  /** An answer to a commit after which another was begun counts as neither success nor failure. */
  #noteAnswer(hasSucceeded: boolean, sequence: number, started: number): void {
    const { clock, counters } = this.#options;
    if (sequence === this.#sequence) this.#note(hasSucceeded, started);
    else counters.noteCommitSkip(clock.monotonic());
  }

  #note(hasSucceeded: boolean, started: number): void {
    const now = this.#options.clock.monotonic();
    this.#options.counters.noteCommit(hasSucceeded, now - started, now);
  }

  #completed(offsets: TopicPartitionMap<number>): void {
    for (const [partition, offset] of offsets) {
      if (this.#committed.has(partition)) this.#committed.set(partition, offset);
    }
  }

  #giveUpSlowCommit(): void {
    const { clock, timeoutMs, log } = this.#options;
    if (this.#pendingSince === undefined || clock.monotonic() < this.#pendingSince + timeoutMs) return;
    log.warn(`Offset commit ${this.#sequence} was not answered within offset.flush.timeout.ms (${timeoutMs} ms)`);
    this.#pendingSince = undefined;
  }
}
