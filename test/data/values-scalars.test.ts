import * as S from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { DATE_SCHEMA, TIME_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import { notConvertible, toDecimal, toFloat64, toInt32, toInt64, toSchemaType } from '../../src/data/values-scalars';

describe('toInt64', () => {
  it.each([
    [1.9, 1n],
    [1e300, 2n ** 63n - 1n],
    [NaN, 0n],
    [2n ** 63n, -(2n ** 63n)],
    ['1e2', 100n],
    [new Decimal(129n, 1), 12n],
  ])('makes of %p %p', (value, expected) => {
    expect(toInt64(value, null)).toBe(expected);
  });

  it('counts what a Date counts by its schema', () => {
    expect(toInt64(new Date(86400000), DATE_SCHEMA)).toBe(1n);
    expect(toInt64(new Date(5), TIME_SCHEMA)).toBe(5n);
    expect(toInt64(new Date(-5), TIMESTAMP_SCHEMA)).toBe(-5n);
    expect(() => toInt64(new Date(5), S.STRING_SCHEMA)).toThrow('to Schema{STRING}');
  });
});

describe('toInt32 and toFloat64', () => {
  it('keep the low bits, and the nearest double', () => {
    expect(toInt32('3000000000', null)).toBe(-1294967296);
    expect(toFloat64('-0.0', null)).toBe(0);
    expect(toFloat64(2n ** 60n, null)).toBe(2 ** 60);
  });
});

describe('toSchemaType', () => {
  it('makes a number one of another type', () => {
    expect(toSchemaType(S.INT8_SCHEMA, 300)).toBe(44);
    expect(toSchemaType(S.INT64_SCHEMA, 5)).toBe(5n);
    expect(toSchemaType(S.FLOAT32_SCHEMA, 5n)).toBe(5);
    expect(toSchemaType(DATE_SCHEMA, 1)).toEqual(new Date(86400000));
    expect(toSchemaType(TIME_SCHEMA, 1)).toEqual(new Date(1));
    expect(toSchemaType(TIMESTAMP_SCHEMA, 1n)).toEqual(new Date(1));
    expect(toSchemaType(S.STRING_SCHEMA, 'x')).toBe('x');
  });
});

describe('toDecimal and notConvertible', () => {
  it('say what could not be converted', () => {
    expect(() => toDecimal(true, 2)).toThrow('Unable to convert true (class java.lang.Boolean)');
    expect(notConvertible([1], 'a number').message).toBe(
      'Unable to convert [1] (class java.util.ArrayList) to a number',
    );
  });
});
