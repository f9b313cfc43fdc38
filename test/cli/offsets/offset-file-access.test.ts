import { OffsetFileAccess } from '../../../src/cli/offsets/offset-file-access';
import type { SourceOffsetStore } from '../../../src/cli/offsets/source-offset-store';
import { FileOffsetBackingStore } from '../../../src/storage/file-offset-backing-store';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

const storeOn = (path: string, isChange: boolean) =>
  new OffsetFileAccess({ path, isChange, onWarning: () => undefined });

describe('OffsetFileAccess', () => {
  it('looks into a file that a worker has', async () => {
    const { offsetFile } = offsetsSetUp();
    const worker = new FileOffsetBackingStore({ path: offsetFile });
    await worker.start();
    const store = storeOn(offsetFile, false);
    await store.open();
    expect(await store.entries()).toHaveLength(3);
    await store.close();
    await worker.stop();
  });

  it('changes none that a worker has, and keeps workers from one that it changes', async () => {
    const { offsetFile } = offsetsSetUp();
    const worker = new FileOffsetBackingStore({ path: offsetFile });
    await worker.start();
    await expect(storeOn(offsetFile, true).entries()).rejects.toThrow(`in use by process ${process.pid}`);
    await worker.stop();
    const store = storeOn(offsetFile, true);
    await store.set([[Buffer.from('["new",{}]'), Buffer.from('{}')]]);
    await expect(new FileOffsetBackingStore({ path: offsetFile }).start()).rejects.toThrow('in use');
    await store.close();
    expect(await storeOn(offsetFile, false).entries()).toHaveLength(4);
  });

  it('says where it is, and has nothing to warn of', () => {
    expect(storeOn('/x/y', false).where).toBe('in offset file /x/y');
    const store: SourceOffsetStore = storeOn('/x/y', true);
    expect(store.caution([])).toBeUndefined();
  });
});
