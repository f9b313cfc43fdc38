/** Owns what a sink task has asked of the worker: rewinds, a wait, pauses, a commit. The loop takes it up. */
import type { PluginLogger, Props } from '../../api/plugin';
import type { ErrantRecordReporter, SinkTaskContext } from '../../api/sink-task';
import { topicPartitionKey, TopicPartitionMap, type TopicPartition } from '../../api/topic-partition';
import { IllegalStateError } from '../../errors';
import type { KafkaConsumer } from '../../kafka/clients';

/** What the context is made with. */
export interface WorkerSinkTaskContextOptions {
  readonly consumer: KafkaConsumer;
  readonly configs: () => Promise<Props>;
  readonly errantRecordReporter: ErrantRecordReporter | null;
  readonly logger: PluginLogger;
  /** Aborted when the task is told to stop. */
  readonly stopSignal: AbortSignal;
}

/** The context of one sink task. The author sees SinkTaskContext, the loop the rest. */
export class WorkerSinkTaskContext implements SinkTaskContext {
  readonly errantRecordReporter: ErrantRecordReporter | null;
  readonly logger: PluginLogger;
  readonly stopSignal: AbortSignal;
  readonly #consumer: KafkaConsumer;
  readonly #configs: () => Promise<Props>;
  readonly #paused = new TopicPartitionMap<true>();
  #rewinds = new TopicPartitionMap<number>();
  #timeoutMs = -1;
  #isCommitRequested = false;

  constructor(options: WorkerSinkTaskContextOptions) {
    this.#consumer = options.consumer;
    this.#configs = options.configs;
    this.errantRecordReporter = options.errantRecordReporter;
    this.logger = options.logger;
    this.stopSignal = options.stopSignal;
  }

  configs(): Promise<Props> {
    return this.#configs();
  }

  offset(offsets: TopicPartitionMap<number>): void {
    for (const [partition, offset] of offsets) this.#rewinds.set(partition, offset);
  }

  timeout(ms: number): void {
    this.#timeoutMs = ms;
  }

  assignment(): TopicPartition[] {
    return this.#consumer.assignment();
  }

  pause(...partitions: TopicPartition[]): void {
    this.#requireAssigned(partitions);
    for (const partition of partitions) this.#paused.set(partition, true);
    this.#consumer.pause(partitions);
  }

  resume(...partitions: TopicPartition[]): void {
    this.#requireAssigned(partitions);
    for (const partition of partitions) this.#paused.delete(partition);
    this.#onResume(partitions);
  }

  requestCommit(): void {
    this.#isCommitRequested = true;
  }

  /** Decides whether a resume of the author takes effect now: set by the loop, which may have paused everything itself. */
  onResume(resume: (partitions: readonly TopicPartition[]) => void): void {
    this.#onResume = resume;
  }

  /** True while `takeRewinds` would give some. */
  get hasRewinds(): boolean {
    return this.#rewinds.size > 0;
  }

  /** Offsets to seek to, once. */
  takeRewinds(): TopicPartitionMap<number> {
    const rewinds = this.#rewinds;
    this.#rewinds = new TopicPartitionMap();
    return rewinds;
  }

  /** Upper bound of the next wait in milliseconds, once; −1: none. */
  takeTimeout(): number {
    const timeoutMs = this.#timeoutMs;
    this.#timeoutMs = -1;
    return timeoutMs;
  }

  takeCommitRequest(): boolean {
    const isRequested = this.#isCommitRequested;
    this.#isCommitRequested = false;
    return isRequested;
  }

  /** True when the author paused the partition. */
  isPaused(partition: TopicPartition): boolean {
    return this.#paused.has(partition);
  }

  /** Forgets pauses of partitions that did not come back with a rebalance. */
  retainPauses(assignment: readonly TopicPartition[]): void {
    const assigned = new Set(assignment.map(topicPartitionKey));
    for (const partition of [...this.#paused.keys()]) {
      if (!assigned.has(topicPartitionKey(partition))) this.#paused.delete(partition);
    }
  }

  #onResume: (partitions: readonly TopicPartition[]) => void = (partitions) => this.#consumer.resume(partitions);

  #requireAssigned(partitions: readonly TopicPartition[]): void {
    const assigned = new Set(this.#consumer.assignment().map(topicPartitionKey));
    const stranger = partitions.find((partition) => !assigned.has(topicPartitionKey(partition)));
    if (stranger === undefined) return;
    throw new IllegalStateError(`Partition ${topicPartitionKey(stranger)} is not assigned to this task`);
  }
}
