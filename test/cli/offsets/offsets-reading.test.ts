import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diffOffsets, exportOffsets, listOffsets } from '../../../src/cli/offsets/offsets-reading';
import { setOffsets } from '../../../src/cli/offsets/offsets-changing';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

describe('offsets list', () => {
  it('shows sources, and sinks in their groups', async () => {
    const { worker, sink, talk, options, offsetFile } = offsetsSetUp();
    await expect(listOffsets(worker, [sink, 'local-file-source'], options)).resolves.toBe(0);
    expect(talk.printed.join('').split('\n').slice(1, -1)).toEqual([
      'sink\tsink\tin consumer group connect-sink\tt:0\t5\t7\t2',
      'sink\tsink\tin consumer group connect-sink\tt:1\t1\t1\t0',
      `local-file-source\tsource\tin offset file ${offsetFile}\t{"filename":"other.txt"}\t{"position":0}\t-\t-`,
      `local-file-source\tsource\tin offset file ${offsetFile}\t{"filename":"test.txt"}\t{"position":30}\t-\t-`,
    ]);
  });

  it('says so where no source has any', async () => {
    const { worker, talk, options, folder } = offsetsSetUp({
      'offset.storage.file.filename': '/tmp/there-is-no-such-file',
    });
    await expect(listOffsets(worker, [], options)).resolves.toBe(0);
    expect(talk.said).toEqual(['No source has an offset here; name a sink, or its file, to see its offsets']);
    expect(folder).not.toBe('');
  });
});

describe('offsets export', () => {
  it('writes the same file whenever the offsets are the same', async () => {
    const { worker, sink, talk, options, folder } = offsetsSetUp();
    const output = path.join(folder, 'e.json');
    await exportOffsets(worker, [sink, 'local-file-source', 'jdbc-src'], { ...options, output });
    await exportOffsets(worker, ['jdbc-src', 'local-file-source', 'sink'], options);
    expect(readFileSync(output, 'utf8')).toBe(talk.printed.join(''));
    expect(talk.printed.join('')).toContain('"incrementing":9007199254740993');
  });

  it('names the file that cannot be written', async () => {
    const { worker, options, talk } = offsetsSetUp();
    await expect(exportOffsets(worker, [], { ...options, output: '/no/such/folder/e' })).resolves.toBe(1);
    expect(talk.said.join()).toContain('/no/such/folder/e cannot be written');
  });
});

describe('offsets diff', () => {
  async function setUp() {
    const all = offsetsSetUp();
    const before = path.join(all.folder, 'before.json');
    const after = path.join(all.folder, 'after.json');
    await exportOffsets(all.worker, ['sink', 'local-file-source'], { ...all.options, output: before });
    const change = { ...all.options, yes: true, partition: ['{"filename":"test.txt"}'], offset: ['{"position":31}'] };
    await setOffsets(all.worker, 'local-file-source', change);
    await exportOffsets(all.worker, ['local-file-source'], { ...all.options, output: after });
    all.talk.printed.splice(0);
    all.talk.said.splice(0);
    const rows = () => all.talk.printed.splice(0).join('').split('\n').slice(1, -1);
    return { ...all, before, after, rows };
  }
  const changed = 'local-file-source\t{"filename":"test.txt"}\t{"position":30}\t{"position":31}';

  it('compares an export with what is there, in both directions', async () => {
    const { worker, before, options, rows } = await setUp();
    await expect(diffOffsets({ before, after: worker, connectors: [] }, options)).resolves.toBe(0);
    expect(rows()).toEqual([changed]);
    await expect(
      diffOffsets({ before: worker, after: before, connectors: [] }, { ...options, exitCode: true }),
    ).resolves.toBe(1);
    expect(rows()).toEqual(['local-file-source\t{"filename":"test.txt"}\t{"position":31}\t{"position":30}']);
  });

  it('compares two exports, without any worker', async () => {
    const { before, after, options, rows } = await setUp();
    await diffOffsets({ before, after, connectors: [] }, options);
    expect(rows()).toEqual([changed, 'sink\tt:0\t5\t-', 'sink\tt:1\t1\t-']);
    await diffOffsets({ before, after, connectors: ['local-file-source'] }, options);
    expect(rows()).toEqual([changed]);
    await expect(diffOffsets({ before, after, connectors: ['x'] }, options)).resolves.toBe(1);
  });

  it('says that there is none', async () => {
    const { worker, after, options, talk } = await setUp();
    await expect(
      diffOffsets({ before: after, after: worker, connectors: [] }, { ...options, exitCode: true }),
    ).resolves.toBe(0);
    expect(talk.said).toEqual(['No differences']);
  });

  it('needs an export', async () => {
    const { worker, options, talk } = await setUp();
    await expect(diffOffsets({ before: worker, after: worker, connectors: [] }, options)).resolves.toBe(1);
    expect(talk.said.join()).toContain('is an export');
    await expect(diffOffsets({ before: '/no/such', after: worker, connectors: [] }, options)).resolves.toBe(1);
  });
});
