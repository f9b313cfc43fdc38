import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { FileInput, StreamInput } from '../../src/connectors/line-input';
import { ConnectError } from '../../src/errors';

let folder: string;
let file: string;
const inputs: FileInput[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'line-input-'));
  file = join(folder, 'a.txt');
});
afterEach(async () => {
  await Promise.all(inputs.splice(0).map((input) => input.close()));
  rmSync(folder, { recursive: true });
});

async function open(content: string): Promise<FileInput> {
  writeFileSync(file, content);
  const input = await FileInput.open(file);
  if (input === undefined) throw new Error('no file');
  inputs.push(input);
  return input;
}

async function readText(input: FileInput): Promise<string> {
  const buffer = Buffer.alloc(100);
  return buffer.toString('utf8', 0, await input.read(buffer));
}

describe('FileInput', () => {
  it('is not there while there is no file', async () => {
    await expect(FileInput.open(file)).resolves.toBeUndefined();
  });

  it('refuses a directory by name', async () => {
    await expect(FileInput.open(folder)).rejects.toBeInstanceOf(ConnectError);
    await expect(FileInput.open(folder)).rejects.toThrow(`${folder} is a directory`);
  });

  it('reads from a position on, and what was added later', async () => {
    const input = await open('0123456789');
    input.seek(7);
    await expect(readText(input)).resolves.toBe('789');
    await expect(readText(input)).resolves.toBe('');
    appendFileSync(file, 'more');
    await expect(readText(input)).resolves.toBe('more');
  });

  it.each([
    ['one\ntwo\n', 4, 4],
    ['one\ntwo\n', 0, 0],
    ['one\ntwo\n', 8, 8],
    ['one\ntwo\n', 6, 4],
    ['one\ntwo\n', 2, 0],
    ['one\r\ntwo\n', 5, 5],
    ['one\r\ntwo\n', 4, 5],
    ['one\rtwo\n', 4, 4],
    ['one\rtwo\n', 6, 4],
    ['é\nü\n', 4, 3],
    ['no end at all', 5, 0],
  ])('finds in %j that the line of position %i starts at %i', async (content, position, expected) => {
    await expect((await open(content)).lineStart(position)).resolves.toBe(expected);
  });

  it('finds the start of a line that is longer than a block', async () => {
    const input = await open(`first\n${'x'.repeat(300_000)}\n`);
    await expect(input.lineStart(299_000)).resolves.toBe(6);
  });

  it('notices that the file was truncated or replaced, and is patient with one that is gone', async () => {
    const input = await open('one\ntwo\n');
    await readText(input);
    await expect(input.change()).resolves.toBe('none');
    truncateSync(file, 3);
    await expect(input.change()).resolves.toBe('truncated');
    appendFileSync(file, 'again\n');
    renameSync(file, `${file}.1`);
    await expect(input.change()).resolves.toBe('none');
    writeFileSync(file, 'new\n');
    await expect(input.change()).resolves.toBe('replaced');
  });
});

describe('StreamInput', () => {
  it('reads what has come, waits for more, and knows the end', async () => {
    const stream = new PassThrough();
    const input = new StreamInput(stream);
    expect(input.read()).toBeNull();
    const waiting = input.waitForData(new Promise(() => undefined));
    stream.write('hello');
    await waiting;
    expect(input.read()?.toString()).toBe('hello');
    stream.end();
    while (!input.hasEnded) {
      expect(input.read()).toBeNull();
      await input.waitForData(new Promise(setImmediate));
    }
    expect(input.read()).toBeNull();
  });

  it('does not wait longer than it may', async () => {
    const input = new StreamInput(new PassThrough());
    await input.waitForData(Promise.resolve());
    expect(input.hasEnded).toBe(false);
  });

  it('passes on what the stream fails with', async () => {
    const stream = new PassThrough();
    const input = new StreamInput(stream);
    const waiting = input.waitForData(new Promise(() => undefined));
    stream.destroy(new Error('gone'));
    await waiting;
    expect(() => input.read()).toThrow('Cannot read file standard input: gone');
  });

  it('lets go of the stream', () => {
    const stream = new PassThrough();
    new StreamInput(stream).close();
    expect(stream.listenerCount('readable')).toBe(0);
    expect(stream.isPaused()).toBe(true);
    expect(stream.destroyed).toBe(false);
  });
});
