/** Owns the child process of the embedded Kafka: holds the mock cluster and does what the parent asks. */
import { Producer, type LibrdKafkaError } from 'node-rdkafka';
import { KafkaError } from '../errors';
import { companionPath } from './companion-path';
import { mockCluster, type MockCluster } from './native-companion';

/** What the parent sends. */
export interface EmbeddedKafkaRequest {
  readonly kind: 'create-topic';
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
}

/** What the child sends: once how its start went, then an answer to each request. */
export type EmbeddedKafkaReply =
  | { readonly kind: 'ready'; readonly bootstrap: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'reply';
      readonly id: number;
      readonly isCreated: boolean;
      readonly error?: { readonly message: string; readonly kafkaCode: number };
    };

const ALREADY_EXISTS = 36;
const CONNECT_TIMEOUT_MS = 10_000;

void start(Number(process.argv[2] ?? 1));

async function start(brokers: number): Promise<void> {
  // A signal to the whole process group must leave the parent time to commit. The parent ends us by closing the channel.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit(0));
  try {
    const mock = await startMockCluster(brokers);
    process.on('message', (request: EmbeddedKafkaRequest) => reply(createTopic(mock, request)));
    reply({ kind: 'ready', bootstrap: mock.bootstrap });
  } catch (error) {
    reply({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The producer that carries the cluster is never disconnected: it ends with the process. */
async function startMockCluster(brokers: number): Promise<MockCluster> {
  const config = {
    'test.mock.num.brokers': brokers,
    'bootstrap.servers': 'replaced by the mock cluster',
    'plugin.library.paths': companionPath(),
    log_level: 4,
  };
  const mock = mockCluster(await connect(new Producer(config)));
  mock.setInitialRebalanceDelay(0);
  return mock;
}

/** Resolves with librdkafka's name of the client. */
function connect(producer: Producer): Promise<string> {
  return new Promise((resolve, reject) => {
    producer.once('ready', ({ name }) => resolve(name));
    producer.connect({ timeout: CONNECT_TIMEOUT_MS }, (error: LibrdKafkaError | null) => {
      if (error !== null) reject(new Error(error.message, { cause: error }));
    });
  });
}

function createTopic(mock: MockCluster, { id, name, partitions }: EmbeddedKafkaRequest): EmbeddedKafkaReply {
  try {
    mock.createTopic(name, partitions);
    return { kind: 'reply', id, isCreated: true };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    if (error.kafkaCode === ALREADY_EXISTS) return { kind: 'reply', id, isCreated: false };
    return { kind: 'reply', id, isCreated: false, error: { message: error.message, kafkaCode: error.kafkaCode } };
  }
}

function reply(message: EmbeddedKafkaReply): void {
  process.send?.(message);
}
