import {
  chmodSync,
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
import { OffsetFileError } from '../../src/errors';
import { isSameFile, keepAs, locateFile, replaceFile } from '../../src/storage/offset-file';

let folder: string;
let file: string;
const warnings: string[] = [];
const warn = (message: string) => warnings.push(message);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offset-file-'));
  file = join(folder, 'connect.offsets');
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('locateFile', () => {
  it('counts a path that is not absolute from the first $STATE_DIRECTORY, else from the working directory', async () => {
    const environment = { STATE_DIRECTORY: `${folder}:/elsewhere` };
    await expect(locateFile('offsets', environment)).resolves.toBe(join(folder, 'offsets'));
    await expect(locateFile(join(folder, 'b'), { STATE_DIRECTORY: '/elsewhere' })).resolves.toBe(join(folder, 'b'));
    await expect(locateFile('offsets', {})).resolves.toBe(join(process.cwd(), 'offsets'));
  });

  it('follows symbolic links, also to a file that does not exist yet', async () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'link'));
    symlinkSync('real/a', join(folder, 'direct'));
    await expect(locateFile(join(folder, 'link', 'a'))).resolves.toBe(join(folder, 'real', 'a'));
    await expect(locateFile(join(folder, 'direct'))).resolves.toBe(join(folder, 'real', 'a'));
  });

  it('names the folder that does not exist', async () => {
    const missing = join(folder, 'nowhere');
    await expect(locateFile(join(missing, 'a'))).rejects.toBeInstanceOf(OffsetFileError);
    await expect(locateFile(join(missing, 'a'))).rejects.toThrow(missing);
  });

  it('refuses links that lead in a circle', async () => {
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    await expect(locateFile(join(folder, 'a'))).rejects.toThrow('circle');
  });
});

describe('replaceFile', () => {
  it('writes a file, keeps the mode of the one before, and leaves nothing else behind', async () => {
    await replaceFile(file, Buffer.from('one'), warn);
    chmodSync(file, 0o640);
    writeFileSync(`${file}.tmp`, 'left by a process that died');
    const identity = await replaceFile(file, Buffer.from('two'), warn);
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(isSameFile(statSync(file), identity)).toBe(true);
    expect(readdirSync(folder)).toEqual(['connect.offsets']);
    expect(warnings).toEqual([]);
  });

  it('leaves the file before as it was when it cannot write', async () => {
    writeFileSync(file, 'one');
    mkdirSync(`${file}.tmp`);
    await expect(replaceFile(file, Buffer.from('two'), warn)).rejects.toThrow();
    expect(readFileSync(file, 'utf8')).toBe('one');
  });
});

describe('keepAs', () => {
  it('keeps the content under another name while the file is replaced', async () => {
    writeFileSync(file, 'one');
    await keepAs(file, `${file}.bak`);
    await replaceFile(file, Buffer.from('two'), warn);
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe('one');
    await keepAs(file, `${file}.bak`);
    await keepAs(file, `${file}.bak`);
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe('two');
    expect(readdirSync(folder).sort()).toEqual(['connect.offsets', 'connect.offsets.bak']);
  });
});
