/** The sub-command `offsets`, as built, on offsets in a topic: beside the genuine distributed worker, and against workers that run. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApacheDistributedWorker } from '../support/apache-distributed-worker';
import type { ApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatConsume, kcatValues } from '../support/kcat';
import { runCommand } from '../support/our-command';
import { fileSource, removeFolder, startOurWorker, temporaryFolder, waitFor } from '../support/our-worker';
import { propertiesText } from '../support/properties-text';

jest.setTimeout(300_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

describeWithKafka('offsets of a worker that keeps them in a topic', ({ bootstrap }) => {
  let folder: string;
  let offsetsTopic: string;
  let name: string;
  let genuine: ApacheWorker | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
    offsetsTopic = uniqueName('offsets');
    name = uniqueName('source');
  });
  afterEach(async () => {
    await genuine?.stop();
    genuine = undefined;
    removeFolder(folder);
  });

  const at = (file: string) => path.join(folder, file);
  const storage = () => ({ 'offset.storage.topic': offsetsTopic, 'offset.storage.replication.factor': '1' });
  const writeFiles = (...connectors: Record<string, string>[]) => {
    const worker = { 'bootstrap.servers': bootstrap, 'key.converter': STRING, 'value.converter': STRING, ...storage() };
    writeFileSync(at('worker.properties'), propertiesText(worker));
    connectors.forEach((connector, index) =>
      writeFileSync(at(`connector-${index}.properties`), propertiesText(connector)),
    );
  };
  const offsets = (verb: string, ...args: string[]) => runCommand(['offsets', verb, ...args], { cwd: folder });
  const rows = (text: string) => text.split('\n').slice(1, -1);
  const line = (index: number) => `line ${index}`;
  const input = () => at('in.txt');
  const write = (from: number, to: number) => {
    for (let index = from; index < to; index++) appendFileSync(input(), `${line(index)}\n`);
  };
  const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => line(from + index));
  const partition = () => JSON.stringify({ filename: input() });
  const row = (position: number) =>
    `${name}\tsource\tin offsets topic ${offsetsTopic}\t${partition()}\t{"position":${position}}\t-\t-`;
  const arrived = () => kcatValues({ bootstrap, topic: name }).catch((): string[] => []);
  const arrival = (count: number) =>
    waitFor(`${count} lines have arrived`, async () => (await arrived()).length >= count, { timeoutMs: 60_000 });

  it('are what the genuine distributed worker has and goes on from, and the other way round', async () => {
    writeFiles();
    write(0, 10);
    genuine = await startApacheDistributedWorker({ bootstrap, group: uniqueName('cluster'), offsetsTopic });
    const url = `${genuine.url}/connectors/${name}`;
    const ask = async (method: string, place: string, body?: unknown) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/${place}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { isOk: answer.ok, body: (await answer.text()).trim() };
    };
    const done = (method: string, place: string, body?: unknown) =>
      waitFor(`${method} ${place}`, async () => (await ask(method, place, body)).isOk, { timeoutMs: 60_000 });
    const genuineOffsets = async () => JSON.parse((await ask('GET', 'offsets')).body) as { offsets: unknown[] };
    const isAt = (position: number) => ({ offsets: [{ partition: { filename: input() }, offset: { position } }] });
    const stop = async () => {
      await done('PUT', 'stop', {});
      await waitFor('tasks are gone', async () => {
        const { connector, tasks } = JSON.parse((await ask('GET', 'status')).body) as {
          connector: { state: string };
          tasks: unknown[];
        };
        return connector.state === 'STOPPED' && tasks.length === 0;
      });
    };
    await done('PUT', 'config', { ...fileSource(name, input(), name), 'connector.class': 'FileStreamSourceConnector' });
    await arrival(10);
    await stop();
    const width = line(0).length + 1;
    expect(await genuineOffsets()).toEqual(isAt(10 * width));
    expect(rows((await offsets('list', 'worker.properties')).stdout)).toEqual([row(10 * width)]);
    expect((await offsets('export', 'worker.properties', '-o', 'e.json')).code).toBe(0);

    const to = (position: number) => ['--partition', partition(), '--offset', JSON.stringify({ position })];
    const set = await offsets('set', 'worker.properties', name, ...to(8 * width), '--yes');
    expect(set).toMatchObject({ code: 0, stderr: expect.stringContaining('has no lock') as string });
    expect(await genuineOffsets()).toEqual(isAt(8 * width));
    await done('PUT', 'resume', {});
    await arrival(12);
    await stop();
    expect(await arrived()).toEqual([...lines(0, 10), ...lines(8, 10)]);

    await done('PATCH', 'offsets', isAt(3 * width));
    expect(rows((await offsets('list', 'worker.properties', name)).stdout)).toEqual([row(3 * width)]);
    expect((await offsets('reset', 'worker.properties', name, '--yes')).code).toBe(0);
    expect(await genuineOffsets()).toEqual({ offsets: [] });
    const diff = await offsets('diff', 'e.json', 'worker.properties', '--exit-code');
    expect(diff).toMatchObject({ code: 1 });
    expect(rows(diff.stdout)).toEqual([`${name}\t${partition()}\t{"position":${10 * width}}\t-`]);
    expect((await offsets('import', 'worker.properties', 'e.json', '--yes')).code).toBe(0);
    expect(await genuineOffsets()).toEqual(isAt(10 * width));
    expect(await offsets('diff', 'e.json', 'worker.properties', '--exit-code')).toMatchObject({ code: 0, stdout: '' });
    await offsets('export', 'worker.properties', '-o', 'again.json');
    expect(readFileSync(at('again.json'), 'utf8')).toBe(readFileSync(at('e.json'), 'utf8'));
    const kept = (await kcatConsume({ bootstrap, topic: offsetsTopic })).map(
      ({ key, partition: place }) => `${key} ${place}`,
    );
    expect(new Set(kept).size).toBe(1);
  });

  it('are made in a topic that does not exist yet, but not to look at it', async () => {
    writeFiles(fileSource(name, input(), name));
    const listed = await offsets('list', 'worker.properties');
    expect(listed).toMatchObject({ code: 0, stderr: expect.stringContaining('does not exist') as string });
    const set = [
      'set',
      'worker.properties',
      'connector-0.properties',
      '--partition',
      partition(),
      '--offset',
      '{"position":7}',
    ] as const;
    expect((await offsets(...set, '--dry-run')).code).toBe(0);
    expect((await offsets('list', 'worker.properties')).stderr).toContain('does not exist');
    expect((await offsets(...set, '--yes')).code).toBe(0);
    expect(rows((await offsets('list', 'worker.properties', '--json')).stdout).join('')).toContain('"position":7');
    write(0, 3);
    const worker = startOurWorker({
      bootstrap,
      folder,
      worker: storage(),
      connectors: [fileSource(name, input(), name)],
    });
    await arrival(2);
    expect((await worker.end()).code).toBe(0);
    expect(await arrived()).toEqual(lines(1, 3));
  });

  it('are kept from a task that still runs: it is fenced first, and what it reads later is not committed', async () => {
    write(0, 10);
    const worker = startOurWorker({
      ...{ bootstrap, folder, connectors: [fileSource(name, input(), name)] },
      worker: { ...storage(), 'exactly.once.source.support': 'enabled', 'group.id': uniqueName('workers') },
    });
    await arrival(10);
    const args = ['--partition', partition(), '--offset', '{"position":0}', '--yes'];
    // A connector whose offsets move is left alone: the last commit may be under way.
    await waitFor(
      'the offsets are set',
      async () => {
        const ended = await offsets('set', 'worker.properties', 'connector-0.properties', ...args);
        if (ended.code !== 75)
          expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('are fenced') as string });
        return ended.code === 0;
      },
      { worker, timeoutMs: 90_000 },
    );
    write(10, 12);
    await waitFor('the task has failed', () => /FAILED|fenced/i.test(worker.output), { worker, timeoutMs: 60_000 });
    expect(rows((await offsets('list', 'worker.properties')).stdout)).toEqual([row(0)]);
    expect(await arrived()).toEqual(lines(0, 10));
    await worker.end();
    const next = startOurWorker({
      ...{ bootstrap, folder, worker: storage(), connectors: [fileSource(name, input(), name)] },
    });
    await arrival(22);
    await next.end();
    expect(await arrived()).toEqual([...lines(0, 10), ...lines(0, 12)]);
  });
});
