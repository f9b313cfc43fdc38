import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { OffsetFileLockedError } from '../../src/errors';
import { lockHolder, OffsetFileLock } from '../../src/storage/offset-file-lock';

let folder: string;
let file: string;
const warnings: string[] = [];
const acquire = (path = file, platform = process.platform) =>
  OffsetFileLock.acquire(path, { platform, onWarning: (message) => warnings.push(message) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offset-lock-'));
  file = join(folder, 'connect.offsets');
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that holds the lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const script = `
    const { createJiti } = require('jiti');
    const { OffsetFileLock } = createJiti(${JSON.stringify(__filename)})('../../src/storage/offset-file-lock.ts');
    OffsetFileLock.acquire(${JSON.stringify(file)}, { platform: process.platform, onWarning: console.error })
      .then(() => { console.log('held'); setInterval(() => {}, 1000); });`;
  const child = spawn(process.execPath, ['-e', script], { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('OffsetFileLock', () => {
  it('excludes a second store of the same process, and names the process in a file', async () => {
    const lock = await acquire();
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(`${process.pid} ${hostname()}\n`);
    await expect(acquire()).rejects.toMatchObject({ holder: String(process.pid) });
    await lock.release();
    expect(existsSync(`${file}.lock`)).toBe(false);
    await (await acquire()).release();
  });

  it('lets one of two win that ask at the same moment', async () => {
    const outcomes = await Promise.allSettled([acquire(), acquire()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.release();
  });

  it('knows a folder by whatever path leads to it, and two folders apart', async () => {
    const other = mkdtempSync(join(tmpdir(), 'offset-lock-'));
    const link = join(other, 'link');
    symlinkSync(folder, link);
    const lock = await acquire();
    await expect(acquire(join(link, 'connect.offsets'))).rejects.toBeInstanceOf(OffsetFileLockedError);
    await (await acquire(join(other, 'connect.offsets'))).release();
    await lock.release();
    rmSync(other, { recursive: true });
  });

  it('excludes other processes, names them, and is free as soon as they are killed', async () => {
    const child = await holder();
    await expect(acquire()).rejects.toMatchObject({ name: 'OffsetFileLockedError', holder: String(child.pid) });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await acquire()).release();
    expect(warnings).toEqual([]);
  }, 20_000);

  it('goes by the process id in the file where there are no abstract sockets', async () => {
    writeFileSync(`${file}.lock`, `${process.ppid} ${hostname()}\n`);
    await expect(acquire(file, 'darwin')).rejects.toMatchObject({ holder: String(process.ppid) });
    writeFileSync(`${file}.lock`, `2147483646 ${hostname()}\n`);
    await (await acquire(file, 'darwin')).release();
  });

  it('warns when the file was last held on another machine', async () => {
    writeFileSync(`${file}.lock`, '4711 elsewhere\n');
    await (await acquire()).release();
    expect(warnings.join()).toContain('process 4711 on elsewhere');
  });

  it('warns when the folder cannot be written: that matters at the first write only', async () => {
    const lock = await OffsetFileLock.acquire(join('/proc', 'connect.offsets'), {
      platform: 'linux',
      onWarning: (message) => warnings.push(message),
    });
    expect(warnings.join()).toContain('Source offsets cannot be stored there either');
    await lock.release();
  });
});

describe('lockHolder', () => {
  it.each(['linux', 'darwin'] as const)('tells who has the lock, and takes nothing (%s)', async (platform) => {
    expect(await lockHolder(file, { platform })).toBeUndefined();
    expect(existsSync(`${file}.lock`)).toBe(false);
    const other = await holder();
    try {
      expect(await lockHolder(file, { platform })).toBe(`process ${other.pid} on ${hostname()}`);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    expect(await lockHolder(file, { platform })).toBeUndefined();
  });
});
