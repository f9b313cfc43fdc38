import * as S from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { DATE_SCHEMA, TIME_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import * as values from '../../src/data/values';
import { DataError } from '../../src/errors';

describe('the conversions of single values', () => {
  it.each([
    values.convertToBoolean,
    values.convertToInt8,
    values.convertToInt16,
    values.convertToInt32,
    values.convertToInt64,
    values.convertToFloat32,
    values.convertToFloat64,
    values.convertToString,
  ])('pass null on (%p)', (convert) => {
    expect(convert(null, null)).toBeNull();
    expect(convert(null, undefined)).toBeNull();
  });

  it('read text as numbers, cut them and keep their low bits', () => {
    expect(values.convertToInt8(null, 300)).toBe(44);
    expect(values.convertToInt16(null, '70000')).toBe(4464);
    expect(values.convertToInt32(null, '12.9')).toBe(12);
    expect(values.convertToInt64(null, '9223372036854775807')).toBe(9223372036854775807n);
    expect(values.convertToFloat32(null, '0.1')).toBe(Math.fround(0.1));
    expect(values.convertToFloat64(null, 7n)).toBe(7);
    expect(() => values.convertToInt32(S.STRING_SCHEMA, 'abc')).toThrow(
      'Unable to convert abc (class java.lang.String) to Schema{STRING}',
    );
    expect(() => values.convertToInt32(null, 'abc')).toThrow('to a number');
  });

  it.each<[ConnectValue, boolean]>([
    [true, true],
    ['false', false],
    [' true ', true],
    ['0', false],
    [2, true],
  ])('make of %p the boolean %p', (value, expected) => {
    expect(values.convertToBoolean(null, value)).toBe(expected);
  });

  it('count a Date by its schema, and not at all without one', () => {
    expect(values.convertToInt32(DATE_SCHEMA, new Date(864000000000))).toBe(10000);
    expect(values.convertToInt64(TIMESTAMP_SCHEMA, new Date(86400001))).toBe(86400001n);
    expect(() => values.convertToInt64(null, new Date(0))).toThrow(DataError);
  });
});

describe('the conversions to containers', () => {
  it('give lists and maps as they are, or the ones that text holds', () => {
    const list = [1];
    expect(values.convertToList(null, list)).toBe(list);
    expect(values.convertToList(null, '[1, "a"]')).toEqual([1, 'a']);
    expect(values.convertToMap(null, '{"a":1}')).toEqual(new Map([['a', 1]]));
    expect(values.convertToMap(null, { a: 1 })).toEqual({ a: 1 });
    const struct = new Struct(SchemaBuilder.struct().build());
    expect(values.convertToStruct(null, struct)).toBe(struct);
  });

  it('refuse everything else, null included', () => {
    expect(() => values.convertToList(null, '{"a":1}')).toThrow(DataError);
    expect(() => values.convertToMap(null, '[1]')).toThrow(DataError);
    expect(() => values.convertToStruct(null, '{}')).toThrow(DataError);
    expect(() => values.convertToStruct(null, null)).toThrow('Unable to convert a null value');
    expect(() => values.convertToList(null, null)).toThrow(DataError);
  });
});

describe('the conversions to logical types', () => {
  const instant = new Date(1566570894346);

  it('cut an instant to its day or to its time of day', () => {
    expect(values.convertToDate(TIMESTAMP_SCHEMA, instant)).toEqual(new Date('2019-08-23'));
    expect(values.convertToTime(TIMESTAMP_SCHEMA, instant)).toEqual(new Date(52494346));
    expect(values.convertToTime(TIMESTAMP_SCHEMA, new Date(-1))).toEqual(new Date(86399999));
    expect(values.convertToTimestamp(DATE_SCHEMA, new Date('2019-08-23'))).toEqual(new Date('2019-08-23'));
    expect(values.convertToTimestamp(TIME_SCHEMA, new Date(5))).toEqual(new Date(5));
  });

  it('keep a Date whose kind is not known', () => {
    for (const convert of [values.convertToDate, values.convertToTime, values.convertToTimestamp]) {
      expect(convert(null, instant)).toBe(instant);
    }
  });

  it('read numbers and text', () => {
    expect(values.convertToDate(null, 18131)).toEqual(new Date('2019-08-23'));
    expect(values.convertToDate(null, '2019-08-23')).toEqual(new Date('2019-08-23'));
    expect(values.convertToTime(null, '52494346')).toEqual(new Date(52494346));
    expect(values.convertToTimestamp(null, 1566570894346n)).toEqual(instant);
    expect(() => values.convertToDate(null, 'tomorrow')).toThrow(DataError);
    expect(() => values.convertToTime(null, null)).toThrow(DataError);
  });

  it('make Decimals of doubles, text and bytes', () => {
    expect(values.convertToDecimal(null, 1, 5)).toEqual(new Decimal(10n, 1));
    expect(values.convertToDecimal(null, '1.50', 5)).toEqual(new Decimal(150n, 2));
    expect(values.convertToDecimal(null, Buffer.from([0, 0x9c]), 2)).toEqual(new Decimal(156n, 2));
    expect(() => values.convertToDecimal(null, 'abc', 2)).toThrow(DataError);
    expect(() => values.convertToDecimal(null, NaN, 2)).toThrow(DataError);
  });
});
