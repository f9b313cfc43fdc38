import { murmur2, partitionOf } from '../../src/storage/java-default-partitioner';

describe('murmur2', () => {
  // The values of Kafka's own tests of its hash.
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is that of Java', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('reads bytes that lie anywhere in their buffer', () => {
    expect(murmur2(Buffer.from('xfoobar').subarray(1))).toBe(-790332482);
  });
});

describe('partitionOf', () => {
  it('is never negative', () => {
    expect(partitionOf(Buffer.from('foobar'), 25)).toBe((-790332482 & 0x7fffffff) % 25);
  });
});
