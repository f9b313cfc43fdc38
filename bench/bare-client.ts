/**
 * Owns the floor: node-rdkafka without Connect, as a program of its own. `consume` reads a topic to its present end and writes
 * its values to standard output as lines; `produce` sends the lines of a file and ends when all are acknowledged.
 */
import { once } from 'node:events';
import { createReadStream, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { KafkaConsumer, Producer, type LibrdKafkaError, type Message } from 'node-rdkafka';

const BATCH = 2000;
const POLL_MS = 10;

async function consume(bootstrap: string, topic: string, group: string): Promise<void> {
  const consumer = new KafkaConsumer(
    { 'bootstrap.servers': bootstrap, 'group.id': group, 'enable.auto.commit': false },
    { 'auto.offset.reset': 'earliest' },
  );
  consumer.connect();
  await once(consumer, 'ready');
  consumer.subscribe([topic]);
  consumer.setDefaultConsumeTimeout(500);
  for (let isBegun = false; ;) {
    const messages = await new Promise<Message[]>((resolve, reject) => {
      consumer.consume(BATCH, (error: LibrdKafkaError | null, batch: Message[]) => {
        if (error === null) resolve(batch);
        else reject(new Error(error.message));
      });
    });
    if (messages.length === 0 && isBegun) break;
    isBegun ||= messages.length > 0;
    writeSync(1, messages.map(({ value }) => `${value?.toString() ?? ''}\n`).join(''));
  }
  process.exit(0);
}

async function produce(bootstrap: string, topic: string, file: string): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': bootstrap, 'enable.idempotence': true });
  producer.connect();
  await once(producer, 'ready');
  // Acknowledged records leave the queue only when they are asked for.
  producer.setPollInterval(POLL_MS);
  for await (const line of createInterface({ input: createReadStream(file) })) {
    while (!isTaken(producer, topic, line)) await delay(1);
  }
  await new Promise((resolve) => producer.flush(60_000, resolve));
  process.exit(0);
}

/** False when the queue of the client is full. */
function isTaken(producer: Producer, topic: string, line: string): boolean {
  try {
    producer.produce(topic, null, Buffer.from(line));
    return true;
  } catch (error) {
    if ((error as Error).message.includes('Queue full')) return false;
    throw error;
  }
}

const [work, bootstrap = '', topic = '', file = '', id = ''] = process.argv.slice(2);
void (work === 'consume' ? consume(bootstrap, topic, `bench-bare-${id}`) : produce(bootstrap, topic, file));
