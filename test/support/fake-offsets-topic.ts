/** Owns a compacted topic in memory: what is sent to its producer comes back from its consumer. */
import type { ClientProperties, ConsumedBatch, KafkaClients, KafkaProducer } from '../../src/kafka/clients';
import type { OffsetEntry } from '../../src/storage/offset-backing-store';
import { FakeAdmin } from './fake-admin';
import type { FakeMessage } from './fake-batch';
import { FakeConsumer, FakeProducer } from './fake-kafka';

/** Stands where it has read. */
class ReadingConsumer extends FakeConsumer {
  override async poll(timeoutMs: number): Promise<ConsumedBatch> {
    const batch = await super.poll(timeoutMs);
    for (let index = 0; index < batch.size; index++) {
      const place = { topic: batch.topic(index), partition: batch.partition(index) };
      this.positionsByPartition.set(place, batch.offset(index) + 1);
    }
    return batch;
  }
}

/** Clients of one topic with three partitions. The first consumer is `consumer`; each reads all. */
export class FakeOffsetsTopic {
  readonly admin = new FakeAdmin();
  readonly consumer: FakeConsumer = new ReadingConsumer();
  readonly producer = new FakeProducer();
  readonly clients: KafkaClients = {
    admin: () => this.admin,
    consumer: () => this.#nextConsumer(),
    producer: ({ properties }) => this.#producerFor(properties),
  };
  /** The transactional ids that were taken over, in their order. */
  readonly fenced: string[] = [];
  readonly #log: FakeMessage[] = [];
  readonly #consumers = [this.consumer];
  #given = 0;
  #handed = 0;

  constructor(
    readonly name: string,
    entries: readonly OffsetEntry[] = [],
  ) {
    this.producer.acknowledgesAtOnce = true;
    this.admin.topics.set(name, 3);
    for (const [key, value] of entries) this.append(0, key, value);
    const handOver = this.producer.handOver.bind(this.producer);
    this.producer.handOver = () => {
      const handed = handOver();
      for (const { partition, key, value } of this.producer.handedOver.slice(this.#handed)) {
        this.append(partition ?? 0, key as Buffer | null, value as Buffer | null);
      }
      this.#handed = this.producer.handedOver.length;
      return handed;
    };
  }

  append(partition: number, key: Buffer | null, value: Buffer | null): void {
    const place = { topic: this.name, partition };
    const offset = this.admin.ends.get(place) ?? 0;
    this.admin.ends.set(place, offset + 1);
    const message = { ...place, offset, key, value };
    this.#log.push(message);
    for (const consumer of this.#consumers) this.#deliver(consumer, message);
  }

  #nextConsumer(): FakeConsumer {
    if (this.#given++ === 0) return this.consumer;
    const consumer = new ReadingConsumer();
    this.#consumers.push(consumer);
    for (const message of this.#log) this.#deliver(consumer, message);
    return consumer;
  }

  #deliver(consumer: FakeConsumer, message: FakeMessage): void {
    const { topic, partition, offset } = message;
    consumer.ends.set({ topic, partition }, { low: 0, high: offset + 1 });
    consumer.deliver(message);
  }

  #producerFor({ 'transactional.id': id }: ClientProperties): KafkaProducer {
    if (id === undefined) return this.producer;
    const producer = new FakeProducer();
    producer.transactionAnswer = async () => void this.fenced.push(id);
    return producer;
  }
}
