import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { SourceOffset } from '../../src/api/source-record';
import { FileStreamSourceTask } from '../../src/connectors/file-stream-source-task';

let folder: string;
let file: string;
let task: FileStreamSourceTask | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-source-'));
  file = join(folder, 'a.txt');
});
afterEach(async () => {
  await task?.stop();
  task = undefined;
  rmSync(folder, { recursive: true });
});

interface Setting {
  readonly stored?: SourceOffset;
  readonly batchSize?: number;
  readonly stdin?: PassThrough;
}

function begin({ stored, batchSize, stdin }: Setting = {}) {
  const seen = { warnings: [] as string[], ends: 0, waits: [] as number[], now: 0 };
  const made = new FileStreamSourceTask({
    wait: (ms) => {
      seen.waits.push(ms);
      seen.now += ms;
      return Promise.resolve();
    },
    monotonic: () => seen.now,
    ...(stdin === undefined ? {} : { stdin }),
  });
  task = made;
  void made.initialize({
    configs: () => Promise.resolve({}),
    offsetStorageReader: { offset: async () => stored ?? null, offsets: async () => [] },
    transactionContext: null,
    stopSignal: new AbortController().signal,
    endOfInput: () => seen.ends++,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (text) => seen.warnings.push(text),
      error: () => undefined,
    },
  });
  made.start({
    topic: 't',
    'batch.size': String(batchSize ?? 2000),
    ...(stdin === undefined ? { file } : {}),
  });
  const poll = async () =>
    (await made.poll())?.map(({ value, sourceOffset }) => [value, sourceOffset?.['position']]) ?? null;
  return { seen, poll, task: made };
}

describe('FileStreamSourceTask', () => {
  it('makes a record of each line: topic, STRING value, time, where it was and where it goes on', async () => {
    writeFileSync(file, 'one\n');
    const before = Date.now();
    const records = await begin().task.poll();
    expect(records).toHaveLength(1);
    expect(records?.[0]).toMatchObject({
      topic: 't',
      kafkaPartition: null,
      key: null,
      keySchema: null,
      value: 'one',
      valueSchema: { type: 'STRING', isOptional: false },
      sourcePartition: { filename: file },
      sourceOffset: { position: 4 },
    });
    expect(records?.[0]?.timestamp).toBeGreaterThanOrEqual(before);
  });

  it('goes on with a full batch at the next poll, without new data', async () => {
    writeFileSync(file, '1\n2\n3\n4\n5\n');
    const { poll } = begin({ batchSize: 2 });
    expect([await poll(), await poll(), await poll(), await poll()]).toEqual([
      [
        ['1', 2],
        ['2', 4],
      ],
      [
        ['3', 6],
        ['4', 8],
      ],
      [['5', 10]],
      null,
    ]);
  });

  it('says at the end of the file that it is there, also with an unfinished line, which waits', async () => {
    writeFileSync(file, '1\npart');
    const { poll, seen } = begin();
    expect(await poll()).toEqual([['1', 2]]);
    expect(seen.ends).toBe(0);
    expect(await poll()).toBeNull();
    expect([seen.ends, seen.waits]).toEqual([1, [200]]);
    appendFileSync(file, 'ial\n');
    expect(await poll()).toEqual([['partial', 10]]);
  });

  it('waits for a file that does not exist, and says so once a minute', async () => {
    const { poll, seen } = begin();
    for (let i = 0; i < 301; i++) expect(await poll()).toBeNull();
    expect(seen.warnings).toHaveLength(2);
    expect(seen.warnings[0]).toContain(file);
    expect(seen.ends).toBe(301);
    writeFileSync(file, 'here\n');
    expect(await poll()).toEqual([['here', 5]]);
  });

  it('fails for a directory, by name', async () => {
    file = folder;
    await expect(begin().task.poll()).rejects.toThrow(`${folder} is a directory`);
  });

  describe('resuming', () => {
    it('goes on exactly where a line begins', async () => {
      writeFileSync(file, 'one\ntwo\nthree\n');
      const { poll, seen } = begin({ stored: { position: 4n } });
      expect(await poll()).toEqual([
        ['two', 8],
        ['three', 14],
      ]);
      expect(seen.warnings).toEqual([]);
    });

    it('goes back to the start of a line that Java counted in characters, and says so', async () => {
      // Java stores 2 after the first line and 5 after the second; their ends are at 3 and 7.
      writeFileSync(file, 'é\nüß\nlast\n');
      const { poll, seen } = begin({ stored: { position: 5 } });
      expect(await poll()).toEqual([
        ['üß', 8],
        ['last', 13],
      ]);
      expect(seen.warnings.join()).toContain('characters instead of bytes');
    });

    it('begins anew where the file has become shorter than what was read of it', async () => {
      writeFileSync(file, 'new\n');
      const { poll, seen } = begin({ stored: { position: 1000 } });
      expect(await poll()).toEqual([['new', 4]]);
      expect(seen.warnings.join()).toContain('truncated or replaced');
    });

    it.each([[{ position: '4' }], [{ position: 4.5 }], [{ position: -1 }], [{ position: null }], [{ other: 4 }]])(
      'refuses the offset %p',
      async (stored) => {
        writeFileSync(file, 'one\n');
        await expect(begin({ stored }).task.poll()).rejects.toThrow('position');
      },
    );
  });

  describe('while it runs', () => {
    it('begins anew when the file is truncated, and says what is gone', async () => {
      writeFileSync(file, 'one\ntwo\npart');
      const { poll, seen } = begin();
      await poll();
      truncateSync(file, 0);
      expect(await poll()).toBeNull();
      appendFileSync(file, 'new\n');
      expect(await poll()).toEqual([['new', 4]]);
      expect(seen.warnings).toEqual([
        expect.stringMatching(/was truncated, and 4 bytes of an unfinished line are gone/),
      ]);
    });

    it('reads a replaced file to its end, unfinished line included, and then the new one from its beginning', async () => {
      writeFileSync(file, 'one\n');
      const { poll, seen } = begin({ stored: { position: 0 } });
      expect(await poll()).toEqual([['one', 4]]);
      renameSync(file, `${file}.1`);
      expect(await poll()).toBeNull();
      appendFileSync(`${file}.1`, 'late\nlast');
      writeFileSync(file, 'new\n');
      const ends = seen.ends;
      expect(await poll()).toEqual([['late', 9]]);
      expect(await poll()).toBeNull();
      expect(seen.ends).toBe(ends);
      expect(await poll()).toEqual([['last', 13]]);
      expect(await poll()).toEqual([['new', 4]]);
      expect(seen.warnings).toEqual([expect.stringContaining('was replaced')]);
    });
  });

  describe('on standard input', () => {
    it('makes records without partition and offset, and gives the last line out when the input ends', async () => {
      const stdin = new PassThrough();
      const { task: made, seen } = begin({ stdin });
      expect(await made.poll()).toBeNull();
      expect(seen.ends).toBe(0);
      stdin.write('one\ntwo\nlast');
      const records = await made.poll();
      expect(
        records?.map(({ value, sourcePartition, sourceOffset }) => [value, sourcePartition, sourceOffset]),
      ).toEqual([
        ['one', null, null],
        ['two', null, null],
      ]);
      stdin.end();
      const rest: unknown[] = [];
      for (let i = 0; i < 20 && seen.ends === 0; i++) {
        await new Promise(setImmediate);
        rest.push(...((await made.poll()) ?? []).map(({ value }) => value));
      }
      expect(rest).toEqual(['last']);
      expect(seen.ends).toBe(1);
    });
  });

  it('can be stopped before it has read anything, and twice', async () => {
    const { task: made } = begin();
    await made.stop();
    await made.stop();
  });
});
