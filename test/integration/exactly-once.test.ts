/**
 * Exactly-once delivery under faults: the worker is killed, frozen and fenced by a second one, the broker is restarted. A reader of
 * committed records sees every line once. `ROUNDS=100` for the long form.
 */
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RdkafkaAdmin } from '../../src/kafka/rdkafka-admin';
import { describeWithJava, uniqueName } from '../support/describe-with-kafka';
import { kcatConsume, kcatValues } from '../support/kcat';
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
        connectors: [{ ...fileSource(topic, input, topic), 'batch.size': '200', 'exactly.once.support': 'required' }],
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
    let worker = start();
    for (let round = 0; round < ROUNDS; round++) {
      await flows(`round ${round} begins`, worker);
      append(3000);
      await pause(Math.random() * 60);
      const fault = faultOf(round);
      switch (fault) {
        case 'kill': {
          expect((await worker.end('SIGKILL')).signal).toBe('SIGKILL');
          worker = start();
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
          break;
        }
        case 'broker': {
          await kafka.kill();
          append(500);
          await pause(Math.random() * 1000);
          await kafka.start();
          break;
        }
      }
      // The fault has hit when what comes after it still delivers.
      await flows(`round ${round} (${fault}) ends`, worker);
      hits[fault]++;
    }

    const isStored = async () =>
      (await kcatConsume({ bootstrap: kafka.bootstrap, topic: offsetsTopic })).some(
        ({ value }) => value === JSON.stringify({ position: statSync(input).size }),
      );
    await waitFor('the last offset is stored', isStored, { timeoutMs: 90_000, worker });
    expect((await worker.end()).code).toBe(0);
    const seen = new Map<string, number>();
    const properties = { 'isolation.level': 'read_committed' };
    const all = { bootstrap: kafka.bootstrap, topic };
    for (const value of await kcatValues({ ...all, properties }, { timeoutMs: 120_000 })) {
      seen.set(String(value), (seen.get(String(value)) ?? 0) + 1);
    }
    const everything = await kcatValues(
      { ...all, properties: { 'isolation.level': 'read_uncommitted' } },
      { timeoutMs: 120_000 },
    );
    const lost = Array.from({ length: appended }, (_, line) => `line ${line}`).filter((line) => !seen.has(line));
    const duplicated = [...seen].filter(([, times]) => times > 1);
    process.stdout.write(
      `exactly once: ${ROUNDS} rounds (${hits.kill} kill -9, ${hits.freeze} frozen and fenced, ${hits.broker} broker restarts), ` +
        `${appended} records, ${lost.length} lost, ${duplicated.length} duplicated, ` +
        `${everything.length - appended} aborted copies out of sight, ${Math.round((Date.now() - began) / 1000)} seconds\n`,
    );
    expect(lost).toEqual([]);
    expect(duplicated).toEqual([]);
    expect(seen.size).toBe(appended);
    // Without aborted copies no fault would have hit in the middle of a transaction.
    expect(everything.length).toBeGreaterThan(appended);
    expect(hits.kill + hits.freeze + hits.broker).toBe(ROUNDS);
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
