/** Owns the clients of the Kafka room in integration tests: made with the settings of the genuine worker, closed at the end. */
import { execFile } from 'node:child_process';
import type { RawHeader } from '../../src/api/converter';
import type { TimestampType } from '../../src/api/sink-record';
import type { TopicPartition } from '../../src/api/topic-partition';
import type {
  ClientEvent,
  ConsumedBatch,
  KafkaAdmin,
  KafkaConsumer,
  KafkaProducer,
  RebalanceListener,
} from '../../src/kafka/clients';
import { RdkafkaClients } from '../../src/kafka/rdkafka-clients';

/** What the genuine worker sets for its producers, as far as it matters here. */
const PRODUCER_DEFAULTS = {
  acks: 'all',
  'enable.idempotence': 'false',
  'max.in.flight.requests.per.connection': '1',
  'delivery.timeout.ms': '2147483647',
};

/** A record that was read, laid open. */
export interface ReadRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: TimestampType;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RawHeader[] | null;
}

/** Clients of one test; `close` ends them all. */
export class KafkaRoom {
  readonly events: ClientEvent[] = [];
  readonly #bootstrap: string;
  readonly #clients = new RdkafkaClients();
  readonly #closers: (() => Promise<void>)[] = [];

  constructor(bootstrap: string) {
    this.#bootstrap = bootstrap;
  }

  async producer(properties: Record<string, string> = {}, tracksMetadata = false): Promise<KafkaProducer> {
    const producer = this.#clients.producer({
      properties: { 'bootstrap.servers': this.#bootstrap, ...PRODUCER_DEFAULTS, ...properties },
      tracksMetadata,
      onEvent: (event) => this.events.push(event),
    });
    this.#closers.push(() => producer.close(1000));
    await producer.connect();
    return producer;
  }

  async consumer(group: string, properties: Record<string, string> = {}): Promise<KafkaConsumer> {
    const consumer = this.#clients.consumer({
      properties: {
        'bootstrap.servers': this.#bootstrap,
        'group.id': group,
        'auto.offset.reset': 'earliest',
        ...properties,
      },
      onEvent: (event) => this.events.push(event),
    });
    this.#closers.push(() => consumer.close());
    await consumer.connect();
    return consumer;
  }

  async admin(): Promise<KafkaAdmin> {
    const admin = this.#clients.admin({ properties: { 'bootstrap.servers': this.#bootstrap } });
    this.#closers.push(() => admin.close());
    await admin.connect();
    return admin;
  }

  async close(): Promise<void> {
    await Promise.all(this.#closers.splice(0).map((close) => close()));
  }
}

/** A listener that remembers what it was told. */
export class RecordingListener implements RebalanceListener {
  readonly log: string[] = [];

  onAssigned(partitions: TopicPartition[]): Promise<void> {
    return this.#note('assigned', partitions);
  }

  onRevoked(partitions: TopicPartition[]): Promise<void> {
    return this.#note('revoked', partitions);
  }

  onLost(partitions: TopicPartition[]): Promise<void> {
    return this.#note('lost', partitions);
  }

  #note(what: string, partitions: TopicPartition[]): Promise<void> {
    this.log.push(
      `${what} ${partitions
        .map(({ partition }) => partition)
        .sort()
        .join(',')}`,
    );
    return Promise.resolve();
  }
}

/** All records of a batch. */
export function readAll(batch: ConsumedBatch): ReadRecord[] {
  return Array.from({ length: batch.size }, (_, index) => ({
    partition: batch.partition(index),
    offset: batch.offset(index),
    timestamp: batch.timestamp(index),
    timestampType: batch.timestampType(index),
    key: batch.key(index),
    value: batch.value(index),
    headers: batch.headers(index),
  }));
}

/** Polls until `isEnough` or the time is over; returns what came. */
export async function pollUntil(
  consumer: KafkaConsumer,
  isEnough: (records: readonly ReadRecord[]) => boolean,
  timeoutMs = 30_000,
): Promise<ReadRecord[]> {
  const deadline = Date.now() + timeoutMs;
  const records: ReadRecord[] = [];
  while (!isEnough(records)) {
    if (Date.now() > deadline) throw new Error(`Only ${records.length} records came in ${timeoutMs} ms`);
    for (const record of readAll(await consumer.poll(200))) records.push(record);
  }
  return records;
}

/** Polls all consumers at once until `isDone` or the time is over; returns what came meanwhile. */
export async function pollTill(
  consumers: readonly KafkaConsumer[],
  isDone: () => boolean,
  timeoutMs = 30_000,
): Promise<ReadRecord[]> {
  const deadline = Date.now() + timeoutMs;
  const records: ReadRecord[] = [];
  while (!isDone()) {
    if (Date.now() > deadline) throw new Error(`It did not happen in ${timeoutMs} ms`);
    for (const batch of await Promise.all(consumers.map((consumer) => consumer.poll(50))))
      records.push(...readAll(batch));
  }
  return records;
}

/** Sends values to partition 0 (unless told otherwise) and resolves when all are settled. */
export async function sendValues(
  producer: KafkaProducer,
  topic: string,
  values: readonly (string | { readonly value: string; readonly partition: number })[],
): Promise<void> {
  for (const entry of values) {
    const { value, partition } = typeof entry === 'string' ? { value: entry, partition: 0 } : entry;
    producer.send({ topic, partition, key: null, value, timestamp: null, headers: null });
  }
  await producer.handOver();
  if (!(await producer.flush(30_000))) throw new Error('Not everything was settled');
}

/** What kcat sees of a topic: lengths first, so that any byte may occur. Headers as kcat prints them. */
export async function kcatRaw(bootstrap: string, topic: string): Promise<KcatRawRecord[]> {
  const format = '%p %o %T %K %S \u0002%k%s\u0003%h\u0004';
  const output = await new Promise<Buffer>((resolve, reject) => {
    const options = { encoding: 'buffer' as const, maxBuffer: 1 << 30 };
    const args = ['-C', '-q', '-e', '-b', bootstrap, '-t', topic, '-o', 'beginning', '-f', format];
    execFile('kcat', args, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error('kcat failed', { cause: error }));
    });
  });
  const records: KcatRawRecord[] = [];
  for (let position = 0; position < output.length;) {
    const start = output.indexOf(2, position);
    const fields = output.toString('latin1', position, start).trim().split(' ').map(Number);
    const [partition = 0, offset = 0, timestamp = 0, keyLength = 0, valueLength = 0] = fields;
    const key = start + 1;
    const value = key + Math.max(keyLength, 0);
    const end = value + Math.max(valueLength, 0);
    const last = output.indexOf(4, end);
    records.push({
      partition,
      offset,
      timestamp,
      key: keyLength < 0 ? null : output.subarray(key, value),
      value: valueLength < 0 ? null : output.subarray(value, end),
      headers: output.subarray(end + 1, last),
    });
    position = last + 1;
  }
  return records;
}

/** A record as `kcatRaw` sees it. */
export interface KcatRawRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Buffer;
}
