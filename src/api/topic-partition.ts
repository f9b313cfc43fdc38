/** Owns the name of a partition and the maps keyed by it. */

/** A topic and a partition of it. Compare by `topicPartitionKey`, not by identity. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition and an offset in it; an offset is the position of the next record. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number;
}

/** A text that is equal for equal partitions: `topic-partition`, as Kafka's tools print it. */
export function topicPartitionKey(partition: TopicPartition): string {
  return `${partition.topic}-${partition.partition}`;
}

/** A map from partitions to values that compares partitions by content. Keeps the order of insertion. */
export class TopicPartitionMap<V> implements Iterable<[TopicPartition, V]> {
  readonly #entries = new Map<string, [TopicPartition, V]>();

  constructor(entries: Iterable<readonly [TopicPartition, V]> = []) {
    for (const [partition, value] of entries) this.set(partition, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(partition: TopicPartition): V | undefined {
    return this.#entries.get(topicPartitionKey(partition))?.[1];
  }

  has(partition: TopicPartition): boolean {
    return this.#entries.has(topicPartitionKey(partition));
  }

  set(partition: TopicPartition, value: V): this {
    this.#entries.set(topicPartitionKey(partition), [
      { topic: partition.topic, partition: partition.partition },
      value,
    ]);
    return this;
  }

  delete(partition: TopicPartition): boolean {
    return this.#entries.delete(topicPartitionKey(partition));
  }

  clear(): void {
    this.#entries.clear();
  }

  keys(): TopicPartition[] {
    return [...this.#entries.values()].map(([partition]) => partition);
  }

  [Symbol.iterator](): Iterator<[TopicPartition, V]> {
    return this.#entries.values();
  }
}
