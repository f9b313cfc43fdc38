import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OffsetFileError, OffsetWriteError } from '../../src/errors';
import { FileOffsetBackingStore, type OnCorrupt } from '../../src/storage/file-offset-backing-store';
import { decodeOffsetMap, encodeOffsetMap } from '../../src/storage/java-offset-map';
import { itFulfilsTheContractOfOffsetBackingStore, text } from '../contracts/offset-backing-store';
import { OFFSET_SAMPLES, readSample } from '../support/offset-samples';

let folder: string;
let file: string;
let warnings: string[];
const stores: FileOffsetBackingStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offset-store-'));
  file = join(folder, 'connect.offsets');
  warnings = [];
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function create(onCorrupt?: OnCorrupt): FileOffsetBackingStore {
  const store = new FileOffsetBackingStore({
    path: file,
    ...(onCorrupt === undefined ? {} : { onCorrupt }),
    onWarning: (message) => {
      if (!message.includes('temporary directory')) warnings.push(message);
    },
  });
  stores.push(store);
  return store;
}

async function started(onCorrupt?: OnCorrupt): Promise<FileOffsetBackingStore> {
  const store = create(onCorrupt);
  await store.start();
  return store;
}

const KEY = Buffer.from('["c",{"p":1}]');
const put = (store: FileOffsetBackingStore, value: number) => store.set([[KEY, Buffer.from(`{"o":${value}}`)]]);
const stored = (path = file) => decodeOffsetMap(readFileSync(path)).map(text);
const entry = (value: number) => [['["c",{"p":1}]', `{"o":${value}}`]];
const damaged = () => readdirSync(folder).filter((name) => name.includes('.damaged-'));

describe('FileOffsetBackingStore', () => {
  itFulfilsTheContractOfOffsetBackingStore({
    create: (entries) => {
      writeFileSync(file, encodeOffsetMap(entries));
      return Promise.resolve(create());
    },
  });

  it('begins empty without a file, and says nothing', async () => {
    const store = await started();
    await expect(store.entries()).resolves.toEqual([]);
    expect(warnings).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  it('remembers over a restart, and keeps the version before', async () => {
    const store = await started();
    await put(store, 1);
    expect(existsSync(`${file}.bak`)).toBe(false);
    await put(store, 2);
    await store.stop();
    expect([stored(), stored(`${file}.bak`)]).toEqual([entry(2), entry(1)]);
    expect((await (await started()).get([KEY]))[0]?.toString()).toBe('{"o":2}');
    expect(readdirSync(folder).sort()).toEqual(['connect.offsets', 'connect.offsets.bak', 'connect.offsets.lock']);
  });

  it('writes a file of the genuine worker back as it was', async () => {
    writeFileSync(file, readSample('two-connectors.offsets'));
    const store = await started();
    await store.set([]);
    expect(readFileSync(file).equals(readSample('two-connectors.offsets'))).toBe(true);
  });

  it('goes through a symbolic link, and keeps the mode', async () => {
    mkdirSync(join(folder, 'real'));
    const target = join(folder, 'real', 'offsets');
    writeFileSync(target, readSample('empty.offsets'));
    chmodSync(target, 0o600);
    symlinkSync(target, file);
    const store = await started();
    await put(store, 1);
    expect(stored(target)).toEqual(entry(1));
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(existsSync(`${target}.bak`)).toBe(true);
  });

  it('excludes a second store on the same file until it is stopped', async () => {
    const store = await started();
    await expect(started()).rejects.toMatchObject({ name: 'OffsetFileLockedError', holder: String(process.pid) });
    await store.stop();
    await started();
  });

  it('changes nothing when it cannot write, and writes again when it can', async () => {
    const store = await started();
    await put(store, 1);
    mkdirSync(`${file}.tmp`);
    await expect(put(store, 2)).rejects.toBeInstanceOf(OffsetWriteError);
    await expect(put(store, 2)).rejects.toThrow(file);
    expect((await store.get([KEY]))[0]?.toString()).toBe('{"o":1}');
    rmSync(`${file}.tmp`, { recursive: true });
    await put(store, 3);
    expect(stored()).toEqual(entry(3));
  });

  it('does not keep as backup what another program wrote, and says that it overwrites it', async () => {
    const store = await started();
    await put(store, 1);
    await put(store, 2);
    writeFileSync(file, 'something else');
    await put(store, 3);
    expect([stored(), stored(`${file}.bak`)]).toEqual([entry(3), entry(1)]);
    expect(warnings.join()).toContain('changed by another program');
  });

  it('finishes pending writes before it stops', async () => {
    const store = await started();
    const writes = [1, 2, 3].map((value) => put(store, value));
    await store.stop();
    await Promise.all(writes);
    expect(stored()).toEqual(entry(3));
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('warns of a file in the temporary directory, and of a forgotten backup', async () => {
    const heard: string[] = [];
    writeFileSync(`${file}.bak`, readSample('empty.offsets'));
    const store = new FileOffsetBackingStore({ path: file, onWarning: (message) => heard.push(message) });
    stores.push(store);
    await store.start();
    expect(heard).toEqual([expect.stringContaining('temporary directory'), expect.stringContaining('.bak')]);
  });

  describe('a file that is damaged', () => {
    const refused = OFFSET_SAMPLES.filter(({ entries, file: name }) => entries === undefined && !name.includes('zero'));

    it.each(refused.map((sample) => sample.file))('%s is refused with its name and the remedy', async (name) => {
      writeFileSync(file, readSample(name));
      const attempt = started();
      await expect(attempt).rejects.toBeInstanceOf(OffsetFileError);
      await expect(attempt).rejects.toThrow(`${file} cannot be used`);
      await expect(attempt).rejects.toThrow('--on-corrupt-offsets=empty');
      expect(readFileSync(file).equals(readSample(name))).toBe(true);
      // The lock was given back.
      await started('empty');
    });

    it('is set aside for an empty one where that was asked for', async () => {
      writeFileSync(file, 'damaged');
      const store = await started('empty');
      await expect(store.entries()).resolves.toEqual([]);
      expect(stored()).toEqual([]);
      expect(damaged().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['damaged']);
      expect(warnings.join()).toContain('begin without offsets');
    });

    it('is replaced by the version before where that was asked for; the backup stays', async () => {
      const first = await started();
      await put(first, 1);
      await put(first, 2);
      await first.stop();
      writeFileSync(file, readFileSync(file).subarray(0, 100));
      await expect(started()).rejects.toThrow(/--on-corrupt-offsets=backup to go on from .*\.bak of \d{4}-/);
      const store = await started('backup');
      expect([(await store.entries()).map(text), stored(), stored(`${file}.bak`)]).toEqual([
        entry(1),
        entry(1),
        entry(1),
      ]);
      expect(damaged()).toHaveLength(1);
      await put(store, 3);
      expect([stored(), stored(`${file}.bak`)]).toEqual([entry(3), entry(1)]);
    });

    it('is refused all the same when the backup is damaged or missing too', async () => {
      writeFileSync(file, 'damaged');
      await expect(started('backup')).rejects.toThrow(`${file}.bak cannot be used`);
      writeFileSync(`${file}.bak`, 'as well');
      await expect(started('backup')).rejects.toThrow(`${file}.bak cannot be used`);
    });

    it('may have no bytes at all: that is empty only where nothing says that there was more', async () => {
      writeFileSync(file, '');
      const store = await started();
      expect(warnings.join()).toContain('is empty');
      await put(store, 1);
      expect(existsSync(`${file}.bak`)).toBe(false);
      await put(store, 2);
      await store.stop();
      writeFileSync(file, '');
      await expect(started()).rejects.toThrow('it is empty');
    });
  });

  it('refuses a folder, a file that may not be read, and a folder that does not exist', async () => {
    mkdirSync(file);
    await expect(started()).rejects.toThrow('it is not a file');
    rmSync(file, { recursive: true });
    file = join(folder, 'nowhere', 'connect.offsets');
    await expect(started()).rejects.toThrow(join(folder, 'nowhere'));
  });

  it('never leaves anything but a whole file, at whatever instant its process is killed', async () => {
    const script = `
      const { createJiti } = require('jiti');
      const { FileOffsetBackingStore } = createJiti(${JSON.stringify(__filename)})('../../src/storage/file-offset-backing-store.ts');
      const store = new FileOffsetBackingStore({ path: ${JSON.stringify(file)} });
      const entries = (n) => Array.from({ length: 200 }, (_, i) => [Buffer.from(JSON.stringify(['c', { i }])), Buffer.from(JSON.stringify({ n }))]);
      store.start().then(async () => { for (let n = 1; ; n++) { await store.set(entries(n)); process.stdout.write(n + '\\n'); } });`;
    let last = 0;
    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, ['-e', script], { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] });
      let acknowledged = '';
      child.stdout.on('data', (chunk: Buffer) => (acknowledged += chunk.toString()));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 3 + round * 7));
      child.kill('SIGKILL');
      await once(child, 'close');
      const store = await started();
      const values = new Set((await store.entries()).map(([, value]) => value?.toString()));
      await store.stop();
      expect(values.size).toBe(1);
      last = Number(acknowledged.trimEnd().split('\n').pop());
      const found = (JSON.parse([...values][0] ?? '{}') as { n: number }).n;
      expect([last, last + 1]).toContain(found);
    }
    expect(last).toBeGreaterThan(0);
  }, 60_000);
});
