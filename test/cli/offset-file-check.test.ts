import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFindings, Findings } from '../../src/cli/findings';
import { checkOffsetFile, checkWritable } from '../../src/cli/offset-file-check';
import type { OnCorrupt } from '../../src/storage/file-offset-backing-store';
import { FileOffsetBackingStore } from '../../src/storage/file-offset-backing-store';
import { settingsFile } from '../support/settings-files';

const folder = mkdtempSync(join(tmpdir(), 'offset-file-check-'));
const path = join(folder, 'connect.offsets');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function check(file = path, onCorrupt: OnCorrupt = 'fail') {
  const findings = new Findings();
  const own = new FileFindings(findings, settingsFile('w', `offset.storage.file.filename=${file}`));
  await checkOffsetFile(own, { path: file, onCorrupt, hasSources: true });
  return findings.all().map(({ severity, kind, line, message }) => [severity, kind, line, message] as const);
}

describe('checkOffsetFile', () => {
  it('has nothing to say of a file that is not there yet, and leaves nothing behind', async () => {
    expect(await check()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names who holds the file', async () => {
    const holder = new FileOffsetBackingStore({ path });
    await holder.start();
    const [found] = await check();
    await holder.stop();
    expect(found?.slice(0, 3)).toEqual(['error', 'offset-file-locked', 1]);
    expect(found?.[3]).toContain(String(process.pid));
  });

  it('refuses a damaged file, and only warns of it where the run goes on without', async () => {
    writeFileSync(path, 'no Java map');
    expect((await check())[0]?.slice(0, 2)).toEqual(['error', 'offset-file']);
    expect((await check(path, 'empty'))[0]?.slice(0, 2)).toEqual(['warning', 'offset-file']);
    rmSync(path);
  });

  it('refuses a folder that is not there', async () => {
    expect((await check(join(folder, 'no', 'offsets')))[0]?.[1]).toBe('offset-file');
  });
});

describe('checkWritable', () => {
  it('complains of a folder that cannot be written, for sources only', async () => {
    const fs = jest.requireActual<{ access: () => Promise<void> }>('node:fs/promises');
    const spy = jest.spyOn(fs, 'access').mockRejectedValue(Object.assign(new Error('EROFS'), { code: 'EROFS' }));
    const findings = new Findings();
    const own = new FileFindings(findings, settingsFile('w', 'offset.storage.file.filename=o'));
    await checkWritable(own, { path, hasSources: false });
    expect(findings.all()).toEqual([]);
    await checkWritable(own, { path, hasSources: true });
    spy.mockRestore();
    expect(findings.all().map(({ kind }) => kind)).toEqual(['offset-file-unwritable']);
  });
});
