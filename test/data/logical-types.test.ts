import { Decimal } from '../../src/data/decimal';
import * as logical from '../../src/data/logical-types';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { DataError } from '../../src/errors';

const DAY = logical.MS_PER_DAY;

describe('logical schemas', () => {
  it('are known by name and have version 1', () => {
    expect(logical.decimalSchema(2)).toMatchObject({ type: 'BYTES', name: logical.DECIMAL_NAME, version: 1 });
    expect(logical.decimalSchema(2).parameters).toEqual(new Map([['scale', '2']]));
    expect(logical.DATE_SCHEMA).toMatchObject({
      type: 'INT32',
      name: logical.DATE_NAME,
      version: 1,
      isOptional: false,
    });
    expect(logical.TIME_SCHEMA).toMatchObject({ type: 'INT32', name: logical.TIME_NAME, version: 1 });
    expect(logical.TIMESTAMP_SCHEMA).toMatchObject({ type: 'INT64', name: logical.TIMESTAMP_NAME, version: 1 });
    expect(logical.OPTIONAL_DATE_SCHEMA.isOptional).toBe(true);
    expect(logical.OPTIONAL_TIME_SCHEMA.isOptional).toBe(true);
    expect(logical.OPTIONAL_TIMESTAMP_SCHEMA.isOptional).toBe(true);
  });

  it('may have defaults of their own class', () => {
    expect(logical.timestampBuilder().defaultValue(new Date(5)).build().defaultValue).toEqual(new Date(5));
    expect(() => logical.timestampBuilder().defaultValue(5)).toThrow(DataError);
  });
});

describe('Decimal', () => {
  it('is encoded as two’s complement at the scale of its schema', () => {
    expect(logical.decimalFromLogical(logical.decimalSchema(2), Decimal.parse('1.56')).toString('hex')).toBe('009c');
    expect(logical.decimalToLogical(logical.decimalSchema(2), Buffer.from('ff64', 'hex')).toString()).toBe('-1.56');
    expect(logical.decimalToLogical(logical.decimalSchema(-3), Buffer.from([1])).toString()).toBe('1E+3');
  });

  it('must have the scale of its schema', () => {
    expect(() => logical.decimalFromLogical(logical.decimalSchema(2), Decimal.parse('1.5'))).toThrow(
      'Decimal value has mismatching scale for given Decimal schema. Schema has scale 2, value has scale 1.',
    );
  });

  it.each(['x', '', '1.5', '99999999999', ' 1'])('refuses a schema with the scale "%s"', (scale) => {
    const schema = SchemaBuilder.bytes().name(logical.DECIMAL_NAME).parameter('scale', scale).build();
    expect(() => logical.decimalToLogical(schema, Buffer.from([1]))).toThrow('Invalid scale parameter');
  });

  it('refuses a schema without scale', () => {
    const schema = SchemaBuilder.bytes().name(logical.DECIMAL_NAME).build();
    expect(() => logical.decimalScale(schema)).toThrow('scale parameter not found');
  });
});

describe('Date', () => {
  it('counts days from the epoch, before it too', () => {
    expect(logical.dateFromLogical(logical.DATE_SCHEMA, new Date(10000 * DAY))).toBe(10000);
    expect(logical.dateFromLogical(logical.DATE_SCHEMA, new Date(-DAY))).toBe(-1);
    expect(logical.dateToLogical(logical.DATE_SCHEMA, -1)).toEqual(new Date(-DAY));
  });

  it('must be midnight UTC', () => {
    expect(() => logical.dateFromLogical(logical.DATE_SCHEMA, new Date(1))).toThrow('should not have any time fields');
  });

  it('reports days beyond what a Date holds', () => {
    expect(() => logical.dateToLogical(logical.DATE_SCHEMA, 2 ** 31 - 1)).toThrow(DataError);
  });
});

describe('Time', () => {
  it.each([0, 1, DAY])('is %d milliseconds of a day', (ms) => {
    expect(logical.timeFromLogical(logical.TIME_SCHEMA, new Date(ms))).toBe(ms);
    expect(logical.timeToLogical(logical.TIME_SCHEMA, ms)).toEqual(new Date(ms));
  });

  it.each([-1, DAY + 1])('refuses %d', (ms) => {
    expect(() => logical.timeFromLogical(logical.TIME_SCHEMA, new Date(ms))).toThrow(DataError);
    expect(() => logical.timeToLogical(logical.TIME_SCHEMA, ms)).toThrow(DataError);
  });
});

describe('Timestamp', () => {
  it('is an INT64 of milliseconds', () => {
    expect(logical.timestampFromLogical(logical.TIMESTAMP_SCHEMA, new Date(-5))).toBe(-5n);
    expect(logical.timestampToLogical(logical.TIMESTAMP_SCHEMA, 5n)).toEqual(new Date(5));
    expect(logical.timestampToLogical(logical.TIMESTAMP_SCHEMA, 5)).toEqual(new Date(5));
  });

  it('reports what a Date cannot hold, and an invalid Date', () => {
    expect(() => logical.timestampToLogical(logical.TIMESTAMP_SCHEMA, 2n ** 62n)).toThrow(DataError);
    expect(() => logical.timestampFromLogical(logical.TIMESTAMP_SCHEMA, new Date(NaN))).toThrow(DataError);
  });
});

it.each<[string, () => unknown]>([
  ['Decimal', () => logical.decimalFromLogical(logical.DATE_SCHEMA, new Decimal(1n, 0))],
  ['Decimal', () => logical.decimalToLogical(logical.DATE_SCHEMA, Buffer.from([1]))],
  ['Date', () => logical.dateFromLogical(logical.TIME_SCHEMA, new Date(0))],
  ['Date', () => logical.dateToLogical(logical.TIME_SCHEMA, 0)],
  ['Time', () => logical.timeFromLogical(logical.DATE_SCHEMA, new Date(0))],
  ['Time', () => logical.timeToLogical(logical.DATE_SCHEMA, 0)],
  ['Timestamp', () => logical.timestampFromLogical(logical.DATE_SCHEMA, new Date(0))],
  ['Timestamp', () => logical.timestampToLogical(logical.DATE_SCHEMA, 0n)],
])('%s refuses the schema of another type', (name, call) => {
  expect(call).toThrow(`Requested conversion of ${name} object but the schema does not match.`);
});
