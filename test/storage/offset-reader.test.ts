import type { SourcePartition } from '../../src/api/source-record';
import { ConnectError } from '../../src/errors';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { OffsetReader } from '../../src/storage/offset-reader';

function readerOf(entries: Record<string, string | null>) {
  const store = new MemoryOffsetBackingStore(
    Object.entries(entries).map(([key, value]) => [Buffer.from(key), value === null ? null : Buffer.from(value)]),
  );
  const problems: string[] = [];
  const reader = new OffsetReader({ store, connector: 'c', onProblem: (message) => problems.push(message) });
  return { reader, problems };
}

describe('OffsetReader', () => {
  it('reads the offsets of its own connector only', async () => {
    const { reader } = readerOf({ '["c",{"p":1}]': '{"o":1}', '["d",{"p":2}]': '{"o":2}' });
    await expect(reader.offset({ p: 1 })).resolves.toEqual({ o: 1 });
    await expect(reader.offset({ p: 2 })).resolves.toBeNull();
  });

  it('gives null for a tombstone and for what was never stored, in the order asked', async () => {
    const { reader, problems } = readerOf({ '["c",{"p":1}]': null, '["c",{"p":3}]': '{"o":3}' });
    await expect(reader.offsets([{ p: 3 }, { p: 2 }, { p: 1 }])).resolves.toEqual([{ o: 3 }, null, null]);
    expect(problems).toEqual([]);
  });

  it('tells of what cannot be read, and leaves only that out', async () => {
    const { reader, problems } = readerOf({ '["c",{"p":1}]': 'garbage', '["c",{"p":2}]': '{"o":2}' });
    const bad = { p: [] } as unknown as SourcePartition;
    await expect(reader.offsets([{ p: 1 }, bad, { p: 2 }])).resolves.toEqual([undefined, undefined, { o: 2 }]);
    expect(problems).toHaveLength(2);
    await expect(reader.offset({ p: 1 })).resolves.toBeNull();
  });

  it('makes pending and later reads reject once it is closed', async () => {
    const reader = new OffsetReader({
      store: { get: () => new Promise(() => undefined) },
      connector: 'c',
      onProblem: () => undefined,
    });
    const pending = reader.offset({ p: 1 });
    reader.close();
    reader.close();
    await expect(pending).rejects.toBeInstanceOf(ConnectError);
    await expect(reader.offsets([])).rejects.toBeInstanceOf(ConnectError);
  });

  it('passes on what the store rejects with', async () => {
    const reader = new OffsetReader({
      store: { get: () => Promise.reject(new ConnectError('broken')) },
      connector: 'c',
      onProblem: () => undefined,
    });
    await expect(reader.offset({ p: 1 })).rejects.toThrow('broken');
  });
});
