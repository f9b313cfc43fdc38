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
import { OutputFile } from '../../src/cli/output-file';
import { ReportWriteError } from '../../src/errors';

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'output-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('OutputFile', () => {
  it('leaves nothing behind and changes nothing when it is opened', async () => {
    writeFileSync(at('old'), 'old');
    await OutputFile.open(at('old'));
    await OutputFile.open(at('new'));
    expect(readdirSync(folder)).toEqual(['old']);
    expect(readFileSync(at('old'), 'utf8')).toBe('old');
  });

  it('puts a whole text in the place of the old one, with its mode', async () => {
    writeFileSync(at('f'), 'old');
    chmodSync(at('f'), 0o640);
    const before = statSync(at('f')).ino;
    const file = await OutputFile.open(at('f'));
    expect(await file.read()).toBe('old');
    await file.write('new');
    expect(readFileSync(at('f'), 'utf8')).toBe('new');
    expect(statSync(at('f')).mode & 0o777).toBe(0o640);
    expect(statSync(at('f')).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['f']);
  });

  it('makes a file that is not there, and reads nothing from it before', async () => {
    const file = await OutputFile.open(at('f'));
    expect(await file.read()).toBeUndefined();
    await file.write('new');
    expect(readFileSync(at('f'), 'utf8')).toBe('new');
  });

  it('writes what a symbolic link leads to', async () => {
    mkdirSync(at('there'));
    writeFileSync(at('there/f'), 'old');
    symlinkSync('there/f', at('link'));
    await (await OutputFile.open(at('link'))).write('new');
    expect(readFileSync(at('there/f'), 'utf8')).toBe('new');
    expect(readdirSync(at('there'))).toEqual(['f']);
  });

  it('writes to a device and does not replace it', async () => {
    const file = await OutputFile.open('/dev/null');
    await file.write('gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('refuses a folder, a place in no folder, and one that a file is in the way of', async () => {
    writeFileSync(at('f'), '');
    await expect(OutputFile.open(folder)).rejects.toThrow(new RegExp(`^${folder} cannot be written: it is a folder$`));
    await expect(OutputFile.open(at('no/f'))).rejects.toThrow(/its folder does not exist/);
    await expect(OutputFile.open(at('f/g'))).rejects.toThrow(ReportWriteError);
  });

  it('says so when it cannot be written any more, and keeps what is there', async () => {
    mkdirSync(at('there'));
    const file = await OutputFile.open(at('there/f'));
    rmSync(at('there'), { recursive: true });
    await expect(file.write('new')).rejects.toThrow(ReportWriteError);
  });
});
