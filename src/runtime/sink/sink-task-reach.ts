/** Owns how far a sink task has come, and the flush and commit that bring its input to an end. */
import type { KafkaConsumer } from '../../kafka/clients';
import type { HeldSinkTask } from '../held-task';
import type { PartitionReach, SinkReach } from '../task-reach';
import type { SinkOffsetCommitter } from './sink-offset-committer';
import type { WorkerSinkTaskContext } from './sink-task-context';
import type { SinkTaskCounters } from './sink-task-counters';

/** What is looked at. */
export interface SinkTaskReachOptions {
  readonly task: HeldSinkTask;
  readonly consumer: KafkaConsumer;
  readonly context: WorkerSinkTaskContext;
  readonly committer: SinkOffsetCommitter;
  readonly counters: SinkTaskCounters;
  /** True when no record waits for `put`. */
  readonly isSettled: () => boolean;
}

/** The reach of one sink task. */
export class SinkTaskReach implements SinkReach {
  readonly kind = 'sink';
  readonly #options: SinkTaskReachOptions;
  #isFinishing = false;
  /** Records consumed when the author was told of the end of the input. */
  #toldAt = -1;

  constructor(options: SinkTaskReachOptions) {
    this.#options = options;
  }

  get moved(): number {
    return this.#options.counters.readTotal;
  }

  get isSettled(): boolean {
    return this.#options.isSettled();
  }

  partitions(): PartitionReach[] {
    const { consumer, committer, context } = this.#options;
    return consumer.assignment().flatMap((partition) => {
      const offsets = committer.offsetsOf(partition);
      const fetched = context.isPaused(partition) ? undefined : consumer.position(partition);
      return offsets === undefined ? [] : [{ ...partition, ...offsets, fetched }];
    });
  }

  finish(): void {
    this.#isFinishing = true;
    this.#options.consumer.wakeup();
  }

  /** True when the loop is to call `takeUp` as soon as no record waits for `put`. */
  get isFinishing(): boolean {
    return this.#isFinishing;
  }

  /** Called by the loop before its next commit, with no record in its hands: what was fetched is what was delivered. */
  async takeUp(): Promise<void> {
    this.#isFinishing = false;
    const { task, committer, context, counters } = this.#options;
    for (const { topic, partition, fetched } of this.partitions()) {
      if (fetched !== undefined) committer.passed({ topic, partition }, fetched);
    }
    if (this.#toldAt !== counters.readTotal) {
      this.#toldAt = counters.readTotal;
      await task.endOfInput?.();
    }
    context.requestCommit();
  }
}
