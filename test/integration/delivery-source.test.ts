/** What becomes of records on their way to a real broker: those that it does not take, and those whose topic is missing. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { RdkafkaAdmin } from '../../src/kafka/rdkafka-admin';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatConsume } from '../support/kcat';
import {
  fileSource,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
  type OurWorkerOptions,
} from '../support/our-worker';
import { createTopic } from '../support/topics';

jest.setTimeout(120_000);

describeWithKafka('Records of a source', ({ bootstrap }) => {
  let folder: string;
  const workers: OurWorker[] = [];

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
    removeFolder(folder);
  });

  const start = (options: Omit<OurWorkerOptions, 'bootstrap' | 'folder'>) => {
    const worker = startOurWorker({ bootstrap, folder, ...options });
    workers.push(worker);
    return worker;
  };
  const arrived = async (topic: string, count: number, worker: OurWorker) => {
    const read = () => kcatConsume({ bootstrap, topic });
    const isThere = async () => (await read().catch(() => [])).length >= count;
    await waitFor(`${count} records are in ${topic}`, isThere, { worker });
    return read();
  };
  const failed = (worker: OurWorker, name: string) =>
    waitFor('the task has failed', () => worker.output.includes(`[${name}|task-0] Task threw an uncaught`), { worker });
  const partitionsOf = async (topics: readonly string[]) => {
    const admin = new RdkafkaAdmin({ properties: { 'bootstrap.servers': bootstrap } });
    await admin.connect();
    try {
      return await Promise.all(topics.map((topic) => admin.describeTopic(topic)));
    } finally {
      await admin.close();
    }
  };

  describe('that Kafka does not take', () => {
    const big = 'x'.repeat(5000);
    const source = (name: string, topic: string, settings: Record<string, string>) => {
      const input = path.join(folder, 'in');
      writeFileSync(input, `one\n${big}\ntwo\n`);
      return { ...fileSource(name, input, topic), 'producer.override.max.request.size': '2000', ...settings };
    };

    it('fail the task, which says why, and are sent again after a restart', async () => {
      const topic = uniqueName('large');
      await createTopic(bootstrap, topic);
      const worker = start({ connectors: [source(`source-${topic}`, topic, {})] });
      await failed(worker, `source-${topic}`);
      expect(worker.output).toContain('Unrecoverable exception from producer send callback');
      expect(worker.output).toContain('max.request.size');
      expect(await worker.end()).toEqual({ code: 70, signal: null });
      // What came before is committed, nothing beyond: a restart without the limit loses nothing.
      const again = start({
        connectors: [{ ...source(`source-${topic}`, topic, {}), 'producer.override.max.request.size': '1048576' }],
      });
      await waitFor(
        'all lines are there',
        async () => (await kcatConsume({ bootstrap, topic })).some(({ value }) => value === 'two'),
        { worker: again },
      );
      const values = (await kcatConsume({ bootstrap, topic })).map(({ value }) => value);
      expect(values).toContain(big);
      expect(new Set(values)).toEqual(new Set(['one', big, 'two']));
    });

    it('are skipped when that is tolerated, and logged', async () => {
      const topic = uniqueName('skipped');
      await createTopic(bootstrap, topic);
      const settings = { 'errors.tolerance': 'all', 'errors.log.enable': 'true' };
      const worker = start({ connectors: [source(`source-${topic}`, topic, settings)] });
      await arrived(topic, 2, worker);
      expect((await kcatConsume({ bootstrap, topic })).map(({ value }) => value)).toEqual(['one', 'two']);
      await waitFor('the failure is logged', () => worker.output.includes("stage 'KAFKA_PRODUCE'"), { worker });
      expect(worker.output).toContain("with class 'org.apache.kafka.connect.runtime.WorkerSourceTask'");
      expect(await worker.end()).toEqual({ code: 0, signal: null });
    });
  });

  it('need no topic made beforehand: the groups of topic.creation make it with their partitions and settings', async () => {
    const topic = uniqueName('made');
    const input = path.join(folder, 'in');
    writeFileSync(input, 'one\n');
    const groups = {
      'topic.creation.groups': 'logs',
      'topic.creation.default.replication.factor': '1',
      'topic.creation.default.partitions': '2',
      'topic.creation.logs.include': 'log-.*',
      'topic.creation.logs.partitions': '3',
      'topic.creation.logs.message.timestamp.type': 'LogAppendTime',
    };
    const sources = [topic, `log-${topic}`].map((each) => ({
      ...fileSource(`source-${each}`, input, each),
      ...groups,
    }));
    const worker = start({ connectors: sources });
    const [plain] = await arrived(topic, 1, worker);
    const [log] = await arrived(`log-${topic}`, 1, worker);
    expect(await partitionsOf([topic, `log-${topic}`])).toEqual([2, 3]);
    expect([plain?.timestampType, log?.timestampType]).toEqual(['create', 'logappend']);
    expect(await worker.end()).toEqual({ code: 0, signal: null });
  });
});
