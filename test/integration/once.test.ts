import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { groupOffset, groupOffsets } from '../support/groups';
import { kcatProduce, kcatValues } from '../support/kcat';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { endOf, filesIn, msAfterLastLine, runOnce, SOON_MS, startOnce, transactions } from '../support/once-run';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';
import { createTopic } from '../support/topics';

jest.setTimeout(120_000);

const READ_COMMITTED = { 'consumer.override.isolation.level': 'read_committed' };

describeWithKafka('A run with --once', ({ bootstrap }) => {
  let folder: string;
  let topic: string;

  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('once');
  });
  afterEach(() => removeFolder(folder));

  const sink = (more: Record<string, string> = {}) => ({
    ...fileSink(`sink-${topic}`, filesIn(folder).output, topic),
    ...more,
  });
  const source = () => fileSource(`source-${topic}`, filesIn(folder).input, topic);
  const committed = () => groupOffset(bootstrap, `connect-sink-${topic}`, topic);

  it('of a source ends when the file is read, acknowledged and its offset stored; the second moves nothing', async () => {
    writeFileSync(filesIn(folder).input, 'one\ntwo\n');
    const first = await runOnce({ bootstrap, folder, connectors: [source()] });
    expect(first).toMatchObject({ code: 0, reason: expect.stringContaining('Ending (drained)') as string });
    expect(await kcatValues({ bootstrap, topic })).toEqual(['one', 'two']);
    const second = await runOnce({ bootstrap, folder, connectors: [source()] });
    expect(second.code).toBe(0);
    expect(await kcatValues({ bootstrap, topic })).toEqual(['one', 'two']);
    appendFileSync(filesIn(folder).input, 'three\n');
    expect((await runOnce({ bootstrap, folder, connectors: [source()] })).code).toBe(0);
    expect(await kcatValues({ bootstrap, topic })).toEqual(['one', 'two', 'three']);
  });

  it('of a sink ends soon after its last record, with all of them committed; the second does not even join the group', async () => {
    await kcatProduce({ bootstrap, topic }, ['one', 'two', 'three']);
    const { output } = filesIn(folder);
    const worker = startOnce({ bootstrap, folder, connectors: [sink()] });
    expect(await msAfterLastLine(worker, output, 3)).toBeLessThan(SOON_MS);
    expect(await endOf(worker)).toMatchObject({ code: 0 });
    expect(linesOf(output)).toEqual(['one', 'two', 'three']);
    expect(await committed()).toBe(3);
    const second = await runOnce({ bootstrap, folder, connectors: [sink()] });
    expect(second.code).toBe(0);
    expect(second.output).not.toContain('Creating task');
    expect(linesOf(output)).toHaveLength(3);
  });

  it('takes a file to a topic to a file in one process, and ends by itself', async () => {
    const { input, output } = filesIn(folder);
    writeFileSync(input, Array.from({ length: 5000 }, (_, line) => `line ${line}\n`).join(''));
    const connectors = [source(), sink()];
    const worker = startOnce({ bootstrap, folder, connectors });
    expect(await msAfterLastLine(worker, output, 5000)).toBeLessThan(SOON_MS);
    expect((await endOf(worker)).code).toBe(0);
    expect(linesOf(output)).toEqual(linesOf(input));
    expect(await committed()).toBe(5000);
    const second = await runOnce({ bootstrap, folder, connectors });
    expect(second.code).toBe(0);
    expect(linesOf(output)).toHaveLength(5000);
    expect(await committed()).toBe(5000);
  });

  it('is not held up by a partition that is empty, nor by a topic that is', async () => {
    const empty = uniqueName('once-empty');
    await createTopic(bootstrap, topic, { partitions: 2 });
    await createTopic(bootstrap, empty);
    await kcatProduce({ bootstrap, topic, partition: 1 }, ['one', 'two']);
    const run = await runOnce({ bootstrap, folder, connectors: [sink({ topics: `${topic},${empty}` })] });
    expect(run.code).toBe(0);
    expect(linesOf(filesIn(folder).output)).toEqual(['one', 'two']);
    const onlyEmpty = await runOnce({ bootstrap, folder, connectors: [{ ...sink(), name: 'e', topics: empty }] });
    expect(onlyEmpty.code).toBe(0);
  });

  it('takes the topics that match a pattern when it starts', async () => {
    await kcatProduce({ bootstrap, topic: `${topic}-a` }, ['a']);
    await kcatProduce({ bootstrap, topic: `${topic}-b` }, ['b']);
    const pattern = { name: `sink-${topic}`, 'connector.class': 'FileStreamSink', 'topics.regex': `${topic}-.*` };
    const run = await runOnce({ bootstrap, folder, connectors: [{ ...pattern, file: filesIn(folder).output }] });
    expect(run.code).toBe(0);
    expect(linesOf(filesIn(folder).output).sort()).toEqual(['a', 'b']);
  });

  it.each([
    ['committed', true],
    ['aborted', false],
  ])('passes the marker of a transaction that was %s at the end, and commits behind it', async (_what, isCommitted) => {
    await transactions(bootstrap, topic, [
      { values: ['one'], isCommitted: true },
      { values: ['two', 'three'], isCommitted },
    ]);
    const run = await runOnce({ bootstrap, folder, connectors: [sink(READ_COMMITTED)] });
    expect(run.code).toBe(0);
    expect(linesOf(filesIn(folder).output)).toEqual(isCommitted ? ['one', 'two', 'three'] : ['one']);
    expect(await committed()).toBe(5);
    const second = await runOnce({ bootstrap, folder, connectors: [sink(READ_COMMITTED)] });
    expect(second.code).toBe(0);
    expect(second.output).not.toContain('Creating task');
  });

  it('does not wait for records that come while it runs', async () => {
    await kcatProduce({ bootstrap, topic }, ['first']);
    let isProducing = true;
    const produce = async () => {
      while (isProducing) await kcatProduce({ bootstrap, topic }, ['more']);
    };
    const producing = produce();
    const run = await runOnce({ bootstrap, folder, connectors: [sink()] });
    isProducing = false;
    await producing;
    expect(run.code).toBe(0);
    const lines = linesOf(filesIn(folder).output);
    expect(lines[0]).toBe('first');
    expect(await committed()).toBe(lines.length);
  });

  it('begins at the present end with auto.offset.reset=latest, and remembers it for the next run', async () => {
    await kcatProduce({ bootstrap, topic }, ['before']);
    const latest = sink({ 'consumer.override.auto.offset.reset': 'latest' });
    expect((await runOnce({ bootstrap, folder, connectors: [latest] })).code).toBe(0);
    expect(await committed()).toBe(1);
    await kcatProduce({ bootstrap, topic }, ['between']);
    expect((await runOnce({ bootstrap, folder, connectors: [latest] })).code).toBe(0);
    expect(linesOf(filesIn(folder).output)).toEqual(['between']);
  });

  it('counts what another member of the group commits', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const other = startOurWorker({ bootstrap, connectors: [sink({ file: path.join(folder, 'other') })] });
    await waitFor('the other member has the partition', async () => (await committed().catch(() => -1)) === 1, {
      worker: other,
    });
    await kcatProduce({ bootstrap, topic }, ['two']);
    const own = path.join(folder, 'own');
    const run = await runOnce({ bootstrap, folder: temporaryFolder(), connectors: [sink({ file: own })] });
    expect(run.code).toBe(0);
    expect(existsSync(own) ? linesOf(own).length : 0).toBeLessThanOrEqual(1);
    expect((await groupOffsets(bootstrap, `connect-sink-${topic}`)).get({ topic, partition: 0 })).toBe(2);
    await other.end();
  });
});
