import fc from 'fast-check';
import * as numbers from '../../src/data/java-numbers';

describe('Java numbers', () => {
  it.each([
    [300, [44, 300, 300]],
    [-129, [127, -129, -129]],
    [70000, [112, 4464, 70000]],
    [3e9, [0, 24064, -1294967296]],
    [2 ** 32 + 5, [5, 5, 5]],
    [1.9, [1, 1, 1]],
    [-1.9, [-1, -1, -1]],
    [1e300, [-1, -1, 2147483647]],
    [-Infinity, [0, 0, -2147483648]],
    [NaN, [0, 0, 0]],
  ])('narrows %d: integers keep low bits, doubles saturate at 32 bits first', (value, expected) => {
    const narrowed = [numbers.narrowToInt8(value), numbers.narrowToInt16(value), numbers.narrowToInt32(value)];
    expect(narrowed).toEqual(expected);
  });

  it('narrows every bigint to its low bits', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(numbers.narrowToInt8(value)).toBe(Number(BigInt.asIntN(8, value)));
        expect(numbers.narrowToInt16(value)).toBe(Number(BigInt.asIntN(16, value)));
        expect(numbers.narrowToInt32(value)).toBe(Number(BigInt.asIntN(32, value)));
        expect(numbers.narrowToInt64(value)).toBe(BigInt.asIntN(64, value));
      }),
    );
  });

  it('treats a double that happens to be integral as a double when told so', () => {
    expect(numbers.doubleToInt32(3e9)).toBe(2147483647);
    expect(numbers.doubleToInt16(3e9)).toBe(-1);
    expect(numbers.doubleToInt8(3e9)).toBe(-1);
    expect(numbers.doubleToInt8(200)).toBe(-56);
    expect(Object.is(numbers.doubleToInt32(-0.5), 0)).toBe(true);
  });

  it.each([
    [1e19, 2n ** 63n - 1n],
    [-1e19, -(2n ** 63n)],
    [2 ** 63, 2n ** 63n - 1n],
    [NaN, 0n],
    [-12.9, -12n],
  ])('cuts and saturates the double %d to 64 bits', (value, expected) => {
    expect(numbers.doubleToInt64(value)).toBe(expected);
  });

  it('rounds an INT64 to a float once', () => {
    // Just above the middle of two floats; a double in between would lose that and round to even.
    const value = 2n ** 60n + 2n ** 36n + 1n;
    expect(numbers.int64ToFloat32(value)).toBe(2 ** 60 + 2 ** 37);
    expect(Math.fround(Number(value))).toBe(2 ** 60);
    expect(numbers.int64ToFloat32(-value)).toBe(-(2 ** 60) - 2 ** 37);
    expect(numbers.int64ToFloat32(16777217n)).toBe(16777216);
  });

  it('knows the range of an INT64', () => {
    expect(numbers.isInt64(2n ** 63n - 1n)).toBe(true);
    expect(numbers.isInt64(2n ** 63n)).toBe(false);
    expect(numbers.isInt64(-(2n ** 63n) - 1n)).toBe(false);
  });
});
