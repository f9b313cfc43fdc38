/**
 * Exactly-once delivery under faults: the worker is killed, frozen and fenced by a second one, the broker is restarted. A reader of
 * committed records sees every line once. `ROUNDS=100` for the long form.
 */
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../src/clock';
import { RdkafkaAdmin } from '../../src/kafka/rdkafka-admin';
import { RdkafkaClients } from '../../src/kafka/rdkafka-clients';
import { KafkaOffsetBackingStore } from '../../src/storage/kafka-offset-backing-store';
import { encodeOffsetKey, encodeOffsetValue } from '../../src/storage/offset-key';
import { describeWithJava, uniqueName } from '../support/describe-with-kafka';
import { KafkaRoom, readAll } from '../support/kafka-room';
import {
  fileSource,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { createTopic } from '../support/topics';

const ROUNDS = Number(process.env['ROUNDS'] ?? 6);
/** A round, what follows it included, takes a few seconds; a slow machine several times that. */
jest.setTimeout(300_000 + ROUNDS * 30_000);

type Fault = 'kill' | 'freeze' | 'broker';

/** Which fault a round has: of ten, five kill, four freeze, one restarts the broker; the short form has each as well. */
function faultOf(round: number): Fault {
  if (round % 10 === 4) return 'broker';
  return round % 2 === 0 ? 'kill' : 'freeze';
}

describeWithJava('Exactly-once delivery', () => {
  let kafka: RealKafka;
  let admin: RdkafkaAdmin;
  const folders: string[] = [];

  beforeAll(async () => {
    kafka = await startRealKafka();
    admin = new RdkafkaAdmin({ properties: { 'bootstrap.servers': kafka.bootstrap } });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.close();
    await kafka.stop();
    folders.forEach(removeFolder);
  });

  const folder = () => {
    const made = temporaryFolder();
    folders.push(made);
    return made;
  };

  it(`shows every line once to a reader of committed records, in ${ROUNDS} rounds of faults`, async () => {
    const began = Date.now();
    const [topic, offsetsTopic] = [uniqueName('once'), uniqueName('offsets')];
    const input = path.join(folder(), 'in');
    let appended = 0;
    const append = (count: number) => {
      appendFileSync(input, Array.from({ length: count }, (_, index) => `line ${appended + index}\n`).join(''));
      appended += count;
    };
    const start = () =>
      startOurWorker({
        bootstrap: kafka.bootstrap,
        folder: folder(),
        worker: {
          'exactly.once.source.support': 'enabled',
          'group.id': `group-${topic}`,
          'offset.storage.topic': offsetsTopic,
          'offset.storage.partitions': '3',
          'offset.storage.replication.factor': '1',
        },
        connectors: [{ ...fileSource(topic, input, topic), 'batch.size': '1000', 'exactly.once.support': 'required' }],
      });
    const end = async () => (await admin.endOffsets([{ topic, partition: 0 }])).get({ topic, partition: 0 }) ?? 0;
    /** Appends until the topic grows: whoever runs delivers. */
    const flows = async (what: string, worker: OurWorker) => {
      const before = await end().catch(() => 0);
      const grows = async () => {
        append(50);
        return (await end().catch(() => 0)) > before;
      };
      await waitFor(what, grows, { timeoutMs: 90_000, worker });
    };
    await createTopic(kafka.bootstrap, topic);
    writeFileSync(input, '');
    append(10);

    const hits: Record<Fault, number> = { kill: 0, freeze: 0, broker: 0 };
    let misses = 0;
    let worker = start();
    await flows('the first worker delivers', worker);
    const offsets = offsetsStore(kafka.bootstrap, offsetsTopic);
    await offsets.start();
    // `entries` does not wait for the open transaction of a worker that was killed.
    const isAllStored = async () => {
      const key = encodeOffsetKey(topic, { filename: input });
      const value = (await offsets.entries()).find(([known]) => known?.equals(key))?.[1];
      return value?.equals(encodeOffsetValue({ position: statSync(input).size }) ?? Buffer.alloc(0)) === true;
    };
    for (let round = 0; round < ROUNDS; round++) {
      await flows(`round ${round} begins`, worker);
      append(3000);
      await pause(Math.random() * 60);
      const fault = faultOf(round);
      switch (fault) {
        case 'kill': {
          expect((await worker.end('SIGKILL')).signal).toBe('SIGKILL');
          const isMissed = await isAllStored();
          worker = start();
          // Nothing was on its way: the round is repeated.
          if (isMissed && misses++ < ROUNDS) round--;
          else hits.kill++;
          break;
        }
        case 'freeze': {
          const zombie = worker;
          zombie.signal('SIGSTOP');
          worker = start();
          await flows('the second worker delivers', worker);
          zombie.signal('SIGCONT');
          const isFenced = () => {
            append(20);
            return /uncaught and unrecoverable[\s\S]*Error: .*fenced/.test(zombie.output);
          };
          await waitFor('the first worker is fenced', isFenced, { worker: zombie });
          expect((await zombie.end('SIGKILL')).signal).toBe('SIGKILL');
          hits.freeze++;
          break;
        }
        case 'broker': {
          await kafka.kill();
          append(500);
          await pause(Math.random() * 1000);
          await kafka.start();
          hits.broker++;
          break;
        }
      }
      await flows(`round ${round} (${fault}) ends`, worker);
    }

    await waitFor('the last offset is stored', isAllStored, { timeoutMs: 90_000, worker });
    await offsets.stop();
    expect((await worker.end()).code).toBe(0);
    const seen = new Map<string, number>();
    for (const value of await readTopic(kafka.bootstrap, topic, 'read_committed')) {
      seen.set(value, (seen.get(value) ?? 0) + 1);
    }
    const everything = await readTopic(kafka.bootstrap, topic, 'read_uncommitted');
    const lost = Array.from({ length: appended }, (_, line) => `line ${line}`).filter((line) => !seen.has(line));
    const duplicated = [...seen].filter(([, times]) => times > 1);
    process.stdout.write(
      `exactly once: ${ROUNDS} rounds (${hits.kill} kill -9, ${hits.freeze} frozen and fenced, ${hits.broker} broker restarts; ${misses} missed and repeated), ` +
        `${appended} records, ${lost.length} lost, ${duplicated.length} duplicated, ` +
        `${everything.length - appended} aborted copies out of sight, ${Math.round((Date.now() - began) / 1000)} seconds\n`,
    );
    expect(lost).toEqual([]);
    expect(duplicated).toEqual([]);
    expect(seen.size).toBe(appended);
    // In the long form some fault hits in the middle of a transaction, which leaves aborted copies.
    if (ROUNDS >= 50) expect(everything.length).toBeGreaterThan(appended);
    expect(hits.kill + hits.freeze + hits.broker).toBe(ROUNDS);
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** All values of partition 0, by a reader of its own. */
async function readTopic(bootstrap: string, topic: string, isolation: string): Promise<string[]> {
  const room = new KafkaRoom(bootstrap);
  try {
    const partition = { topic, partition: 0 };
    const consumer = await room.consumer('reader', { 'isolation.level': isolation });
    await consumer.assignDirectly([partition]);
    const { high } = await consumer.watermarks(partition);
    const values: string[] = [];
    const isRead = async () => ((await consumer.positions([partition])).get(partition) ?? 0) >= high;
    await waitFor(
      `the topic is read (${isolation})`,
      async () => {
        for (const { value } of readAll(await consumer.poll(200))) values.push(String(value));
        return isRead();
      },
      { timeoutMs: 120_000 },
    );
    return values;
  } finally {
    await room.close();
  }
}

function offsetsStore(bootstrap: string, topic: string): KafkaOffsetBackingStore {
  const shared = { 'bootstrap.servers': bootstrap };
  return new KafkaOffsetBackingStore({
    clients: new RdkafkaClients(),
    topic: { name: topic, partitions: 3, replicationFactor: 1, configs: {} },
    properties: {
      admin: shared,
      producer: shared,
      consumer: { ...shared, 'group.id': 'reader', 'isolation.level': 'read_committed' },
    },
    clock: systemClock,
  });
}
