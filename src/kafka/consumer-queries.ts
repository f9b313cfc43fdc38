/** Owns what a consumer asks brokers: offsets of its group and of partitions, and which topics exist. */
import { TopicPartitionMap, type TopicPartition } from '../api/topic-partition';
import { throwOnCode, withKafkaErrors } from './kafka-errors';
import { companion, type NativeCompanion } from './native-companion';
import type { RdkafkaHandle } from './rdkafka-handle';

/** The questions of one consumer; the contracts are those of KafkaConsumer. */
export class ConsumerQueries {
  readonly #handle: RdkafkaHandle;
  readonly #native: NativeCompanion = companion();
  readonly #timeoutMs: number;

  constructor(handle: RdkafkaHandle) {
    this.#handle = handle;
    this.#timeoutMs = handle.settings.own.defaultApiTimeoutMs;
  }

  async committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    if (partitions.length === 0) return new TopicPartitionMap();
    const what = 'Committed offsets cannot be read';
    const read = await withKafkaErrors(what, this.#native.committed(this.#handle.id, partitions, this.#timeoutMs));
    read.forEach(({ kafkaCode }) => throwOnCode(kafkaCode, what));
    return new TopicPartitionMap(read.filter(({ offset }) => offset >= 0).map((entry) => [entry, entry.offset]));
  }

  /** Where partitions begin: at the committed offset, else where `resetPosition` says. */
  async startPositions(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    const positions = new TopicPartitionMap<number>();
    const committed = await this.committed(partitions);
    for (const partition of partitions) {
      positions.set(partition, committed.get(partition) ?? (await this.resetPosition(partition)));
    }
    return positions;
  }

  /** Where a partition without a committed offset begins. */
  async resetPosition(partition: TopicPartition): Promise<number> {
    const { low, high } = await this.watermarks(partition);
    return this.#handle.settings.topic['auto.offset.reset'] === 'earliest' ? low : high;
  }

  watermarks({ topic, partition }: TopicPartition): Promise<{ low: number; high: number }> {
    const read = this.#native.watermarks(this.#handle.id, topic, partition, this.#timeoutMs);
    return withKafkaErrors(`Offsets of ${topic}-${partition} cannot be read`, read);
  }

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const read = this.#native.topicIds(this.#handle.id, this.#timeoutMs, topics);
    return new Map(await withKafkaErrors(`Topics cannot be described (${topics.join(', ')})`, read));
  }
}
