import fc from 'fast-check';
import { Decimal } from '../../src/data/decimal';
import { DataError, IllegalArgumentError } from '../../src/errors';

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), fc.integer({ min: -50, max: 50 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));

describe('Decimal', () => {
  describe('parse', () => {
    it.each([
      ['0', 0n, 0],
      ['-12.50', -1250n, 2],
      ['+7', 7n, 0],
      ['.5', 5n, 1],
      ['1.', 1n, 0],
      ['1e3', 1n, -3],
      ['1.5E-7', 15n, 8],
      ['0012', 12n, 0],
      ['-0.00', 0n, 2],
      ['٣.٥', 35n, 1],
      ['1e-400', 1n, 400],
      ['123456789012345678901234567890.1', 1234567890123456789012345678901n, 1],
    ])('reads %s', (text, unscaled, scale) => {
      expect(Decimal.parse(text)).toEqual(new Decimal(unscaled, scale));
    });

    it.each([
      '',
      '.',
      '-',
      'e5',
      '1e',
      '1e+',
      '--1',
      '1_000',
      '0x10',
      ' 1',
      '1 ',
      'NaN',
      'Infinity',
      '1.2.3',
      '1e99999999999',
    ])('refuses "%s"', (text) => {
      expect(Decimal.tryParse(text)).toBeUndefined();
      expect(() => Decimal.parse(text)).toThrow(IllegalArgumentError);
    });
  });

  describe('text', () => {
    it.each([
      ['1.50', '1.50', '1.50'],
      ['1E+3', '1E+3', '1000'],
      ['12E+3', '1.2E+4', '12000'],
      ['0.000001', '0.000001', '0.000001'],
      ['0.0000001', '1E-7', '0.0000001'],
      ['-0.00000012', '-1.2E-7', '-0.00000012'],
      ['0E+3', '0E+3', '0'],
      ['0.00', '0.00', '0.00'],
      ['0E-7', '0E-7', '0.0000000'],
      ['-0.5', '-0.5', '-0.5'],
    ])('of %s is as BigDecimal writes it', (text, expected, plain) => {
      expect(Decimal.parse(text).toString()).toBe(expected);
      expect(Decimal.parse(text).toPlainString()).toBe(plain);
    });

    it('is read back as the same number at the same scale', () => {
      fc.assert(fc.property(anyDecimal, (decimal) => Decimal.parse(decimal.toString()).equals(decimal)));
    });
  });

  describe('bytes', () => {
    it.each([
      [0n, '00'],
      [1n, '01'],
      [-1n, 'ff'],
      [127n, '7f'],
      [128n, '0080'],
      [-128n, '80'],
      [-129n, 'ff7f'],
      [156n, '009c'],
      [-156n, 'ff64'],
      [256n, '0100'],
      [2n ** 63n, '008000000000000000'],
      [-(2n ** 63n), '8000000000000000'],
    ])('of %s are as few as hold the sign', (unscaled, hex) => {
      expect(new Decimal(unscaled, 2).toBytes().toString('hex')).toBe(hex);
    });

    it('are read back as the same number, and no byte could be left out', () => {
      fc.assert(
        fc.property(anyDecimal, (decimal) => {
          const bytes = decimal.toBytes();
          const [first = 0, second = 0] = bytes;
          const isFirstNeeded = bytes.length === 1 || (first !== 0 && first !== 0xff) || first >> 7 !== second >> 7;
          return Decimal.fromBytes(bytes, decimal.scale).equals(decimal) && isFirstNeeded;
        }),
      );
    });

    it('with needless leading bytes are accepted', () => {
      expect(Decimal.fromBytes(Buffer.from('ffffff64', 'hex'), 2).toString()).toBe('-1.56');
    });

    it('refuses no bytes at all', () => {
      expect(() => Decimal.fromBytes(Buffer.alloc(0), 2)).toThrow(DataError);
    });
  });

  describe('conversion to integers', () => {
    it('cuts towards zero', () => {
      expect(Decimal.parse('-12.9').toBigInt()).toBe(-12n);
      expect(Decimal.parse('0.0001').toBigInt()).toBe(0n);
      expect(Decimal.parse('12E+2').toBigInt()).toBe(1200n);
    });

    it('to 64 bits keeps the low bits', () => {
      expect(Decimal.parse('9223372036854775808').toInt64()).toBe(-(2n ** 63n));
      expect(Decimal.parse('1e2000000000').toInt64()).toBe(0n);
      expect(Decimal.parse('1e-2000000000').toInt64()).toBe(0n);
    });
  });

  it('converts to the nearest double', () => {
    expect(Decimal.parse('0.1').toNumber()).toBe(0.1);
    expect(Decimal.parse('1e400').toNumber()).toBe(Infinity);
  });

  it('changes its scale only without loss', () => {
    expect(Decimal.parse('1.5').setScale(3).toString()).toBe('1.500');
    expect(Decimal.parse('1.500').setScale(1).toString()).toBe('1.5');
    expect(() => Decimal.parse('1.55').setScale(1)).toThrow(DataError);
  });

  it('compares by value, but equals with the scale', () => {
    expect(Decimal.parse('1.50').compareTo(Decimal.parse('1.5'))).toBe(0);
    expect(Decimal.parse('1.50').equals(Decimal.parse('1.5'))).toBe(false);
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer({ min: 0, max: 9 }), (a, b, scale) => {
        const order = new Decimal(BigInt(a), 3).compareTo(new Decimal(BigInt(b) * 10n ** BigInt(scale), 3 + scale));
        return Math.sign(order) === Math.sign(a - b);
      }),
    );
  });

  it('refuses a scale that is no 32-bit integer', () => {
    expect(() => new Decimal(1n, 1.5)).toThrow(IllegalArgumentError);
    expect(() => new Decimal(1n, 2 ** 31)).toThrow(IllegalArgumentError);
  });
});
