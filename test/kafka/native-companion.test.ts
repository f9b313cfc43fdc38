import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Producer, type LibrdKafkaError, type ProducerGlobalConfig } from 'node-rdkafka';
import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import type * as NativeCompanionModule from '../../src/kafka/native-companion';
import { companionPath } from '../../src/kafka/companion-path';
import { companion, mockCluster, type MockCluster } from '../../src/kafka/native-companion';
import { KafkaRoom, pollUntil, readAll, RecordingListener, sendValues } from '../support/kafka-room';

jest.setTimeout(60_000);

/** A producer whose configuration names no client, as the embedded Kafka makes it. */
async function startMock(brokers: number): Promise<{ producer: Producer; mock: MockCluster }> {
  const producer = new Producer({
    'plugin.library.paths': companionPath(),
    'test.mock.num.brokers': brokers,
    'bootstrap.servers': 'unused',
    log_level: 2,
  } as ProducerGlobalConfig);
  const name = await new Promise<string>((resolve, reject) => {
    producer.once('ready', (info) => resolve(info.name));
    producer.connect({ timeout: 10_000 }, (error: LibrdKafkaError | null) => {
      if (error !== null) reject(new Error(error.message));
    });
  });
  return { producer, mock: mockCluster(name) };
}

function end(producer: Producer): Promise<void> {
  return new Promise((resolve) => producer.disconnect(100, () => resolve()));
}

/** Loads the module anew with a file system in which the companion is missing, or is no library. */
function loadedWithout(exists: (file: string) => boolean): typeof NativeCompanionModule {
  let loaded: typeof NativeCompanionModule | undefined;
  jest.isolateModules(() => {
    jest.doMock('node:fs', () => ({ existsSync: exists }));
    loaded = jest.requireActual<typeof NativeCompanionModule>('../../src/kafka/native-companion');
  });
  jest.dontMock('node:fs');
  return loaded!;
}

describe('companion', () => {
  it('is loaded once', () => {
    expect(companion()).toBe(companion());
  });

  it('says in one line with which command it is built when it is missing', () => {
    const { companion: load } = loadedWithout((file) => !file.endsWith('.node') && existsSync(file));
    expect(load).toThrow(
      /^The native companion is not built: run "npm rebuild" in .* \(.*companion\.node does not exist\)$/,
    );
  });

  it('refuses numbers of clients that it does not know', () => {
    expect(() => companion().settledBelow(987_654)).toThrow('no client 987654');
    expect(() => companion().named('nobody#producer-0')).toThrow('no client is named nobody#producer-0');
  });

  it('refuses a block whose records lie outside it', () => {
    const native = companion();
    const id = native.reserve();
    expect(() => native.produce(id, Buffer.alloc(48), Buffer.alloc(0), ['t'], 0, 1)).toThrow('closed');
    native.release(id);
  });
});

describe('mockCluster', () => {
  it('creates topics once, with the partitions asked for', async () => {
    const { producer, mock } = await startMock(1);
    mock.createTopic('three', 3);
    expect(() => mock.createTopic('three', 3)).toThrow(/already exists/);
    expect(mock.bootstrap).toMatch(/^127\.0\.0\.1:\d+$/);
    await end(producer);
  });

  it('is there only where a mock cluster is', async () => {
    const { producer, mock } = await startMock(1);
    await end(producer);
    expect(() => mock.setInitialRebalanceDelay(0)).toThrow(/no client|no mock cluster/);
  });
});

describe('the memory of clients', () => {
  let kafka: EmbeddedKafka;
  let room: KafkaRoom;
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
    room = new KafkaRoom(kafka.bootstrap);
    await kafka.createTopic('memory', 4);
  });
  afterAll(async () => {
    await room.close();
    await kafka.stop();
  });

  it('lets records outlive their consumer', async () => {
    const values = Array.from({ length: 500 }, (_, index) => `value ${index}`);
    await kafka.createTopic('outlive');
    await sendValues(await room.producer(), 'outlive', values);
    const consumer = await room.consumer('outlive');
    await consumer.subscribe({ topics: ['outlive'] }, new RecordingListener());
    const records = await pollUntil(consumer, ({ length }) => length === 500);
    await consumer.close();
    expect(records.map(({ value }) => String(value))).toEqual(values);
  });

  it('takes acknowledgements that come after the producer was ended', async () => {
    const { producer: broker, mock } = await startMock(1);
    mock.createTopic('late', 1);
    const late = new KafkaRoom(mock.bootstrap);
    for (let round = 0; round < 10; round++) {
      const producer = await late.producer({ 'linger.ms': '0' });
      mock.setRoundTrip(1, 300);
      for (let index = 0; index < 2000; index++) {
        producer.send({ topic: 'late', partition: 0, key: 'k', value: 'v', timestamp: null, headers: null });
      }
      void producer.waitForSettled(5000);
      await producer.close(0);
      // What was not acknowledged by then is neither delivered nor failed.
      expect([producer.settledBelow() < 2000, producer.takeFailures()]).toEqual([true, []]);
      mock.setRoundTrip(1, 0);
    }
    await end(broker);
  });

  it('survives members that come and go while records are on their way', async () => {
    const producer = await room.producer();
    let isOver = false;
    const producing = (async () => {
      while (!isOver)
        await sendValues(
          producer,
          'memory',
          Array.from({ length: 200 }, (_, partition) => ({ value: 'x'.repeat(500), partition: partition % 4 })),
        );
    })();
    for (let round = 0; round < 5; round++) {
      const members = await Promise.all([0, 1, 2].map(() => room.consumer(`members-${round % 2}`)));
      for (const member of members) await member.subscribe({ topics: ['memory'] }, new RecordingListener());
      await Promise.all(members.map(async (member) => readAll(await member.poll(100 + round * 20))));
      const pending = members.map((member) => member.poll(5000));
      await Promise.all(members.map((member) => member.close()));
      await Promise.all(pending);
    }
    isOver = true;
    await producing;
  });

  it.each(['fetch', 'produce', 'admin'])('ends at once, cleanly, with process.exit during a %s', async (work) => {
    const jiti = path.join(path.dirname(require.resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
    const script = path.resolve(__dirname, '../support/exit-with-work.ts');
    const child = spawn(process.execPath, [jiti, script, kafka.bootstrap, 'memory', work], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const errors: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), 45_000);
    const ending = await once(child, 'exit');
    clearTimeout(timer);
    expect([ending, errors.join('')]).toEqual([[7, null], '']);
  });
});
