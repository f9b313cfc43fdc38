import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOffsetFile } from '../../src/storage/offset-file-snapshot';
import { readSample } from '../support/offset-samples';

describe('readOffsetFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
  const file = join(folder, 'offsets');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds nothing where there is no file, or an empty one', async () => {
    await expect(readOffsetFile(join(folder, 'none'))).resolves.toEqual([]);
    writeFileSync(file, '');
    await expect(readOffsetFile(file)).resolves.toEqual([]);
  });

  it('has all that the genuine worker wrote', async () => {
    writeFileSync(file, readSample('hundred.offsets'));
    await expect(readOffsetFile(file)).resolves.toHaveLength(100);
  });

  it('refuses what is damaged, naming the file', async () => {
    writeFileSync(file, readSample('corrupt-trunc100.offsets'));
    await expect(readOffsetFile(file)).rejects.toMatchObject({
      name: 'OffsetFileError',
      message: expect.stringContaining(file) as string,
    });
  });
});
