/** Owns topics that were deleted and made anew while they were consumed: the old positions would skip records of the new. */
import { topicPartitionKey, TopicPartitionMap, type TopicPartition } from '../api/topic-partition';
import { asError, KafkaError } from '../errors';
import type { ClientEvent, KafkaConsumer, RebalanceListener } from './clients';
import { KAFKA_CODES } from './kafka-errors';

/** What every failure of a commit says first. */
export const COMMIT_FAILED = 'Offsets cannot be committed';

/**
 * The group coordinator forgets the offsets of a topic that is deleted, and of no other that a group is subscribed to. So
 * committed offsets that are gone tell of it, even when a producer has made a topic of the same name at once.
 */
export class RecreatedTopics {
  readonly #consumer: Pick<KafkaConsumer, 'assignment' | 'committed' | 'seek' | 'wakeup'>;
  readonly #resetPosition: (partition: TopicPartition) => Promise<number>;
  /** Partitions that have a committed offset, unless their topic was deleted since. */
  readonly #committed = new Set<string>();
  readonly #found = new Map<string, TopicPartition>();
  #listener: RebalanceListener | undefined;

  /** `resetPosition` says where a partition without a committed offset begins. */
  constructor(
    consumer: Pick<KafkaConsumer, 'assignment' | 'committed' | 'seek' | 'wakeup'>,
    resetPosition: (partition: TopicPartition) => Promise<number>,
  ) {
    this.#consumer = consumer;
    this.#resetPosition = resetPosition;
  }

  /** The listener for the group, which tells this one of everything. */
  watch(listener: RebalanceListener): RebalanceListener {
    this.#listener = listener;
    return {
      onAssigned: async (partitions) => {
        await listener.onAssigned(partitions);
        this.#lookUp(partitions);
      },
      onRevoked: async (partitions) => {
        await listener.onRevoked(partitions);
        this.#forget(partitions);
      },
      onLost: (partitions) => {
        this.#forget(partitions);
        return listener.onLost(partitions);
      },
    };
  }

  /** True when `beginAnew` has something to do. */
  get hasFound(): boolean {
    return this.#found.size > 0;
  }

  /** Commits what is of topics that are still the same; rejects when some are not, and the next `poll` begins them anew. */
  async commit(
    offsets: TopicPartitionMap<number>,
    send: (valid: TopicPartitionMap<number>) => Promise<unknown>,
  ): Promise<void> {
    if (offsets.size === 0) return;
    const valid = await this.#stillValid(offsets);
    if (valid.size > 0) await send(valid);
    this.#noteCommitted(valid);
    if (valid.size === offsets.size) return;
    this.#consumer.wakeup();
    const kafkaCode = KAFKA_CODES.unknownTopicOrPartition;
    throw new KafkaError(`${COMMIT_FAILED}: a topic was deleted`, { kafkaCode, isRetriable: true });
  }

  async #stillValid(offsets: TopicPartitionMap<number>): Promise<TopicPartitionMap<number>> {
    const known = [...offsets.keys()].filter((partition) => this.#committed.has(topicPartitionKey(partition)));
    if (known.length === 0) return offsets;
    const committed = await this.#consumer.committed(known);
    for (const partition of known) {
      if (!committed.has(partition)) this.#found.set(topicPartitionKey(partition), partition);
    }
    return this.hasFound ? without(offsets, this.#found) : offsets;
  }

  #noteCommitted(offsets: TopicPartitionMap<number>): void {
    for (const partition of offsets.keys()) this.#committed.add(topicPartitionKey(partition));
  }

  /** Lets go of what was found as if it were lost, and takes it again from where the new topic begins. Called in `poll`. */
  async beginAnew(report: (event: ClientEvent) => void): Promise<void> {
    const partitions = this.#consumer.assignment().filter((partition) => this.#found.has(topicPartitionKey(partition)));
    this.#found.clear();
    if (partitions.length === 0) return;
    const offsets = await this.#startsOf(partitions, report);
    if (offsets === undefined) return;
    const names = [...new Set(partitions.map(({ topic }) => topic))].join(', ');
    const message = `${names} was deleted and created anew while it was consumed: it is read as a new topic`;
    report({ level: 'warn', message });
    await this.#listener?.onLost(partitions);
    for (const [index, partition] of partitions.entries()) {
      await this.#consumer.seek({ ...partition, offset: offsets[index] ?? 0 });
    }
    this.#forget(partitions);
    await this.#listener?.onAssigned(partitions);
  }

  /** Undefined where the new topic is not there yet: the next commit finds out again. */
  async #startsOf(
    partitions: readonly TopicPartition[],
    report: (event: ClientEvent) => void,
  ): Promise<number[] | undefined> {
    try {
      return await Promise.all(partitions.map(this.#resetPosition));
    } catch (error) {
      const message = `A topic that was deleted cannot be read as a new one yet: ${asError(error).message}`;
      report({ level: 'warn', message });
      return undefined;
    }
  }

  /** In the background: a member that has just joined need not wait for it, and the first commit makes up for it. */
  #lookUp(partitions: readonly TopicPartition[]): void {
    this.#consumer.committed(partitions).then(
      (committed) => this.#noteCommitted(committed),
      () => undefined,
    );
  }

  #forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#committed.delete(topicPartitionKey(partition));
  }
}

function without(
  offsets: TopicPartitionMap<number>,
  found: ReadonlyMap<string, TopicPartition>,
): TopicPartitionMap<number> {
  return new TopicPartitionMap([...offsets].filter(([partition]) => !found.has(topicPartitionKey(partition))));
}
