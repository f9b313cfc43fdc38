/** Owns the partitions of a sink task: what happens when they come and go, and which of them are paused. */
import type { TopicPartition } from '../../api/topic-partition';
import { asError } from '../../errors';
import type { KafkaConsumer, RebalanceListener } from '../../kafka/clients';
import type { Logger } from '../../logger';
import type { AuthorCalls } from '../author-calls';
import type { HeldSinkTask } from '../held-task';
import type { SinkOffsetCommitter } from './sink-offset-committer';
import type { WorkerSinkTaskContext } from './sink-task-context';

/** What the assignment of a task is made with. */
export interface SinkAssignmentOptions {
  readonly task: HeldSinkTask;
  readonly consumer: KafkaConsumer;
  readonly context: WorkerSinkTaskContext;
  readonly committer: SinkOffsetCommitter;
  readonly log: Logger;
  readonly calls: AuthorCalls;
  /** Drops what is waiting for another `put` of partitions that go away. */
  readonly dropPending: (partitions: readonly TopicPartition[]) => void;
  /** Forgets reports of errant records of partitions that are lost. */
  readonly reportsLost: (partitions: readonly TopicPartition[]) => void;
}

/** Rebalances and pauses of one sink task. Errors of the author's `open` and `close` are kept until the loop asks for them. */
export class SinkAssignment implements RebalanceListener {
  readonly #options: SinkAssignmentOptions;
  #error: Error | undefined;
  #isHeld = false;

  constructor(options: SinkAssignmentOptions) {
    this.#options = options;
    options.context.onResume((partitions) => {
      if (!this.#isHeld) options.consumer.resume(partitions);
    });
  }

  /** Throws what `open` or `close` threw during a rebalance. */
  throwError(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  async onAssigned(partitions: TopicPartition[]): Promise<void> {
    const { consumer, committer, context, log, task, calls } = this.#options;
    context.retainPauses(consumer.assignment());
    if (partitions.length === 0) return;
    log.debug({ partitions }, 'Partitions assigned');
    const positions = await consumer.positions(partitions);
    for (const [partition, position] of positions) committer.assign(partition, position);
    this.applyPauses(partitions);
    if (this.#error === undefined) await this.#keepError(() => calls.watch('open', task.open?.(partitions)));
  }

  async onRevoked(partitions: TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    this.#options.log.debug({ partitions }, 'Partitions revoked');
    await this.#commitAndClose(partitions);
  }

  async onLost(partitions: TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    this.#options.log.warn(
      { partitions },
      'Partitions lost: their records may be delivered again by another member of the group',
    );
    this.#options.reportsLost(partitions);
    await this.#closeTask(partitions);
    this.#forget(partitions);
  }

  /** The end of the task: commits and closes everything that is assigned. */
  async closeAll(): Promise<void> {
    await this.#commitAndClose(this.#options.consumer.assignment());
  }

  /** Stops fetching from every partition, for a paused connector or a batch that waits for another `put`. */
  hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#options.consumer.pause(this.#options.consumer.assignment());
  }

  /** Goes on fetching, but for the partitions that the author paused. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const { consumer, context } = this.#options;
    consumer.resume(consumer.assignment().filter((partition) => !context.isPaused(partition)));
  }

  /** Pauses again, after an assignment or a seek, what is to be paused. */
  applyPauses(partitions: readonly TopicPartition[]): void {
    const { consumer, context } = this.#options;
    const paused = this.#isHeld ? partitions : partitions.filter((partition) => context.isPaused(partition));
    if (paused.length > 0) consumer.pause(paused);
  }

  async #commitAndClose(partitions: TopicPartition[]): Promise<void> {
    try {
      await this.#options.committer.commitAndClose(partitions, () => this.#closeTask(partitions));
    } finally {
      this.#forget(partitions);
    }
  }

  async #closeTask(partitions: TopicPartition[]): Promise<void> {
    const { task, calls } = this.#options;
    await this.#keepError(() => calls.watch('close', task.close?.(partitions)));
  }

  #forget(partitions: readonly TopicPartition[]): void {
    this.#options.committer.forget(partitions);
    this.#options.dropPending(partitions);
  }

  async #keepError(call: () => void | Promise<void>): Promise<void> {
    try {
      await call();
    } catch (thrown) {
      this.#error ??= asError(thrown);
    }
  }
}
