/** Owns creating topics for tests. */
import { AdminClient, type LibrdKafkaError } from 'node-rdkafka';

/** What a test may ask of a topic; one partition unless it says otherwise. */
export interface TestTopic {
  readonly partitions?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates a topic and resolves when the broker knows it. Rejects when it exists already. */
export async function createTopic(bootstrap: string, name: string, topic: TestTopic = {}): Promise<void> {
  const admin = AdminClient.create({ 'bootstrap.servers': bootstrap });
  const request = {
    topic: name,
    num_partitions: topic.partitions ?? 1,
    replication_factor: 1,
    ...(topic.configs === undefined ? {} : { config: { ...topic.configs } }),
  };
  try {
    await new Promise<void>((resolve, reject) => {
      admin.createTopic(request, 10_000, (error: LibrdKafkaError | undefined) => {
        if (error) reject(new Error(`${name}: ${error.message}`, { cause: error }));
        else resolve();
      });
    });
  } finally {
    admin.disconnect();
  }
}
