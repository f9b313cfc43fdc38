/** Owns a compacted topic in memory: what is sent to its producer comes back from its consumer. */
import type { KafkaClients } from '../../src/kafka/clients';
import type { OffsetEntry } from '../../src/storage/offset-backing-store';
import { FakeAdmin } from './fake-admin';
import { FakeConsumer, FakeProducer } from './fake-kafka';

/** Clients of one topic with three partitions. */
export class FakeOffsetsTopic {
  readonly admin = new FakeAdmin();
  readonly consumer = new FakeConsumer();
  readonly producer = new FakeProducer();
  readonly clients: KafkaClients = {
    admin: () => this.admin,
    consumer: () => this.consumer,
    producer: () => this.producer,
  };
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
    this.consumer.positionsByPartition.set(place, offset + 1);
    this.consumer.deliver({ ...place, offset, key, value });
  }
}
