import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { SinkRecord } from '../../src/api/sink-record';
import { FileStreamSinkConnector, FileStreamSinkTask } from '../../src/connectors/file-stream-sink-connector';
import { FLOAT64_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import type { Schema } from '../../src/data/schema';
import { ConnectError } from '../../src/errors';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-sink-'));
  file = join(folder, 'out.txt');
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (value: ConnectValue, valueSchema: Schema | null = null) =>
  new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0, key: 'ignored', value, valueSchema });

describe('FileStreamSinkTask', () => {
  it('creates the file at its start, and adds to one that is there', async () => {
    const task = new FileStreamSinkTask();
    await task.start({ file });
    expect(statSync(file).size).toBe(0);
    await task.put([record('one', STRING_SCHEMA)]);
    await task.flush();
    await task.stop();
    const next = new FileStreamSinkTask();
    await next.start({ file });
    await next.put([record('two')]);
    await next.stop();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  });

  it("writes the text that Java's toString gives", async () => {
    const task = new FileStreamSinkTask();
    await task.start({ file });
    await task.put([
      record(null),
      record(true),
      record({ a: 1, b: 'x' }),
      record([1, 'x', null]),
      record(100, FLOAT64_SCHEMA),
    ]);
    await task.put([record(9007199254740993n), record('é😀')]);
    await task.stop();
    expect(readFileSync(file, 'utf8')).toBe('null\ntrue\n{a=1, b=x}\n[1, x, null]\n100.0\n9007199254740993\né😀\n');
  });

  it.each([100, 1000, 100_000])('writes all of a batch, in order, with lines of %i characters', async (length) => {
    const task = new FileStreamSinkTask();
    await task.start({ file });
    const lines = Array.from({ length: 300 }, (_, index) => `${index} é😀`.padEnd(length, '.'));
    await task.put(lines.slice(0, 200).map((line) => record(line, STRING_SCHEMA)));
    await task.put(lines.slice(200).map((line) => record(line, STRING_SCHEMA)));
    await task.stop();
    expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
  });

  it('writes nothing of a batch whose text cannot be made', async () => {
    const task = new FileStreamSinkTask();
    await task.start({ file });
    const broken = { get field(): string { throw new Error('no text'); } }; // prettier-ignore
    const first = record('x'.repeat(10_000), STRING_SCHEMA);
    expect(() => task.put([first, record(broken)])).toThrow('no text');
    await task.put([record('whole', STRING_SCHEMA)]);
    await task.stop();
    expect(readFileSync(file, 'utf8')).toBe('whole\n');
  });

  it('waits for nothing when there are no records', () => {
    expect(new FileStreamSinkTask().put([])).toBeUndefined();
  });

  it('names the file that it cannot open or write to', async () => {
    const missing = join(folder, 'nowhere', 'out.txt');
    await expect(new FileStreamSinkTask().start({ file: missing })).rejects.toBeInstanceOf(ConnectError);
    await expect(new FileStreamSinkTask().start({ file: missing })).rejects.toThrow(missing);
    const task = new FileStreamSinkTask();
    await task.start({ file: '/dev/full' });
    await expect(task.put([record('x')])).rejects.toThrow('cannot write to /dev/full');
    await task.stop();
  });

  it('does not ask a device to keep what it gets', async () => {
    const task = new FileStreamSinkTask();
    await task.start({ file: '/dev/null' });
    await task.put([record('x')]);
    await expect(task.flush()).resolves.toBeUndefined();
    await task.stop();
    await task.stop();
  });

  it('writes to standard output without a file, and does not close it', async () => {
    const stdout = new PassThrough();
    const task = new FileStreamSinkTask({ stdout });
    await task.start({});
    await task.put([record('one'), record('two')]);
    await task.flush();
    await task.stop();
    expect(String(stdout.read())).toBe('one\ntwo\n');
    expect(stdout.writableEnded).toBe(false);
  });

  it('fails when standard output does, and names it', async () => {
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const task = new FileStreamSinkTask({ stdout });
    await task.start({});
    await expect(task.put([record('x')])).rejects.toThrow('cannot write to standard output: EPIPE');
  });
});

describe('FileStreamSinkConnector', () => {
  const connector = new FileStreamSinkConnector();

  it('gives its settings to as many tasks as are allowed', () => {
    writeFileSync(file, '');
    connector.start({ file, topics: 't' });
    expect(connector.taskConfigs(2)).toEqual([
      { file, topics: 't' },
      { file, topics: 't' },
    ]);
    expect(connector.taskClass()).toBe(FileStreamSinkTask);
    expect(connector.version()).toMatch(/^\d/);
  });

  it('takes any change of offsets: nothing is tracked', () => {
    expect(connector.alterOffsets()).toBe(true);
  });

  it('defines file as the genuine connector does', () => {
    const [key, ...others] = [...connector.config().configKeys.values()];
    expect(key).toMatchObject({ name: 'file', type: 'STRING', importance: 'HIGH', defaultValue: null, group: null });
    expect(others).toEqual([]);
  });
});

describe('What FileStreamSinkConnector would write to', () => {
  const planned = (props: Record<string, string>) => new FileStreamSinkConnector().plannedTargets(props);

  it('is its file, whether it is there and how large it is, or standard output', async () => {
    expect(await planned({ file })).toEqual([{ name: file, exists: false, bytes: null }]);
    writeFileSync(file, 'abc');
    expect(await planned({ file })).toEqual([{ name: file, exists: true, bytes: 3 }]);
    expect(await planned({})).toEqual([{ name: 'standard output', exists: true, bytes: null }]);
    expect(await planned({ file: '/dev/null' })).toEqual([{ name: '/dev/null', exists: true, bytes: null }]);
  });

  it.each(['/no/such/folder/x', tmpdir()])('cannot be %s', async (bad) => {
    await expect(planned({ file: bad })).rejects.toThrow(`FileStreamSinkTask cannot open ${bad}: `);
  });
});
