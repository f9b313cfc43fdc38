import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plannedFile } from '../../src/connectors/planned-file';
import type { SourceOffset } from '../../src/api/source-record';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planned-'));
  file = join(folder, 'in.txt');
});
afterEach(() => rmSync(folder, { recursive: true }));

const stored = (offset: SourceOffset | null) => ({
  offset: () => Promise.resolve(offset),
  offsets: () => Promise.resolve([offset]),
});

describe('plannedFile', () => {
  it.each<[string, SourceOffset | null, { from: number; records: number }]>([
    ['one\ntwo\nthr', null, { from: 0, records: 2 }],
    ['one\ntwo\nthree\n', { position: 4 }, { from: 4, records: 2 }],
    ['one\r\ntwo\rthree', { position: 5 }, { from: 5, records: 1 }],
    ['one\n', { position: 100 }, { from: 0, records: 1 }],
    ['one\ntwo\n', { position: 6 }, { from: 4, records: 1 }],
    ['', null, { from: 0, records: 0 }],
    ['x\n'.repeat(400_000), null, { from: 0, records: 400_000 }],
  ])('tells of what is left %#', async (content, offset, expected) => {
    writeFileSync(file, content);
    const planned = await plannedFile(file, stored(offset));
    expect(planned).toEqual({ name: file, exists: true, unit: 'bytes', to: content.length, ...expected });
  });

  it('tells that there is no file', async () => {
    expect(await plannedFile(file, stored(null))).toMatchObject({ name: file, exists: false });
  });

  it('knows nothing of standard input and pipes, and does not wait for them', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [null, '', pipe]) {
      expect(await plannedFile(path, stored(null))).toMatchObject({
        exists: true,
        from: null,
        to: null,
        records: null,
      });
    }
  });

  it('rejects with what the task would fail with', async () => {
    await expect(plannedFile(folder, stored(null))).rejects.toThrow(`${folder} is a directory`);
    writeFileSync(file, 'x\n');
    await expect(plannedFile(file, stored({ position: 'x' }))).rejects.toThrow('incorrect type');
  });
});
