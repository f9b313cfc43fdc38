import { inJavaHashOrder, javaHashCode } from '../../src/data/java-hash-order';

describe('javaHashCode', () => {
  it.each([
    ['', 0],
    ['a', 97],
    ['hello', 99162322],
    ['polygenelubricants', -2147483648],
  ])('of %p overflows as in Java', (text, hash) => {
    expect(javaHashCode(text)).toBe(hash);
  });
});

describe('inJavaHashOrder', () => {
  it('is the order that Kafka Connect gives the settings of JsonConverter in', () => {
    const names = [
      'converter.type',
      'schemas.enable',
      'schemas.cache.size',
      'schema.content',
      'decimal.format',
      'replace.null.with.default',
    ];
    expect(inJavaHashOrder(names, (name) => name)).toEqual([
      'decimal.format',
      'converter.type',
      'schemas.cache.size',
      'replace.null.with.default',
      'schemas.enable',
      'schema.content',
    ]);
  });

  it('keeps all items of a map that had to grow', () => {
    const names = Array.from({ length: 40 }, (_, index) => `key.${index}`);
    expect(new Set(inJavaHashOrder(names, (name) => name))).toEqual(new Set(names));
  });
});
