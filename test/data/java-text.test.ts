import fc from 'fast-check';
import { FLOAT32_SCHEMA, FLOAT64_SCHEMA, INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { javaDate, javaDouble, javaFloat, javaToString } from '../../src/data/java-text';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';

describe('javaDouble', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-100, '-100.0'],
    [1.5, '1.5'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [1e-7, '1.0E-7'],
    [9999999, '9999999.0'],
    [9999999.5, '9999999.5'],
    [1e7, '1.0E7'],
    [12345678.9, '1.23456789E7'],
    [1e10, '1.0E10'],
    [1e23, '1.0E23'],
    [1.7976931348623157e308, '1.7976931348623157E308'],
    [5e-324, '4.9E-324'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it('writes a text that is read back as the same number', () => {
    fc.assert(fc.property(fc.double(), (value) => Object.is(Number(javaDouble(value)), value)));
  });
});

describe('javaFloat', () => {
  it.each([
    [0.1, '0.1'],
    [100, '100.0'],
    [16777216, '1.6777216E7'],
    [3.4028234663852886e38, '3.4028235E38'],
    [1.401298464324817e-45, '1.4E-45'],
    [1.1754943508222875e-38, '1.1754944E-38'],
    [123456.789, '123456.79'],
    [-1e10, '-1.0E10'],
  ])('writes %d as %s', (value, text) => {
    expect(javaFloat(value)).toBe(text);
  });

  it('writes a text that is read back as the same float', () => {
    fc.assert(fc.property(fc.float(), (value) => Object.is(Math.fround(Number(javaFloat(value))), value)));
  });
});

describe('javaDate', () => {
  it.each([
    [0, 'Thu Jan 01 00:00:00 UTC 1970'],
    [1_700_000_000_123, 'Tue Nov 14 22:13:20 UTC 2023'],
    [-12_219_292_800_000, 'Fri Oct 15 00:00:00 UTC 1582'],
    [-12_219_292_800_001, 'Thu Oct 04 23:59:59 UTC 1582'],
    [-62_135_769_600_000, 'Sat Jan 01 00:00:00 UTC 1'],
  ])('writes %d in the calendar of its time', (ms, text) => {
    expect(javaDate(new Date(ms))).toBe(text);
  });
});

describe('javaToString', () => {
  it.each<[string, ConnectValue, string]>([
    ['null', null, 'null'],
    ['a string as it is', 'a "b"', 'a "b"'],
    ['a boolean', true, 'true'],
    ['an integral number as an integer', 100, '100'],
    ['a fraction', 0.5, '0.5'],
    ['a number beyond the safe integers as a double', 1e21, '1.0E21'],
    ['a bigint', 2n ** 63n, '9223372036854775808'],
    ['a Decimal', Decimal.parse('1.50'), '1.50'],
    ['a Date', new Date(0), 'Thu Jan 01 00:00:00 UTC 1970'],
    ['a list', [1, 'x', null], '[1, x, null]'],
    [
      'a map',
      new Map<ConnectValue, ConnectValue>([
        [1, 'a'],
        [null, [true]],
      ]),
      '{1=a, null=[true]}',
    ],
    ['an object', { a: 1, b: { c: 'x' } }, '{a=1, b={c=x}}'],
    ['bytes by a hash of their content', Buffer.from([1, 2]), '[B@3e2'],
  ])('writes %s', (_, value, text) => {
    expect(javaToString(value)).toBe(text);
  });

  it('writes floats as floats when the schema says so, inside containers too', () => {
    expect(javaToString(100, FLOAT64_SCHEMA)).toBe('100.0');
    expect(javaToString(Math.fround(0.1), FLOAT32_SCHEMA)).toBe('0.1');
    expect(javaToString(-0, INT32_SCHEMA)).toBe('0');
    expect(javaToString([1, 2], SchemaBuilder.array(FLOAT32_SCHEMA).build())).toBe('[1.0, 2.0]');
    const map = SchemaBuilder.map(STRING_SCHEMA, FLOAT64_SCHEMA).build();
    expect(javaToString(new Map([['a', 1]]), map)).toBe('{a=1.0}');
  });

  it('writes structs with the fields that are set', () => {
    const schema = SchemaBuilder.struct()
      .field('a', FLOAT64_SCHEMA)
      .field('b', SchemaBuilder.string().optional())
      .field('c', STRING_SCHEMA)
      .build();
    expect(javaToString(new Struct(schema).put('a', 1).put('c', 'x'))).toBe('Struct{a=1.0,c=x}');
  });
});
