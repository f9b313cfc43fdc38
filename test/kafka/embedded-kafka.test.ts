import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';
import { KafkaConsumer, Producer, type LibrdKafkaError, type Metadata } from 'node-rdkafka';
import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';

jest.setTimeout(30_000);

describe('EmbeddedKafka', () => {
  let kafka: EmbeddedKafka;
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
  });
  afterAll(() => kafka.stop());

  it('creates topics with the partitions asked for, one by default', async () => {
    expect(await kafka.createTopic('three', 3)).toBe(true);
    expect(await kafka.createTopic('one')).toBe(true);
    expect(await partitionCounts(kafka.bootstrap, ['three', 'one'])).toEqual({ three: 3, one: 1 });
  });

  it('says that a topic exists already', async () => {
    await kafka.createTopic('again');
    expect(await kafka.createTopic('again', 5)).toBe(false);
  });

  it('lets a group join without delay and carries a message', async () => {
    await kafka.createTopic('carried');
    const started = Date.now();
    await produce(kafka.bootstrap, 'carried', 'hello');
    expect(await consumeOne(kafka.bootstrap, 'carried')).toBe('hello');
    expect(Date.now() - started).toBeLessThan(2900);
  });

  it('ends once, with all that was asked of it meanwhile', async () => {
    const other = await startEmbeddedKafka({ brokers: 2 });
    expect(other.bootstrap.split(',')).toHaveLength(2);
    const stopped = other.stop();
    expect(other.stop()).toBe(stopped);
    await stopped;
    expect(await accepts(other.bootstrap.split(',')[0]!)).toBe(false);
    await expect(other.createTopic('late')).rejects.toThrow(/has ended/);
  });
});

describe('the child process of the embedded Kafka', () => {
  it('ends when its parent is killed, and survives a signal to the group before', async () => {
    const { parent, address } = await parentWithEmbeddedKafka();
    // The whole group but the parent, which handles the signal, as a worker does.
    process.kill(-parent.pid!, 'SIGINT');
    expect(await accepts(address)).toBe(true);
    parent.kill('SIGKILL');
    expect(await becomes(false, () => accepts(address))).toBe(true);
  });
});

const PARENT = `
process.on('SIGINT', () => undefined);
const { startEmbeddedKafka } = require('jiti').createJiti(process.cwd() + '/')('./src/kafka/embedded-kafka.ts');
startEmbeddedKafka().then(({ bootstrap }) => console.log(bootstrap));
`;

async function parentWithEmbeddedKafka(): Promise<{ parent: ChildProcess; address: string }> {
  const cwd = path.resolve(__dirname, '..', '..');
  const parent = spawn(process.execPath, ['-e', PARENT], { cwd, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise<string>((resolve) => {
    parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  return { parent, address };
}

function accepts(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Another process is watched here, so real time has to pass: at most five seconds. */
async function becomes<T>(wanted: T, probe: () => Promise<T>): Promise<boolean> {
  for (let turn = 0; turn < 100; turn++) {
    if ((await probe()) === wanted) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function partitionCounts(bootstrap: string, topics: readonly string[]): Promise<Record<string, number>> {
  const producer = await connected(new Producer({ 'bootstrap.servers': bootstrap }));
  const counts: Record<string, number> = {};
  for (const topic of topics) {
    const metadata = await new Promise<Metadata>((resolve, reject) => {
      producer.getMetadata({ topic, timeout: 5000 }, (error: LibrdKafkaError | null, data) =>
        error === null ? resolve(data) : reject(new Error(error.message)),
      );
    });
    counts[topic] = metadata.topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  }
  producer.disconnect();
  return counts;
}

async function produce(bootstrap: string, topic: string, value: string): Promise<void> {
  const producer = await connected(new Producer({ 'bootstrap.servers': bootstrap }));
  producer.produce(topic, null, Buffer.from(value));
  await new Promise<void>((resolve, reject) => {
    producer.flush(5000, (error: LibrdKafkaError | null) =>
      error === null ? resolve() : reject(new Error(error.message)),
    );
  });
  producer.disconnect();
}

async function consumeOne(bootstrap: string, topic: string): Promise<string> {
  const settings = { 'bootstrap.servers': bootstrap, 'group.id': `group-of-${topic}` };
  const consumer = await connected(new KafkaConsumer(settings, { 'auto.offset.reset': 'earliest' }));
  const value = await new Promise<string>((resolve) => {
    consumer.on('data', ({ value: bytes }) => resolve(String(bytes)));
    consumer.subscribe([topic]);
    consumer.consume();
  });
  await new Promise<void>((resolve) => consumer.disconnect(() => resolve()));
  return value;
}

async function connected<C extends Producer | KafkaConsumer>(client: C): Promise<C> {
  await new Promise<void>((resolve, reject) => {
    client.connect({ timeout: 5000 }, (error) => ((error as unknown) ? reject(new Error(error.message)) : resolve()));
  });
  return client;
}
