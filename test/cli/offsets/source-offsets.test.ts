import { connectorsWithOffsets, offsetsOfSource, writesOf } from '../../../src/cli/offsets/source-offsets';
import { jsonNodeText, readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';
import type { OffsetEntry } from '../../../src/storage/offset-backing-store';

const entry = (key: string, value: string | null): OffsetEntry => [
  Buffer.from(key),
  value === null ? null : Buffer.from(value),
];
const ENTRIES = [
  entry('["b",{"x":1,"y":2}]', '{"o":2.0}'),
  entry('["b",{"y":2,"x":1}]', '{"o":3}'),
  entry('["b",{"gone":1}]', null),
  entry('["a",null]', '{"o":1}'),
  entry('["c",{"z":1}]', 'null'),
  entry('["d",{"z":1}]', 'oops'),
  entry('no key', '{}'),
  [null, Buffer.from('{}')] as const,
];
const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;
const texts = (writes: readonly OffsetEntry[]) => writes.map((pair) => pair.map((bytes) => bytes?.toString() ?? null));

describe('The offsets of sources', () => {
  it('belong to the connectors that have some that is not removed', () => {
    expect(connectorsWithOffsets(ENTRIES)).toEqual(['a', 'b', 'd']);
  });

  it('are those of one connector, as they are written, removed ones left out', () => {
    const found = offsetsOfSource(ENTRIES, 'b');
    expect(found.map(({ offset }) => jsonNodeText(offset ?? null))).toEqual(['{"o":2.0}', '{"o":3}']);
    expect(offsetsOfSource(ENTRIES, 'a').map(({ partition }) => partition)).toEqual([null]);
  });

  it('are undefined where they are no JSON object', () => {
    expect(offsetsOfSource(ENTRIES, 'd').map(({ offset }) => offset)).toEqual([undefined]);
  });

  it('are written under all keys that mean the partition, with the bytes that these have', () => {
    const wanted = [{ partition: object('{"x":1,"y":2}'), offset: object('{"o":9007199254740993}') }];
    expect(texts(writesOf(ENTRIES, 'b', wanted))).toEqual([
      ['["b",{"x":1,"y":2}]', '{"o":9007199254740993}'],
      ['["b",{"y":2,"x":1}]', '{"o":9007199254740993}'],
    ]);
  });

  it('get a key where there is none, unless there is nothing to be removed', () => {
    const partition = object('{"new":"é"}');
    expect(texts(writesOf(ENTRIES, 'b', [{ partition, offset: object('{"o":1}') }]))).toEqual([
      ['["b",{"new":"é"}]', '{"o":1}'],
    ]);
    expect(writesOf(ENTRIES, 'b', [{ partition, offset: null }])).toEqual([]);
  });
});
