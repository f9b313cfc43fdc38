import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWithJava, describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupOffset } from '../support/groups';
import { kcatProduce, kcatValues } from '../support/kcat';
import { writeOncePlugins } from '../support/once-plugins';
import { endOf, filesIn, runOnce, startOnce } from '../support/once-run';
import { fileSink, fileSource, linesOf, removeFolder, temporaryFolder, waitFor } from '../support/our-worker';
import { startRealKafka } from '../support/real-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

const JSON_VALUES = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

describeWithKafka('A run with --once in which something fails', ({ bootstrap }) => {
  let folder: string;
  let topic: string;

  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('once-fails');
    writeOncePlugins(folder);
  });
  afterEach(() => removeFolder(folder));

  const sink = (name: string, more: Record<string, string> = {}) => ({
    ...fileSink(`${name}-${topic}`, path.join(folder, name), topic),
    ...more,
  });
  const flaky = (failures: number, more: Record<string, string> = {}) =>
    sink('flaky', {
      ...{ 'connector.class': './flaky.cjs', 'count.file': path.join(folder, 'count'), failures: String(failures) },
      ...more,
    });
  const committed = (name: string) => groupOffset(bootstrap, `connect-${name}-${topic}`, topic);

  it('of three connectors ends with 65 for a record that cannot be converted, and commits what the others delivered', async () => {
    await kcatProduce({ bootstrap, topic }, ['no json']);
    const connectors = [sink('good'), sink('bad', JSON_VALUES), sink('other')];
    const run = await runOnce({ bootstrap, folder, connectors });
    expect(run.code).toBe(65);
    expect(run.reason).toContain(`Ending (failure): Task bad-${topic}-0 has failed`);
    for (const name of ['good', 'other']) expect(await committed(name)).toBe(linesOf(path.join(folder, name)).length);
    expect(await committed('bad')).toBe(0);
  });

  it('drains the others with --on-failure=keep, and ends with the code of the failure', async () => {
    await kcatProduce({ bootstrap, topic }, ['no json']);
    const connectors = [sink('good'), sink('bad', JSON_VALUES)];
    const run = await runOnce({ bootstrap, folder, connectors, options: ['--on-failure', 'keep'] });
    expect(run.code).toBe(65);
    expect(run.reason).toContain('Ending (drained)');
    expect(await committed('good')).toBe(1);
  });

  it('ends with 70 for an exception of a plugin, and with 69 for a target that refuses connections', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    expect((await runOnce({ bootstrap, folder, connectors: [flaky(1)] })).code).toBe(70);
    const refused = flaky(2, { 'error.code': 'ECONNREFUSED' });
    expect((await runOnce({ bootstrap, folder, connectors: [refused] })).code).toBe(69);
    expect((await runOnce({ bootstrap, folder, connectors: [refused] })).code).toBe(0);
  });

  it('ends with 69 where the input file or a topic does not exist, and names it', async () => {
    const source = fileSource(`source-${topic}`, path.join(folder, 'misspelt'), topic);
    const run = await runOnce({ bootstrap, folder, connectors: [source] });
    expect(run).toMatchObject({ code: 69, reason: expect.stringContaining('misspelt') as string });
    const noTopic = await runOnce({ bootstrap, folder, connectors: [sink('sink', { topics: `${topic}-nope` })] });
    expect(noTopic).toMatchObject({ code: 69, reason: expect.stringContaining(`${topic}-nope`) as string });
  });

  it('ends with 74 when the offsets cannot be written', async () => {
    const offsets = path.join(folder, 'offsets');
    mkdirSync(offsets);
    const connectors = [{ name: `w-${topic}`, 'connector.class': './wrecker.cjs', topic, 'wreck.folder': offsets }];
    const worker = { 'offset.storage.file.filename': path.join(offsets, 'connect.offsets') };
    expect((await runOnce({ bootstrap, folder, connectors, worker })).code).toBe(74);
  });

  it('restarts with --on-failure=restart, and ends with 0 when it works then', async () => {
    await kcatProduce({ bootstrap, topic }, ['one', 'two']);
    const run = await runOnce({ bootstrap, folder, connectors: [flaky(2)], options: ['--on-failure', 'restart'] });
    expect(run.code).toBe(0);
    expect(linesOf(path.join(folder, 'flaky'))).toEqual(['one', 'two']);
    expect(run.output).toContain('Restart 2 of 5 in 1000 ms');
    expect(await committed('flaky')).toBe(2);
  });

  it('ends as with exit when the restarts are used up', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const run = await runOnce({ bootstrap, folder, connectors: [flaky(99)], options: ['--on-failure', 'restart'] });
    expect(run.code).toBe(70);
    expect(linesOf(path.join(folder, 'count'))).toEqual(['x'.repeat(6)]);
  });

  it('writes and commits what a sink holds back until the end of its input', async () => {
    await kcatProduce({ bootstrap, topic }, ['one', 'two', 'three']);
    const run = await runOnce({ bootstrap, folder, connectors: [sink('tens', { 'connector.class': './tens.cjs' })] });
    expect(run.code).toBe(0);
    expect(linesOf(path.join(folder, 'tens'))).toEqual(['one', 'two', 'three']);
    expect(await committed('tens')).toBe(3);
  });
});

describeWithJava('A run with --once on a broker of its own', () => {
  it('ends with 69 when the broker is gone', async () => {
    const kafka = await startRealKafka();
    const folder = temporaryFolder();
    try {
      writeOncePlugins(folder);
      writeFileSync(filesIn(folder).input, '');
      const endless = { name: 'endless', 'connector.class': './endless.cjs', topic: 'gone', count: '1' };
      const worker = startOnce({
        bootstrap: kafka.bootstrap,
        folder,
        connectors: [endless],
        worker: { 'default.api.timeout.ms': '3000' },
      });
      await waitFor('the task runs', () => worker.output.includes('Created connector endless'), { worker });
      kafka.freeze();
      expect(await endOf(worker)).toMatchObject({
        code: 69,
        reason: expect.stringContaining('Kafka is gone') as string,
      });
    } finally {
      await kafka.stop();
      removeFolder(folder);
    }
  });

  it('passes what compaction has removed, also at the very end of a partition', async () => {
    const kafka = await startRealKafka({ properties: { 'log.cleaner.backoff.ms': '200' } });
    const folder = temporaryFolder();
    const { bootstrap } = kafka;
    try {
      const configs = {
        ...{ 'cleanup.policy': 'compact', 'segment.ms': '100', 'min.cleanable.dirty.ratio': '0' },
        ...{ 'delete.retention.ms': '0', 'min.compaction.lag.ms': '0' },
      };
      await createTopic(bootstrap, 'compacted', { configs });
      for (const value of ['one', 'two', 'three']) {
        await kcatProduce({ bootstrap, topic: 'compacted' }, [{ key: 'a', value }]);
        // Only what is in a segment that has been closed is compacted, and time closes it at the next record.
        await delay(200);
      }
      await kcatProduce({ bootstrap, topic: 'compacted' }, [{ key: 'b', value: 'last' }]);
      await kcatProduce({ bootstrap, topic: 'compacted' }, [{ key: 'a', value: 'four' }]);
      await waitFor(
        'older values are gone',
        async () => (await kcatValues({ bootstrap, topic: 'compacted' })).length < 5,
      );
      const run = await runOnce({
        bootstrap,
        folder,
        connectors: [fileSink('sink', filesIn(folder).output, 'compacted')],
      });
      expect(run.code).toBe(0);
      expect(linesOf(filesIn(folder).output).slice(-2)).toEqual(['last', 'four']);
      expect(await groupOffset(bootstrap, 'connect-sink', 'compacted')).toBe(5);
    } finally {
      await kafka.stop();
      removeFolder(folder);
    }
  });
});
