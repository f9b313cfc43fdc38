/** Owns looking at a sink's input from outside of its group: partitions, their ends, what the group has committed. */
import type { TopicPartitionOffset } from '../../api/topic-partition';
import { TopicPartitionMap, type TopicPartition } from '../../api/topic-partition';
import type { Clock } from '../../clock';
import { asError } from '../../errors';
import type { KafkaConsumer, Subscription } from '../../kafka/clients';
import type { Logger } from '../../logger';
import { isPassing } from './unavailability';

/** A partition as it is now. */
export interface InputPartition extends TopicPartition {
  /** Undefined: the group has committed none. */
  readonly committed: number | undefined;
  /** Where the group would begin. */
  readonly from: number;
  readonly to: number;
}

/** How the input is looked at. */
export interface SinkInputOptions {
  /** A consumer with the settings of the sink's own, which never joins the group. */
  readonly consumer: KafkaConsumer;
  readonly subscription: Subscription;
  /** `auto.offset.reset`. */
  readonly resetsTo: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often and how long a look is repeated that Kafka asks to repeat. */
const AGAIN_MS = 200;
const PATIENCE_MS = 30_000;

/** Partitions that are asked for at the same time: each holds a thread. */
const AT_ONCE = 16;

/** The input of one sink. */
export class SinkInput {
  readonly subscription: Subscription;
  readonly #options: SinkInputOptions;
  #isConnected = false;

  constructor(options: SinkInputOptions) {
    this.#options = options;
    this.subscription = options.subscription;
  }

  /** Topics named in the settings that do not exist, when `read` or `look` looked last. */
  missing: readonly string[] = [];

  /**
   * All partitions of the subscription, for a run that is about to read them: with `auto.offset.reset=latest` their present ends are
   * committed. Rejects with BrokerUnavailableError or KafkaError.
   */
  async read(): Promise<InputPartition[]> {
    const input = await this.look();
    await this.#keepStart(input.filter(({ committed }) => this.#beginsAtEnd && committed === undefined));
    return input;
  }

  /** As `read`, but nothing is committed. */
  look(): Promise<InputPartition[]> {
    return this.#patiently(() => this.#lookAtAll());
  }

  async #lookAtAll(): Promise<InputPartition[]> {
    const { consumer } = this.#options;
    if (!this.#isConnected) await consumer.connect();
    this.#isConnected = true;
    const partitions = await consumer.partitionsOf(this.subscription);
    this.missing =
      'topics' in this.subscription
        ? this.subscription.topics.filter((name) => !partitions.some(({ topic }) => topic === name))
        : [];
    const committed = await this.committed(partitions);
    const input: InputPartition[] = [];
    for (let first = 0; first < partitions.length; first += AT_ONCE) {
      const some = partitions.slice(first, first + AT_ONCE);
      input.push(...(await Promise.all(some.map((partition) => this.#look(partition, committed.get(partition))))));
    }
    return input;
  }

  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return this.#options.consumer.committed(partitions);
  }

  /** Resolves when the broker that has the partition has answered. */
  async probe(partition: TopicPartition): Promise<void> {
    await this.#options.consumer.watermarks(partition);
  }

  close(): Promise<void> {
    return this.#options.consumer.close();
  }

  async #patiently<T>(look: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    const deadline = clock.monotonic() + PATIENCE_MS;
    for (;;) {
      try {
        return await look();
      } catch (thrown) {
        if (!isPassing(thrown) || clock.monotonic() >= deadline) throw thrown;
        await clock.sleep(AGAIN_MS);
      }
    }
  }

  get #beginsAtEnd(): boolean {
    return this.#options.resetsTo === 'latest';
  }

  async #look({ topic, partition }: TopicPartition, committed: number | undefined): Promise<InputPartition> {
    const { low, high } = await this.#options.consumer.watermarks({ topic, partition });
    const from = Math.max(committed ?? (this.#beginsAtEnd ? high : low), low);
    return { topic, partition, committed, from, to: high };
  }

  /**
   * `auto.offset.reset=latest` begins at the present end. That must be remembered, or each of several short runs would begin
   * anew and see nothing of what comes in between.
   */
  async #keepStart(partitions: readonly InputPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const { consumer, log } = this.#options;
    const starts = partitions.map(({ topic, partition, to }): TopicPartitionOffset => ({
      topic,
      partition,
      offset: to,
    }));
    try {
      const offsets = new TopicPartitionMap(starts.map((start) => [start, start.offset]));
      await this.#patiently(() => consumer.commit(offsets));
      log.info(`auto.offset.reset=latest: the next run begins where ${starts.length} partitions end now`);
    } catch (thrown) {
      // Another member has the group: its commits count.
      log.info(`The present ends of ${starts.length} partitions are not committed: ${asError(thrown).message}`);
    }
  }
}
