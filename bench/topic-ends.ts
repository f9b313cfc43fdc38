/** Owns looking at how many records a topic holds, often and at little cost. */
import { once } from 'node:events';
import { Producer, type LibrdKafkaError } from 'node-rdkafka';

/** A client that asks for watermarks only. */
export class TopicEnds {
  readonly #client: Producer;

  private constructor(client: Producer) {
    this.#client = client;
  }

  static async connect(bootstrap: string): Promise<TopicEnds> {
    const client = new Producer({ 'bootstrap.servers': bootstrap });
    client.connect();
    await once(client, 'ready');
    return new TopicEnds(client);
  }

  /** Records in all partitions, by their end offsets. */
  async records(topic: string, partitions: number): Promise<number> {
    const ends = Array.from({ length: partitions }, (_, partition) => this.#end(topic, partition));
    return (await Promise.all(ends)).reduce((total, end) => total + end, 0);
  }

  close(): void {
    this.#client.disconnect();
  }

  #end(topic: string, partition: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#client.queryWatermarkOffsets(topic, partition, 5000, (error: LibrdKafkaError | null, offsets) => {
        if (error !== null) reject(new Error(`${topic}: ${error.message}`));
        else resolve(offsets.highOffset);
      });
    });
  }
}
