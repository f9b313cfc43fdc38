/** Owns Java's conversions between numeric types: what is cut off, wrapped or saturated. */

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * An INT8 from any number, as Java's `byteValue`. A bigint or safe integer counts as an integer and keeps its low bits
 * (300 → 44); any other number counts as a double. Whoever knows that 3e9 is a double calls `doubleToInt8`.
 */
export function narrowToInt8(value: number | bigint): number {
  return (narrowToInt32(value) << 24) >> 24;
}

/** An INT16, as `narrowToInt8`. */
export function narrowToInt16(value: number | bigint): number {
  return (narrowToInt32(value) << 16) >> 16;
}

/** An INT32, as `narrowToInt8`. */
export function narrowToInt32(value: number | bigint): number {
  if (typeof value === 'bigint') return Number(BigInt.asIntN(32, value));
  // `| 0` keeps the low 32 bits of a safe integer.
  return Number.isSafeInteger(value) ? value | 0 : doubleToInt32(value);
}

/** An INT64, as `narrowToInt8`. */
export function narrowToInt64(value: number | bigint): bigint {
  return typeof value === 'bigint' ? BigInt.asIntN(64, value) : doubleToInt64(value);
}

/** A double as an INT32: cut towards zero, saturated, NaN is 0. */
export function doubleToInt32(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(INT32_MIN, Math.min(INT32_MAX, Math.trunc(value))) | 0;
}

/** A double as an INT16: through INT32, whose low bits stay. */
export function doubleToInt16(value: number): number {
  return (doubleToInt32(value) << 16) >> 16;
}

/** A double as an INT8: through INT32, whose low bits stay. */
export function doubleToInt8(value: number): number {
  return (doubleToInt32(value) << 24) >> 24;
}

/** A double as an INT64: cut towards zero, saturated, NaN is 0. */
export function doubleToInt64(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return INT64_MAX;
  return value <= -(2 ** 63) ? INT64_MIN : BigInt(Math.trunc(value));
}

/** The float nearest to an INT64, rounded once: going through a double would round twice. */
export function int64ToFloat32(value: bigint): number {
  if (value >= -(2n ** 53n) && value <= 2n ** 53n) return Math.fround(Number(value));
  const high = value >> 11n;
  const isExact = (value & 0x7ffn) === 0n;
  return Math.fround(Number(isExact ? high : high | 1n)) * 2048;
}

/** True if the number is an integer that an INT64 holds. */
export function isInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}
