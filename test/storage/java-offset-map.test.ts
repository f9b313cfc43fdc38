import fc from 'fast-check';
import { DataError } from '../../src/errors';
import { decodeOffsetMap, encodeOffsetMap } from '../../src/storage/java-offset-map';
import type { OffsetEntry } from '../../src/storage/offset-backing-store';
import { OFFSET_SAMPLES, readSample } from '../support/offset-samples';

const GOOD = OFFSET_SAMPLES.filter(({ entries }) => entries !== undefined);
const BAD = OFFSET_SAMPLES.filter(({ entries }) => entries === undefined);
const PLAIN = GOOD.filter(({ file }) => !file.startsWith('odd-') || file === 'odd-bad-keys.offsets');

function messageOf(bytes: Buffer): string | undefined {
  try {
    decodeOffsetMap(bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return error.message;
  }
}

describe('decodeOffsetMap', () => {
  it.each(GOOD.map(({ file }) => file))('reads %s as the genuine worker does', (file) => {
    const wanted = GOOD.find((sample) => sample.file === file)?.entries?.map(({ key, value }) => [key, value]);
    const found = decodeOffsetMap(readSample(file)).map((entry) => entry.map((bytes) => bytes?.toString() ?? null));
    expect(found).toEqual(wanted);
  });

  it.each([
    ['corrupt-zero.offsets', 'it ends early, after 0 bytes'],
    ['corrupt-onebyte.offsets', 'it ends early, after 1 bytes'],
    ['corrupt-trunc3.offsets', 'it ends early, after 3 bytes'],
    ['corrupt-trunc100.offsets', 'it ends early, after 100 bytes'],
    ['corrupt-trunc400.offsets', 'it ends early, after 400 bytes'],
    ['corrupt-text.offsets', 'it does not begin like a stream of Java objects'],
    ['odd-string-not-map.offsets', 'java.lang.String instead of a java.util.HashMap'],
    ['odd-string-entries.offsets', 'java.lang.String instead of byte[]'],
    ['odd-tree-map.offsets', 'java.util.TreeMap instead of a java.util.HashMap'],
  ])('refuses %s: %s', (file, message) => {
    expect(messageOf(readSample(file))).toContain(message);
  });

  it('refuses every file that has no entries in the list of samples', () => {
    expect(BAD.map(({ file }) => [file, typeof messageOf(readSample(file))])).toEqual(
      BAD.map(({ file }) => [file, 'string']),
    );
  });

  it.each(GOOD.filter(({ file }) => file !== 'odd-trailing-bytes.offsets').map(({ file }) => file))(
    'refuses %s wherever it is cut',
    (file) => {
      const bytes = readSample(file);
      const ends = Array.from({ length: bytes.length }, (_, end) => end);
      expect(ends.filter((end) => messageOf(bytes.subarray(0, end))?.includes('ends early') !== true)).toEqual([]);
    },
  );

  it('answers any bytes with entries or DataError, at once', () => {
    const header = readSample('one-entry.offsets');
    const changed = fc
      .tuple(fc.constantFrom(...GOOD), fc.array(fc.tuple(fc.nat(8000), fc.nat(255)), { minLength: 1, maxLength: 6 }))
      .map(([{ file }, changes]) => {
        const bytes = Buffer.from(readSample(file));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });
    const after = fc.tuple(fc.nat(header.length), fc.uint8Array({ maxLength: 300 })).map(([end, tail]) => {
      return Buffer.concat([header.subarray(0, end), tail]);
    });
    const arbitrary = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      changed,
      after,
    );
    fc.assert(
      fc.property(arbitrary, (bytes) => {
        const started = performance.now();
        // Anything but DataError is thrown on.
        messageOf(bytes);
        expect(performance.now() - started).toBeLessThan(200);
      }),
      { numRuns: 3000 },
    );
  });

  it('believes no length or count that the file states', () => {
    const bytes = Buffer.from(readSample('one-entry.offsets'));
    const count = bytes.indexOf(Buffer.from('770800000010', 'hex')) + 6;
    bytes.writeInt32BE(0x7fffffff, count);
    expect(messageOf(bytes)).toContain('it holds');
    bytes.writeInt32BE(-1, count);
    expect(messageOf(bytes)).toContain('-1 entries');
    const long = Buffer.from(readSample('one-entry.offsets'));
    long.writeInt32BE(0x7fffffff, long.indexOf(Buffer.from('02000078 70'.replace(' ', ''), 'hex')) + 5);
    expect(messageOf(long)).toContain('ends early');
  });

  it('does not follow classes that go round in a circle', () => {
    const circle = Buffer.concat([
      Buffer.from('aced000573720011', 'hex'),
      Buffer.from('java.util.HashMap'),
      // No fields, then itself as its own ancestor.
      Buffer.from('0507dac1c31660d1030000787100', 'hex'),
      Buffer.from('7e0000', 'hex'),
    ]);
    expect(messageOf(circle)).toBeDefined();
  });
});

describe('encodeOffsetMap', () => {
  it.each(PLAIN.map(({ file }) => file))('gives the very bytes of %s back', (file) => {
    const bytes = readSample(file);
    expect(encodeOffsetMap(decodeOffsetMap(bytes)).equals(bytes)).toBe(true);
  });

  it.each([
    [0, 16, 0],
    [12, 16, 12],
    [13, 32, 24],
    [24, 32, 24],
    [25, 64, 48],
    [100, 256, 192],
  ])('gives %i entries %i buckets and a threshold of %i', (count, buckets, threshold) => {
    const entries = Array.from({ length: count }, (_, i): OffsetEntry => [Buffer.from(`${i}`), null]);
    const bytes = encodeOffsetMap(entries);
    const at = bytes.indexOf(Buffer.from('7708', 'hex'));
    expect([bytes.readInt32BE(at - 4), bytes.readInt32BE(at + 2), bytes.readInt32BE(at + 6)]).toEqual([
      threshold,
      buckets,
      count,
    ]);
  });

  it('writes what is read back as it was', () => {
    const part = fc.option(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      { nil: null },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { maxLength: 40 }), (entries) => {
        expect(decodeOffsetMap(encodeOffsetMap(entries))).toEqual(entries);
      }),
    );
  });
});
