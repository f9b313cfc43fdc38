/** Owns the reading of a whole topic from its beginning, and on as it grows. */
import type { TopicPartition, TopicPartitionMap } from '../api/topic-partition';
import type { Clock } from '../clock';
import { asError, IllegalStateError } from '../errors';
import type { ConsumedBatch, KafkaConsumer } from '../kafka/clients';

/** What is followed, and who is told. */
export interface FollowedTopicOptions {
  readonly consumer: KafkaConsumer;
  readonly clock: Clock;
  readonly onRecords: (batch: ConsumedBatch) => void;
  /** A poll that failed is repeated. */
  readonly onProblem: (message: string, error: Error) => void;
}

const IDLE_POLL_MS = 1000;
/** While somebody waits: where aborted transactions end is known without a record. */
const BUSY_POLL_MS = 20;
const BACKOFF_MS = 500;

interface Waiter {
  readonly targets: TopicPartitionMap<number>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Polls one consumer until it is stopped. */
export class FollowedTopic {
  readonly #options: FollowedTopicOptions;
  readonly #stopping = new AbortController();
  #waiters: Waiter[] = [];
  #partitions: readonly TopicPartition[] = [];
  #following: Promise<void> | undefined;

  constructor(options: FollowedTopicOptions) {
    this.#options = options;
  }

  /** Begins to read. Rejects with KafkaError. */
  async start(partitions: readonly TopicPartition[]): Promise<void> {
    this.#partitions = partitions;
    await this.#options.consumer.assignDirectly(partitions);
    this.#following = this.#follow();
  }

  /** Resolves when everything below these offsets was read. Rejects with IllegalStateError when it is stopped before. */
  until(targets: TopicPartitionMap<number>): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.reject(stopped());
    return new Promise((resolve, reject) => {
      this.#waiters.push({ targets, resolve, reject });
      this.#options.consumer.wakeup();
    });
  }

  /** Ends the reading; the consumer is the caller's to close. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#options.consumer.wakeup();
    await this.#following;
    for (const { reject } of this.#waiters.splice(0)) reject(stopped());
  }

  async #follow(): Promise<void> {
    const { consumer, clock, onRecords, onProblem } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const batch = await consumer.poll(this.#waiters.length > 0 ? BUSY_POLL_MS : IDLE_POLL_MS);
        if (batch.size > 0) onRecords(batch);
        if (this.#waiters.length > 0) await this.#answer();
      } catch (thrown) {
        onProblem('Reading goes on in a moment', asError(thrown));
        await clock.sleep(BACKOFF_MS, signal);
      }
    }
  }

  async #answer(): Promise<void> {
    const positions = await this.#options.consumer.positions(this.#partitions);
    const isReached = ({ targets }: Waiter) =>
      [...targets].every(([partition, offset]) => offset === 0 || (positions.get(partition) ?? -1) >= offset);
    const reached = this.#waiters.filter(isReached);
    this.#waiters = this.#waiters.filter((waiter) => !reached.includes(waiter));
    for (const { resolve } of reached) resolve();
  }
}

function stopped(): IllegalStateError {
  return new IllegalStateError('The topic is not read any more');
}
