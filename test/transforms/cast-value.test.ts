import { INT64_SCHEMA } from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { DATE_SCHEMA, decimalSchema, TIME_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';
import { type CastType, castValue } from '../../src/transforms/cast-value';

const FLOAT64 = SchemaBuilder.float64().build();
const FLOAT32 = SchemaBuilder.float32().build();

describe('castValue', () => {
  it.each<[ConnectValue, Schema | null, CastType, ConnectValue]>([
    [300, null, 'INT8', 44],
    [70000.5, null, 'INT16', 4464],
    [1e20, null, 'INT32', 2147483647],
    [3e9, null, 'INT32', -1294967296],
    [3e9, FLOAT64, 'INT32', 2147483647],
    [Number.NaN, FLOAT64, 'INT64', 0n],
    [-1.9, FLOAT64, 'INT64', -1n],
    [1e30, FLOAT64, 'INT64', 2n ** 63n - 1n],
    [2n ** 62n, INT64_SCHEMA, 'INT32', 0],
    [5, null, 'INT64', 5],
    [2n ** 60n, null, 'INT64', 2n ** 60n],
    ['+12', null, 'INT8', 12],
    [true, null, 'INT64', 1],
    [true, null, 'FLOAT64', 1],
    [' 1.5 ', null, 'FLOAT64', 1.5],
    ['1.5f', null, 'FLOAT64', 1.5],
    ['Infinity', null, 'FLOAT64', Infinity],
    ['0.1', null, 'FLOAT32', Math.fround(0.1)],
    [9007199254740993n, INT64_SCHEMA, 'FLOAT64', 9007199254740992],
    [0.5, null, 'BOOLEAN', false],
    [-1, null, 'BOOLEAN', true],
    [Number.NaN, null, 'BOOLEAN', false],
    ['TRUE', null, 'BOOLEAN', true],
    ['yes', null, 'BOOLEAN', false],
    [1e10, FLOAT64, 'STRING', '1.0E10'],
    [100, FLOAT32, 'STRING', '100.0'],
    [100, null, 'STRING', '100'],
    [true, null, 'STRING', 'true'],
    [Buffer.from('hi'), null, 'STRING', 'aGk='],
    [new Date(0), TIMESTAMP_SCHEMA, 'STRING', '00:00:00.000Z'],
    [new Date(86_400_000), DATE_SCHEMA, 'STRING', '1970-01-02'],
    [new Date(86_400_001), TIMESTAMP_SCHEMA, 'STRING', '1970-01-02T00:00:00.001Z'],
    [new Date(86_400_000), DATE_SCHEMA, 'INT32', 1],
    [new Date(5), TIME_SCHEMA, 'INT32', 5],
    [new Date(5), TIMESTAMP_SCHEMA, 'INT64', 5n],
    [new Decimal(156n, 2), decimalSchema(2), 'STRING', '1.56'],
    [new Decimal(156n, 2), decimalSchema(2), 'INT32', 1],
    [new Decimal(50n, 2), decimalSchema(2), 'BOOLEAN', false],
    [new Decimal(156n, 2), decimalSchema(2), 'FLOAT64', 1.56],
    [null, null, 'STRING', null],
  ])('%p (%p) as %s is %p', (...[value, schema, target, expected]) => {
    expect(castValue(schema, value, target)).toEqual(expected);
  });

  it.each<[string, ConnectValue, CastType, string]>([
    ['out of range', '300', 'INT8', 'Value (300) was out of range'],
    ['blank', ' 1', 'INT32', 'was out of range'],
    ['no number', 'x', 'FLOAT64', 'was out of range'],
    ['bytes', Buffer.from('1'), 'INT8', 'Unexpected type in Cast transformation: class [B'],
    ['a date', new Date(0), 'INT8', 'class java.util.Date which is not supported'],
    ['a decimal', new Decimal(1n, 0), 'STRING', 'class java.math.BigDecimal which is not supported'],
    ['a huge integer', 2n ** 70n, 'INT64', 'class java.math.BigInteger which is not supported'],
    ['a list', [1], 'STRING', 'casting from ARRAY'],
    ['a map', { a: 1 }, 'STRING', 'casting from MAP'],
    ['a struct', new Struct(SchemaBuilder.struct().build()), 'STRING', 'casting from STRUCT'],
  ])('refuses %s', (...[, value, target, message]) => {
    expect(() => castValue(null, value, target)).toThrow(DataError);
    expect(() => castValue(null, value, target)).toThrow(message);
  });
});
