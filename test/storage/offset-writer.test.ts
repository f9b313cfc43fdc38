import { DataError } from '../../src/errors';
import type { SourceOffset } from '../../src/api/source-record';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { OffsetWriter } from '../../src/storage/offset-writer';

async function setUp() {
  const store = new MemoryOffsetBackingStore();
  await store.start();
  const texts = async () => (await store.entries()).map((entry) => entry.map((bytes) => bytes?.toString() ?? null));
  return { writer: new OffsetWriter(store, 'c'), texts };
}

describe('OffsetWriter', () => {
  it('stores offsets under the name of the connector, and a null offset as a tombstone', async () => {
    const { writer, texts } = await setUp();
    await writer.write([
      [{ file: 'a' }, { position: 9007199254740993n }],
      [{ file: 'b' }, null],
      [null, { x: 1 }],
    ]);
    await expect(texts()).resolves.toEqual([
      ['["c",{"file":"a"}]', '{"position":9007199254740993}'],
      ['["c",{"file":"b"}]', null],
      ['["c",null]', '{"x":1}'],
    ]);
  });

  it('stores nothing at all when one offset is none', async () => {
    const { writer, texts } = await setUp();
    const bad = { nested: { a: 1 } } as unknown as SourceOffset;
    await expect(
      writer.write([
        [{ file: 'a' }, { position: 1 }],
        [{ file: 'b' }, bad],
      ]),
    ).rejects.toBeInstanceOf(DataError);
    await expect(texts()).resolves.toEqual([]);
  });
});
