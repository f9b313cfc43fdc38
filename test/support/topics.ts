/** Owns creating and deleting topics for tests. */
import { AdminClient, type IAdminClient, type LibrdKafkaError } from 'node-rdkafka';

const TIMEOUT_MS = 10_000;

/** What a test may ask of a topic; one partition unless it says otherwise. */
export interface TestTopic {
  readonly partitions?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates a topic and resolves when the broker knows it. Rejects when it exists already. */
export async function createTopic(bootstrap: string, name: string, topic: TestTopic = {}): Promise<void> {
  const request = {
    topic: name,
    num_partitions: topic.partitions ?? 1,
    replication_factor: 1,
    ...(topic.configs === undefined ? {} : { config: { ...topic.configs } }),
  };
  await ask(bootstrap, name, (admin, answered) => admin.createTopic(request, TIMEOUT_MS, answered));
}

/** Deletes a topic and resolves when the broker has taken the request. Rejects when there is none. */
export function deleteTopic(bootstrap: string, name: string): Promise<void> {
  return ask(bootstrap, name, (admin, answered) => admin.deleteTopic(name, TIMEOUT_MS, answered));
}

type Answered = (error: LibrdKafkaError | undefined) => void;

async function ask(
  bootstrap: string,
  name: string,
  request: (admin: IAdminClient, answered: Answered) => void,
): Promise<void> {
  const admin = AdminClient.create({ 'bootstrap.servers': bootstrap });
  try {
    await new Promise<void>((resolve, reject) => {
      request(admin, (error) => {
        if (error) reject(new Error(`${name}: ${error.message}`, { cause: error }));
        else resolve();
      });
    });
  } finally {
    admin.disconnect();
  }
}
