/** The sub-command `offsets`, as built, on files of the genuine worker and on consumer groups of a real broker. */
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupPositions } from '../support/groups';
import { kcatProduce } from '../support/kcat';
import { storedPosition } from '../support/offset-files';
import { runOnce } from '../support/once-run';
import { runCommand } from '../support/our-command';
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

jest.setTimeout(180_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

describeWithKafka('offsets', ({ bootstrap }) => {
  let folder: string;
  let topic: string;
  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('offsets');
  });
  afterEach(() => removeFolder(folder));

  const at = (name: string) => path.join(folder, name);
  const offsets = (...args: string[]) => runCommand(['offsets', ...args], { cwd: folder });
  const rows = (text: string) => text.split('\n').slice(1, -1);
  /** Leaves the files of worker and connectors behind: worker.properties, connector-0.properties, … */
  const once = (...connectors: Record<string, string>[]) => runOnce({ bootstrap, folder, connectors });

  it('go on from the file of the genuine worker, which a run then resumes from', async () => {
    const lines = ['one', 'two', 'three'];
    writeFileSync(at('in.txt'), lines.map((line) => `${line}\n`).join(''));
    const source = fileSource('source', at('in.txt'), topic);
    const apache = await startApacheWorker({
      bootstrap,
      connectors: [source],
      worker: { 'key.converter': STRING, 'value.converter': STRING },
    });
    const written = path.join(apache.folder, 'connect.offsets');
    // It empties the file before it writes it.
    await waitFor(
      'the genuine worker has stored its offset',
      () => existsSync(written) && statSync(written).size > 100,
    );
    await apache.end();
    copyFileSync(written, at('java.offsets'));
    await apache.stop();
    expect(storedPosition(at('java.offsets'), 'source')).toBe(14);
    copyFileSync(at('java.offsets'), at('connect.offsets'));

    expect((await once(fileSink('other', at('out.txt'), topic))).code).toBe(0);
    expect(linesOf(at('out.txt'))).toEqual(lines);
    const partition = JSON.stringify({ filename: at('in.txt') });
    const listed = await offsets('list', 'worker.properties');
    expect(rows(listed.stdout)).toEqual([
      `source\tsource\tin offset file ${at('connect.offsets')}\t${partition}\t{"position":14}\t-\t-`,
    ]);
    expect((await offsets('export', 'worker.properties', 'source', '-o', 'e.json')).code).toBe(0);

    const args = ['worker.properties', 'source', '--partition', partition, '--offset', '{"position":8}'];
    expect((await offsets('set', ...args)).code).toBe(1);
    expect((await offsets('set', ...args, '--dry-run')).code).toBe(0);
    expect(storedPosition(at('connect.offsets'), 'source')).toBe(14);
    expect((await offsets('set', ...args, '--yes')).code).toBe(0);
    expect((await once(source, fileSink('other', at('out.txt'), topic))).code).toBe(0);
    expect(linesOf(at('out.txt'))).toEqual([...lines, 'three']);

    expect((await offsets('reset', 'worker.properties', 'connector-0.properties', '--yes')).code).toBe(0);
    const diff = await offsets('diff', 'e.json', 'worker.properties', '--exit-code');
    expect(diff.code).toBe(1);
    expect(rows(diff.stdout)).toEqual([`source\t${partition}\t{"position":14}\t-`]);
    expect((await offsets('import', 'worker.properties', 'e.json', '--yes')).code).toBe(0);
    expect(readFileSync(at('connect.offsets')).equals(readFileSync(at('java.offsets')))).toBe(true);
    expect((await offsets('diff', 'e.json', 'worker.properties', '--exit-code')).code).toBe(0);
  });

  it('set, reset, export and import those of a sink, which a run then resumes from', async () => {
    const name = uniqueName('sink');
    const group = uniqueName('group');
    const sink = { ...fileSink(name, at('out.txt'), topic), 'consumer.override.group.id': group };
    await createTopic(bootstrap, topic, { partitions: 2 });
    await kcatProduce({ bootstrap, topic, partition: 1 }, ['one', 'two', 'three']);
    expect((await once(sink)).code).toBe(0);
    const positions = () => groupPositions({ bootstrap, group, topic }, 2);
    const file = 'connector-0.properties';
    const listed = await offsets('list', 'worker.properties', file);
    expect(rows(listed.stdout)).toContain(`${name}\tsink\tin consumer group ${group}\t${topic}:1\t3\t3\t0`);
    expect((await offsets('export', 'worker.properties', file, '-o', 'e.json')).code).toBe(0);

    const set = await offsets('set', 'worker.properties', file, '--partition', `${topic}:1`, '--offset', '1', '--yes');
    expect(set.code).toBe(0);
    expect(await positions()).toEqual([0, 1]);
    expect((await once(sink)).code).toBe(0);
    expect(linesOf(at('out.txt'))).toEqual(['one', 'two', 'three', 'two', 'three']);

    expect((await offsets('reset', 'worker.properties', file, '--yes')).code).toBe(0);
    expect(await positions()).toEqual([0, 0]);
    // By its name alone it is found through what the export knows of its group.
    expect((await offsets('import', 'worker.properties', 'e.json', name, '--yes')).code).toBe(0);
    expect(await positions()).toEqual([0, 3]);

    const bad = readFileSync(at('e.json'), 'utf8').replaceAll(topic, `${topic}-none`);
    writeFileSync(at('bad.json'), bad);
    const refused = await offsets('import', 'worker.properties', 'bad.json', '--yes');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no topic') as string });
    expect(await positions()).toEqual([0, 3]);
  });

  it('are not changed while a worker runs, whose process is named, nor while the group has members', async () => {
    const name = uniqueName('sink');
    await kcatProduce({ bootstrap, topic }, ['one']);
    const worker = startOurWorker({ bootstrap, folder, connectors: [fileSink(name, at('out.txt'), topic)] });
    await waitFor('the record has arrived', () => existsSync(at('out.txt')) && linesOf(at('out.txt')).length === 1, {
      worker,
      timeoutMs: 60_000,
    });
    const locked = await offsets('reset', 'worker.properties', name, '--yes');
    expect(locked).toMatchObject({ code: 75, stderr: expect.stringContaining(`process ${worker.pid} `) as string });
    const listed = await offsets('list', 'worker.properties', 'connector-0.properties');
    expect(listed.code).toBe(0);

    const elsewhere = ['--set', `offset.storage.file.filename=${at('other.offsets')}`];
    await waitFor(
      'the offset is committed',
      async () => (await offsets('list', 'worker.properties', name, ...elsewhere)).code === 0,
      {
        worker,
        timeoutMs: 60_000,
      },
    );
    for (const action of [['reset'], ['set', '--partition', `${topic}:0`, '--offset', '0']]) {
      const [verb = '', ...more] = action;
      const ended = await offsets(verb, 'worker.properties', name, ...more, '--yes', ...elsewhere);
      const named = expect.stringMatching(
        new RegExp(`has members \\(connector-consumer-${name}-0 on 127\\.0\\.0\\.1\\)`),
      ) as string;
      expect(ended).toMatchObject({ code: 75, stderr: named });
      const dry = await offsets(verb, 'worker.properties', name, ...more, '--dry-run', ...elsewhere);
      expect(dry).toMatchObject({ code: 75, stderr: named });
    }
    await worker.end();
    expect((await offsets('reset', 'worker.properties', name, '--yes')).code).toBe(0);
  });
});
