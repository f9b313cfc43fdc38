/** Owns what every store of source offsets does. */
import type { OffsetBackingStore, OffsetEntry } from '../../src/storage/offset-backing-store';

/** How a suite gets at the store it examines. */
export interface OffsetBackingStoreSubject {
  /** A store with those entries that is not started; called once per test. */
  readonly create: (entries: readonly OffsetEntry[]) => Promise<OffsetBackingStore>;
}

const bytes = (text: string) => Buffer.from(text);

export function text(entry: OffsetEntry): (string | null)[] {
  return entry.map((part) => part?.toString() ?? null);
}

/** Defines the tests of the contract. */
export function itFulfilsTheContractOfOffsetBackingStore(subject: OffsetBackingStoreSubject): void {
  let store: OffsetBackingStore;

  async function start(...entries: [string | null, string | null][]): Promise<void> {
    store = await subject.create(
      entries.map(([key, value]) => [key === null ? null : bytes(key), value === null ? null : bytes(value)]),
    );
    await store.start();
  }

  afterEach(() => store.stop());

  it('answers in the order asked: values, null for a tombstone, undefined for what was never stored', async () => {
    await start(['["c",{"p":1}]', '{"o":1}'], ['["c",{"p":2}]', null]);
    const answer = await store.get(['["c",{"p":3}]', '["c",{"p":2}]', '["c",{"p":1}]'].map(bytes));
    expect(answer.map((value) => value?.toString() ?? value)).toEqual([undefined, null, '{"o":1}']);
  });

  it('finds a key whatever the order of its members, and writes the bytes first stored back', async () => {
    await start(['["c",{"a":1,"b":"x"}]', '{"o":1}']);
    const other = bytes('["c",{"b":"x","a":1}]');
    await expect(store.get([other])).resolves.toEqual([bytes('{"o":1}')]);
    await store.set([[other, bytes('{"o":2}')]]);
    expect((await store.entries()).map(text)).toEqual([['["c",{"a":1,"b":"x"}]', '{"o":2}']]);
  });

  it('tells 1 from "1" and long integers apart, but not 2 from 2.0', async () => {
    await start(['["c",{"p":1}]', 'one'], ['["c",{"p":9007199254740993}]', 'long'], ['["c",{"p":2.0}]', 'two']);
    const keys = ['["c",{"p":"1"}]', '["c",{"p":9007199254740992}]', '["c",{"p":2}]'].map(bytes);
    expect((await store.get(keys)).map((value) => value?.toString())).toEqual([undefined, undefined, 'two']);
  });

  it('loses none of two keys that Java tells apart by their bytes', async () => {
    await start(['["c",{"a":1,"b":2}]', 'first'], ['["c",{"b":2,"a":1}]', 'second']);
    await store.set([[bytes('["c",{"b":2,"a":1}]'), bytes('third')]]);
    expect((await store.entries()).map(text)).toEqual([
      ['["c",{"a":1,"b":2}]', 'first'],
      ['["c",{"b":2,"a":1}]', 'third'],
    ]);
  });

  it('keeps keys that are none', async () => {
    await start([null, 'a'], ['', 'b'], ['not json', 'c'], ['{"x":1}', 'd']);
    await store.set([[bytes('["c",null]'), bytes('{}')]]);
    expect((await store.entries()).map(text)).toEqual([
      [null, 'a'],
      ['', 'b'],
      ['not json', 'c'],
      ['{"x":1}', 'd'],
      ['["c",null]', '{}'],
    ]);
  });

  it('carries changes out one after another', async () => {
    await start();
    const key = bytes('["c",{}]');
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.set([[key, bytes(String(i))]])));
    expect((await store.entries()).map(text)).toEqual([['["c",{}]', '19']]);
  });

  it('stops twice as well as once, and takes no more changes then', async () => {
    await start();
    await Promise.all([store.stop(), store.stop()]);
    await expect(store.set([[bytes('["c",{}]'), null]])).rejects.toThrow();
  });
}
