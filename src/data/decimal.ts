/** Owns arbitrary-precision decimal numbers: what BigDecimal is to Java. */
import { DataError, IllegalArgumentError } from '../errors';

const SYNTAX = /^([+-]?)(\p{Nd}*)(?:\.(\p{Nd}*))?(?:[eE]([+-]?\p{Nd}+))?$/u;
const ASCII_ONLY = /^[\0-\x7f]*$/;
const MAX_SCALE = 2 ** 31 - 1;
const MIN_SCALE = -(2 ** 31);

/** Replaces every decimal digit of Unicode by its ASCII one: the digits of a script are contiguous and begin at zero. */
function toAsciiDigits(text: string): string {
  if (ASCII_ONLY.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return String(value);
  });
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/**
 * An immutable decimal number: `unscaled × 10^-scale`. The scale is significant: 1.50 is not `equals` to 1.5, though
 * `compareTo` finds no difference.
 */
export class Decimal {
  readonly unscaled: bigint;
  /** Digits after the point; negative for trailing zeros that are not stored. A 32-bit integer. */
  readonly scale: number;

  /** Throws IllegalArgumentError if the scale is not a 32-bit integer. */
  constructor(unscaled: bigint, scale: number) {
    if (!Number.isInteger(scale) || scale > MAX_SCALE || scale < MIN_SCALE) {
      throw new IllegalArgumentError(`Not a scale: ${scale}`);
    }
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads BigDecimal's syntax (`-12.50`, `1e3`, `.5`). Throws IllegalArgumentError for anything else. */
  static parse(text: string): Decimal {
    const parsed = Decimal.tryParse(text);
    if (parsed === undefined) throw new IllegalArgumentError(`Not a decimal number: "${text}"`);
    return parsed;
  }

  /** As `parse`, with `undefined` for text that is no decimal number. */
  static tryParse(text: string): Decimal | undefined {
    const match = SYNTAX.exec(text);
    if (match === null) return undefined;
    const fraction = toAsciiDigits(match[3] ?? '');
    const digits = toAsciiDigits(match[2] ?? '') + fraction;
    if (digits === '') return undefined;
    const exponent = Number(toAsciiDigits(match[4] ?? '0'));
    const scale = fraction.length - exponent;
    if (scale > MAX_SCALE || scale < MIN_SCALE) return undefined;
    const magnitude = BigInt(digits);
    return new Decimal(match[1] === '-' ? -magnitude : magnitude, scale + 0);
  }

  /**
   * Reads a big-endian two's complement number, as Kafka Connect stores Decimals. Throws DataError for no bytes at all.
   */
  static fromBytes(bytes: Uint8Array, scale: number): Decimal {
    const first = bytes[0];
    if (first === undefined) throw new DataError('A Decimal needs at least one byte');
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
    return new Decimal(BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`)), scale);
  }

  /** The unscaled value in two's complement, big-endian, in as few bytes as hold the sign. */
  toBytes(): Buffer {
    const isNegative = this.unscaled < 0n;
    // The bits of a negative number are those of its complement, inverted.
    const digits = (isNegative ? ~this.unscaled : this.unscaled).toString(16);
    const even = digits.length % 2 === 0 ? digits : `0${digits}`;
    const bytes = Buffer.from(even >= '8' && even.length === digits.length ? `00${even}` : even, 'hex');
    if (isNegative) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = ~(bytes[i] ?? 0) & 0xff;
    }
    return bytes;
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** The integer part, rounded towards zero. */
  toBigInt(): bigint {
    if (this.scale <= 0) return this.unscaled * powerOfTen(-this.scale);
    return this.scale > this.#digits().length ? 0n : this.unscaled / powerOfTen(this.scale);
  }

  /** The low 64 bits of the integer part, as a signed number: Java's `longValue`. Cheap for any exponent. */
  toInt64(): bigint {
    // Ten to the 64th and up are multiples of two to the 64th.
    return this.scale <= -64 ? 0n : BigInt.asIntN(64, this.toBigInt());
  }

  /** The same number at another scale. Throws DataError if that would lose digits. */
  setScale(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.unscaled * powerOfTen(scale - this.scale), scale);
    const divisor = powerOfTen(this.scale - scale);
    if (this.unscaled % divisor !== 0n) {
      throw new DataError(`Rounding necessary: ${this.toString()} does not fit scale ${scale}`);
    }
    return new Decimal(this.unscaled / divisor, scale);
  }

  /** Below, at or above zero as this number is less than, equal to or greater than the other, whatever their scales. */
  compareTo(other: Decimal): number {
    const sign = signOf(this.unscaled);
    if (sign !== signOf(other.unscaled) || sign === 0) return sign - signOf(other.unscaled);
    const magnitude = this.#exponent() - other.#exponent();
    if (magnitude !== 0) return magnitude * sign;
    const common = Math.max(this.scale, other.scale);
    return signOf(this.setScale(common).unscaled - other.setScale(common).unscaled);
  }

  /** True for the same digits and the same scale. */
  equals(other: unknown): boolean {
    return other instanceof Decimal && other.scale === this.scale && other.unscaled === this.unscaled;
  }

  /** The text of Java's `BigDecimal.toString`: plain, or `1.2E+5` and `1E-7` where that is the shorter truth. */
  toString(): string {
    if (this.scale === 0) return this.unscaled.toString();
    const exponent = this.#exponent();
    if (this.scale > 0 && exponent >= -6) return this.toPlainString();
    const digits = this.#digits();
    const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
    const suffix = exponent === 0 ? '' : `E${exponent > 0 ? '+' : ''}${exponent}`;
    return `${this.unscaled < 0n ? '-' : ''}${mantissa}${suffix}`;
  }

  /** The text without an exponent. */
  toPlainString(): string {
    if (this.scale === 0) return this.unscaled.toString();
    if (this.scale < 0) return this.unscaled === 0n ? '0' : this.unscaled.toString() + '0'.repeat(-this.scale);
    const digits = this.#digits().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${this.unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** A Decimal in JSON is its text. */
  toJSON(): string {
    return this.toString();
  }

  #digits(): string {
    return (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
  }

  /** The power of ten of the first digit. */
  #exponent(): number {
    return this.#digits().length - 1 - this.scale;
  }
}

function signOf(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
