import path from 'node:path';
import { readFileSync } from 'node:fs';
import { importOffsets, resetOffsets, setOffsets } from '../../../src/cli/offsets/offsets-changing';
import { exportOffsets, listOffsets } from '../../../src/cli/offsets/offsets-reading';
import { FileOffsetBackingStore } from '../../../src/storage/file-offset-backing-store';
import { readOffsetFile } from '../../../src/storage/offset-file-snapshot';
import { readSample } from '../../support/offset-samples';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

const values = async (file: string) =>
  (await readOffsetFile(file)).map(([, value]) => value?.toString() ?? null).sort();
const isUntouched = (file: string) => readFileSync(file).equals(readSample('two-connectors.offsets'));
const POSITION = { partition: ['{"filename":"test.txt"}'], offset: ['{"position":9007199254740993}'] };

describe('A change', () => {
  it('is refused where nobody can be asked, before anything is looked at', async () => {
    const { worker, options, talk } = offsetsSetUp();
    await expect(resetOffsets(worker, ['local-file-source'], options)).resolves.toBe(1);
    expect(talk.said.join()).toContain('--yes');
    expect(talk.printed).toEqual([]);
  });

  it('is shown and asked for on a terminal', async () => {
    const { worker, options, talk, offsetFile } = offsetsSetUp();
    talk.canAsk = true;
    await expect(resetOffsets(worker, ['local-file-source'], options)).resolves.toBe(1);
    expect(talk.asked).toEqual([`Change 2 offsets of local-file-source in offset file ${offsetFile}?`]);
    expect(talk.said).toContain('Nothing was changed');
    expect(isUntouched(offsetFile)).toBe(true);
    talk.answer = true;
    await expect(resetOffsets(worker, ['local-file-source'], options)).resolves.toBe(0);
    expect(isUntouched(offsetFile)).toBe(false);
  });

  it('is only shown with --dry-run', async () => {
    const { worker, sink, options, talk, offsetFile, admin } = offsetsSetUp();
    await expect(resetOffsets(worker, ['local-file-source', sink], { ...options, dryRun: true })).resolves.toBe(0);
    expect(talk.printed.join('')).toContain('sink\tt:0\t5\t-\n');
    expect(talk.said.join()).toContain('Nothing was changed');
    expect(isUntouched(offsetFile)).toBe(true);
    expect(admin.groups.has('connect-sink')).toBe(true);
  });

  it.each(['local-file-source', 'sink'])('of %s is refused while a worker has the file', async (name) => {
    const { worker, options, talk, offsetFile, admin } = offsetsSetUp();
    const running = new FileOffsetBackingStore({ path: offsetFile });
    await running.start();
    await expect(resetOffsets(worker, [name], { ...options, yes: true })).resolves.toBe(75);
    await running.stop();
    expect(talk.said.join()).toContain(`process ${process.pid}`);
    expect(admin.groups.has('connect-sink')).toBe(true);
  });

  it('is refused while the group has members', async () => {
    const { worker, sink, options, talk, admin } = offsetsSetUp();
    admin.members.set('connect-sink', [{ clientId: 'consumer-7', memberId: 'm', host: '10.0.0.7' }]);
    await expect(resetOffsets(worker, [sink], { ...options, yes: true })).resolves.toBe(75);
    expect(talk.said.join()).toContain('sink has members (consumer-7 on 10.0.0.7)');
    talk.canAsk = true;
    await expect(resetOffsets(worker, [sink], options)).resolves.toBe(75);
    expect(talk.asked).toEqual([]);
  });

  it('would be refused: so says --dry-run, with the code that it would have', async () => {
    const { worker, source, sink, options, talk, admin, offsetFile } = offsetsSetUp();
    admin.members.set('connect-sink', [{ clientId: 'consumer-7', memberId: 'm', host: '10.0.0.7' }]);
    await expect(resetOffsets(worker, [sink], { ...options, dryRun: true })).resolves.toBe(75);
    expect(talk.said.join()).toContain('This would be refused. Nothing was changed');
    expect(talk.said.at(-1)).toContain('has members (consumer-7 on 10.0.0.7)');
    const bad = { partition: ['{"filename":"test.txt"}'], offset: ['{"position":-5}'] };
    await expect(setOffsets(worker, source, { ...options, ...bad, dryRun: true })).resolves.toBe(1);
    expect(talk.said.at(-1)).toContain("refuses these offsets: 'position' must not be negative");
    expect(talk.said.join()).not.toContain('Would change');
    expect(isUntouched(offsetFile)).toBe(true);
    expect(admin.groups.has('connect-sink')).toBe(true);
  });
});

describe('offsets set', () => {
  it('stores every digit, and says so where nothing changes', async () => {
    const { worker, options, talk, offsetFile } = offsetsSetUp();
    const set = () => setOffsets(worker, 'local-file-source', { ...options, ...POSITION, yes: true });
    await expect(set()).resolves.toBe(0);
    expect(await values(offsetFile)).toContain('{"position":9007199254740993}');
    await expect(set()).resolves.toBe(0);
    expect(talk.said.at(-1)).toBe('Nothing changes: the offsets are so already');
  });

  it('sets a sink, and warns of what is past the end', async () => {
    const { worker, sink, options, talk, admin } = offsetsSetUp();
    await expect(setOffsets(worker, sink, { ...options, yes: true, partition: ['t'], offset: ['3'] })).resolves.toBe(0);
    expect(
      [...(admin.groups.get('connect-sink') ?? [])].map(([{ partition }, offset]) => [partition, offset]).sort(),
    ).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(talk.said.filter((text) => text.includes('is past the end'))).toHaveLength(2);
  });

  it('makes offsets of a connector that has none, by what its partition is', async () => {
    const { worker, options, offsetFile, admin } = offsetsSetUp();
    await setOffsets(worker, 'new', { ...options, ...POSITION, yes: true });
    expect((await readOffsetFile(offsetFile)).map(([key]) => key?.toString())).toContain(
      '["new",{"filename":"test.txt"}]',
    );
    await setOffsets(worker, 'newer', { ...options, yes: true, partition: ['t:0'], offset: ['1'] });
    expect(admin.groups.has('connect-newer')).toBe(true);
  });

  it('refuses what the connector refuses', async () => {
    const { worker, source, options, talk, offsetFile } = offsetsSetUp();
    const bad = { partition: ['{"filename":"test.txt"}'], offset: ['{"position":"x"}'] };
    await expect(setOffsets(worker, source, { ...options, ...bad, yes: true })).resolves.toBe(1);
    expect(talk.said.at(-1)).toContain('refuses these offsets');
    expect(isUntouched(offsetFile)).toBe(true);
  });

  it('is for one connector', async () => {
    const { worker, options } = offsetsSetUp();
    await expect(setOffsets(worker, undefined, { ...options, ...POSITION, yes: true })).resolves.toBe(1);
  });
});

describe('offsets reset', () => {
  it('removes all offsets of the named, and none of others', async () => {
    const { worker, sink, options, offsetFile, admin } = offsetsSetUp();
    await expect(resetOffsets(worker, ['local-file-source', sink], { ...options, yes: true })).resolves.toBe(0);
    expect((await values(offsetFile)).filter((value) => value !== null)).toHaveLength(1);
    expect(admin.groups.has('connect-sink')).toBe(false);
  });

  it('needs to be told whose, and that somebody is known by that name', async () => {
    const { worker, options, offsetFile } = offsetsSetUp();
    await expect(resetOffsets(worker, [], { ...options, yes: true })).resolves.toBe(1);
    await expect(resetOffsets(worker, ['nobody'], { ...options, yes: true })).resolves.toBe(1);
    expect(isUntouched(offsetFile)).toBe(true);
  });
});

describe('A store with entries that are no offsets of ours', () => {
  const STRANGE = [
    ['not json', 'x'],
    ['["c"]', '{}'],
    ['["c",[1]]', '{}'],
    ['["c",{"a":1},2]', '{}'],
    ['{"c":1}', '{}'],
  ] as const;

  it('is listed without them and keeps them; a value that is no offset is named, not passed on, and can be reset', async () => {
    const { worker, options, talk, offsetFile, folder } = offsetsSetUp();
    const store = new FileOffsetBackingStore({ path: offsetFile });
    await store.start();
    const strange = STRANGE.map(([key, value]) => [Buffer.from(key), Buffer.from(value)] as const);
    await store.set([...strange, [null, Buffer.from('{}')], [Buffer.from('["odd",{"a":1}]'), Buffer.from('5')]]);
    await store.stop();

    await expect(listOffsets(worker, [], options)).resolves.toBe(0);
    const listed = talk.printed.join('').split('\n').slice(1, -1);
    expect(listed.map((row) => row.split('\t')[0])).toEqual([
      ...['jdbc-src', 'local-file-source', 'local-file-source', 'odd'],
    ]);
    expect(listed.at(-1)).toContain('unreadable');
    const output = path.join(folder, 'e.json');
    await expect(exportOffsets(worker, [], { ...options, output })).resolves.toBe(3);
    expect(talk.said.at(-1)).toContain('An offset of odd');
    await expect(resetOffsets(worker, ['odd'], { ...options, yes: true })).resolves.toBe(0);
    await expect(exportOffsets(worker, [], { ...options, output })).resolves.toBe(0);
    const kept = new Map((await readOffsetFile(offsetFile)).map(([key, value]) => [String(key), String(value)]));
    for (const [key, value] of [...STRANGE, ['null', '{}']] as const) expect(kept.get(key)).toBe(value);
  });
});

describe('offsets import', () => {
  async function exported() {
    const all = offsetsSetUp();
    const file = path.join(all.folder, 'e.json');
    await exportOffsets(all.worker, ['sink', 'local-file-source', 'jdbc-src'], { ...all.options, output: file });
    return { ...all, exportFile: file };
  }

  it('brings back what was there, byte by byte', async () => {
    const { worker, options, exportFile, offsetFile, admin } = await exported();
    await resetOffsets(worker, ['sink', 'local-file-source', 'jdbc-src'], { ...options, yes: true });
    await expect(importOffsets({ worker, file: exportFile, connectors: [] }, { ...options, yes: true })).resolves.toBe(
      0,
    );
    expect(isUntouched(offsetFile)).toBe(true);
    expect(admin.groups.get('connect-sink')?.get({ topic: 't', partition: 0 })).toBe(5);
  });

  it('imports the named only', async () => {
    const { worker, options, exportFile, admin } = await exported();
    await resetOffsets(worker, ['sink', 'local-file-source'], { ...options, yes: true });
    await importOffsets({ worker, file: exportFile, connectors: ['local-file-source'] }, { ...options, yes: true });
    expect(admin.groups.has('connect-sink')).toBe(false);
  });

  it('leaves other partitions, unless it is to replace them', async () => {
    const { worker, options, exportFile, offsetFile } = await exported();
    await setOffsets(worker, 'local-file-source', {
      ...options,
      yes: true,
      partition: ['{"filename":"new"}'],
      offset: ['{"position":1}'],
    });
    await importOffsets({ worker, file: exportFile, connectors: [] }, { ...options, yes: true });
    expect(await values(offsetFile)).toContain('{"position":1}');
    await importOffsets({ worker, file: exportFile, connectors: [] }, { ...options, yes: true, replace: true });
    expect(await values(offsetFile)).not.toContain('{"position":1}');
  });

  it('writes nothing where anything is wrong, also only with Kafka', async () => {
    const { worker, options, talk, offsetFile, file } = offsetsSetUp();
    const source = '{"connector":"q","type":"source","offsets":[{"partition":{"a":1},"offset":{"o":1}}]}';
    const sink = (topic: string, offset: string) =>
      `{"connector":"s","type":"sink","offsets":[{"partition":{"kafka_topic":"${topic}","kafka_partition":0},"offset":${offset}}]}`;
    for (const bad of [sink('none', '{"kafka_offset":1}'), sink('t', '{"kafka_offset":-1}'), sink('t', '7')]) {
      const broken = file('e.json', `{"version":1,"connectors":[${source},${bad}]}`);
      await expect(importOffsets({ worker, file: broken, connectors: [] }, { ...options, yes: true })).resolves.toBe(1);
    }
    expect(talk.said.join()).toContain('there is no topic none');
    expect(isUntouched(offsetFile)).toBe(true);
  });
});
