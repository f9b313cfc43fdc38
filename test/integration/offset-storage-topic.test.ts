/** Source offsets in a topic: a switch between the genuine distributed worker and ours, a worker without a disk, offsets over REST. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RdkafkaAdmin } from '../../src/kafka/rdkafka-admin';
import { startApacheDistributedWorker } from '../support/apache-distributed-worker';
import type { ApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { startHealthyWorker } from '../support/healthy-worker';
import { kcatConsume, kcatValues } from '../support/kcat';
import {
  fileSource,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';
import { createTopic } from '../support/topics';

jest.setTimeout(300_000);

describeWithKafka('An offsets topic', ({ bootstrap }) => {
  let folder: string;
  let offsetsTopic: string;
  const genuineWorkers: ApacheWorker[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    offsetsTopic = uniqueName('offsets');
  });
  afterEach(async () => {
    await Promise.all(genuineWorkers.splice(0).map((worker) => worker.stop()));
    removeFolder(folder);
  });

  const input = (name: string) => path.join(folder, `${name}.txt`);
  const write = (name: string, from: number, to: number) =>
    appendFileSync(
      input(name),
      Array.from({ length: to - from }, (_, index) => `${name} line ${from + index}\n`).join(''),
    );
  const lines = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} line ${index}`);
  const arrival = (topic: string, count: number, running?: OurWorker) =>
    waitFor(`${count} lines are in ${topic}`, async () => (await valuesOf(topic)).length >= count, {
      timeoutMs: 60_000,
      ...(running === undefined ? {} : { worker: running }),
    });
  const valuesOf = (topic: string) => kcatValues({ bootstrap, topic }).catch(() => []);
  const stored = async () =>
    (await kcatConsume({ bootstrap, topic: offsetsTopic })).sort((a, b) => a.timestamp - b.timestamp);
  const storage = { 'offset.storage.topic': '', 'offset.storage.replication.factor': '1' };
  const worker = (more: Record<string, string> = {}) => ({
    ...storage,
    'offset.storage.topic': offsetsTopic,
    'offset.flush.interval.ms': '200',
    ...more,
  });

  it('written by the genuine distributed worker is gone on from by ours, and the other way round, key by key', async () => {
    const names = ['a', 'b', 'c', 'd'].map((letter) => uniqueName(letter));
    const configs = names.map((name) => fileSource(name, input(name), name));
    const group = uniqueName('cluster');
    const genuine = async () => {
      const running = await startApacheDistributedWorker({ bootstrap, group, offsetsTopic });
      genuineWorkers.push(running);
      for (const { name, ...config } of configs) {
        await put(`${running.url}/connectors/${String(name)}/config`, {
          ...config,
          'connector.class': 'FileStreamSourceConnector',
        });
      }
      return running;
    };
    const allStored = (position: (name: string) => number) =>
      waitFor(
        'all positions are stored',
        async () => {
          const latest = new Map((await stored()).map(({ key, value }) => [key, value]));
          return names.every((name) => latest.get(keyOf(name)) === JSON.stringify({ position: position(name) }));
        },
        { timeoutMs: 60_000 },
      );
    const keyOf = (name: string) => JSON.stringify([name, { filename: input(name) }]);
    const size = (name: string, count: number) => lines(name, count).join('\n').length + 1;

    for (const name of names) write(name, 0, 300);
    const first = await genuine();
    for (const name of names) await arrival(name, 300);
    await allStored((name) => size(name, 300));
    await first.end();

    for (const name of names) write(name, 300, 600);
    const ours = startOurWorker({ bootstrap, folder, worker: worker(), connectors: configs });
    for (const name of names) await arrival(name, 600);
    expect((await ours.end()).code).toBe(0);
    expect(ours.output).toContain('is not read');
    await allStored((name) => size(name, 600));

    for (const name of names) write(name, 600, 900);
    const last = await genuine();
    for (const name of names) await arrival(name, 900);
    await last.end();

    for (const name of names) expect(await valuesOf(name)).toEqual(lines(name, 900));
    const partitions = new Map<string, Set<number>>();
    for (const { key, partition } of await stored()) {
      partitions.set(String(key), (partitions.get(String(key)) ?? new Set()).add(partition));
    }
    expect([...partitions.keys()].sort()).toEqual(names.map(keyOf).sort());
    expect([...partitions.values()].map(({ size: count }) => count)).toEqual([1, 1, 1, 1]);
  });

  it('lets a worker without a disk go on after a kill -9', async () => {
    const name = uniqueName('diskless');
    write(name, 0, 500);
    const start = () =>
      startOurWorker({ bootstrap, folder, worker: worker(), connectors: [fileSource(name, input(name), name)] });
    const first = start();
    await waitFor('offsets are stored', async () => existsAny(await stored().catch(() => [])), { worker: first });
    await arrival(name, 500);
    const positions = (await stored()).length;
    await first.end('SIGKILL');
    expect(positions).toBeGreaterThan(0);
    expect(existsSync(path.join(folder, 'connect.offsets'))).toBe(false);
    write(name, 500, 600);
    const second = start();
    await arrival(name, 600);
    expect((await second.end()).code).toBe(0);
    const values = await valuesOf(name);
    expect(values.slice(-100)).toEqual(lines(name, 600).slice(500));
    expect(new Set(values)).toEqual(new Set(lines(name, 600)));
  });

  it('is created compacted, with 25 partitions and the settings below offset.storage.', async () => {
    const running = await startHealthyWorker({
      bootstrap,
      folder,
      worker: worker({ 'offset.storage.segment.bytes': '2097152', 'offset.storage.cleanup.policy': 'delete' }),
    });
    const admin = new RdkafkaAdmin({ properties: { 'bootstrap.servers': bootstrap } });
    await admin.connect();
    const config = await admin.topicConfig(offsetsTopic);
    expect(await admin.describeTopic(offsetsTopic)).toBe(25);
    await admin.close();
    expect(config.get('cleanup.policy')).toBe('compact');
    expect(config.get('segment.bytes')).toBe('2097152');
    expect((await running.worker.end()).code).toBe(0);
    expect(running.worker.output).toContain('offset.storage.cleanup.policy=delete is ignored');
  });

  it('is refused when it is not compacted', async () => {
    await createTopic(bootstrap, offsetsTopic, { configs: { 'cleanup.policy': 'compact,delete' } });
    const running = startOurWorker({ bootstrap, folder, worker: worker() });
    expect((await running.ended).code).toBe(2);
    expect(running.output).toContain(
      `The topic ${offsetsTopic} (offset.storage.topic) must have cleanup.policy=compact`,
    );
    expect(running.output).toContain('cleanup.policy=compact,delete');
  });

  it.each(['disabled', 'enabled'])('is read, altered and reset over REST (exactly-once %s)', async (support) => {
    const name = uniqueName('rest');
    write(name, 0, 10);
    const { worker: running, url } = await startHealthyWorker({
      ...{ bootstrap, folder, connectors: [fileSource(name, input(name), name)] },
      worker: worker({ 'exactly.once.source.support': support }),
      options: ['--log-level', 'debug'],
    });
    await arrival(name, 10, running);
    const offsets = `${url}/connectors/${name}/offsets`;
    const partition = { filename: input(name) };
    const end = lines(name, 10).join('\n').length + 1;
    await waitFor('the offset is there', async () => (await get(offsets)).includes(`"position":${end}`));
    await put(`${url}/connectors/${name}/stop`, {});
    await waitFor('tasks are gone', async () => (await get(`${url}/connectors/${name}/status`)).includes('STOPPED'));
    const line = `${name} line 0`.length + 1;
    await send('PATCH', offsets, { offsets: [{ partition, offset: { position: line * 8 } }] });
    expect(JSON.parse(await get(offsets))).toEqual({ offsets: [{ partition, offset: { position: line * 8 } }] });
    await put(`${url}/connectors/${name}/resume`, {});
    await arrival(name, 12);
    await put(`${url}/connectors/${name}/stop`, {});
    await waitFor('tasks are gone', async () => (await get(`${url}/connectors/${name}/status`)).includes('STOPPED'));
    await send('DELETE', offsets);
    expect(JSON.parse(await get(offsets))).toEqual({ offsets: [] });
    expect((await stored()).at(-1)).toMatchObject({ value: null });
    await put(`${url}/connectors/${name}/resume`, {});
    await arrival(name, 22);
    expect((await running.end()).code).toBe(0);
    const all = lines(name, 10);
    expect(await valuesOf(name)).toEqual([...all, ...all.slice(8), ...all]);
  });

  it('is needed for exactly-once delivery', async () => {
    writeFileSync(input('x'), '');
    const running = startOurWorker({ bootstrap, folder, worker: { 'exactly.once.source.support': 'enabled' } });
    expect((await running.ended).code).toBe(2);
    expect(running.output).toContain('Set offset.storage.topic');
  });
});

function existsAny(list: readonly unknown[]): boolean {
  return list.length > 0;
}

async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}

function put(url: string, body: unknown): Promise<void> {
  return send('PUT', url, body);
}

/** Requests are repeated while the cluster is busy with itself. */
async function send(method: string, url: string, body?: unknown): Promise<void> {
  await waitFor(`${method} ${url} is answered`, async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (answer.ok) return true;
    if (answer.status === 409 || answer.status >= 500) return false;
    throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  });
}
