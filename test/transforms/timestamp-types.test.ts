import { INT32_SCHEMA, INT64_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { JavaDateFormat } from '../../src/data/java-date-format';
import { DATE_SCHEMA, OPTIONAL_TIME_SCHEMA, TIME_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import { ConnectError, DataError } from '../../src/errors';
import {
  dateOf,
  formOfSchema,
  formOfValue,
  schemaOfForm,
  type UnixPrecision,
  valueOfDate,
} from '../../src/transforms/timestamp-types';

const settings = (precision: UnixPrecision = 'milliseconds') => ({
  format: new JavaDateFormat('yyyy-MM-dd'),
  precision,
});

describe('forms of timestamps', () => {
  it('are known by their schemas', () => {
    expect([STRING_SCHEMA, INT64_SCHEMA, DATE_SCHEMA, TIME_SCHEMA, TIMESTAMP_SCHEMA].map(formOfSchema)).toEqual([
      'string',
      'unix',
      'Date',
      'Time',
      'Timestamp',
    ]);
    expect(() => formOfSchema(INT32_SCHEMA)).toThrow(ConnectError);
    expect(schemaOfForm('Time', true)).toBe(OPTIONAL_TIME_SCHEMA);
    expect(schemaOfForm('string', false)).toBe(STRING_SCHEMA);
  });

  it('are known by their values', () => {
    expect([new Date(0), 5, 5n, 'x'].map(formOfValue)).toEqual(['Timestamp', 'unix', 'unix', 'string']);
    expect(() => formOfValue(1.5)).toThrow(DataError);
    expect(() => formOfValue(true)).toThrow('does not support class java.lang.Boolean objects');
  });

  it.each<[UnixPrecision, bigint, number]>([
    ['seconds', -1n, -1000],
    ['milliseconds', 5n, 5],
    ['microseconds', -1500n, -1],
    ['nanoseconds', 1_999_999n, 1],
  ])('are read as Unix time in %s', (precision, value, ms) => {
    expect(dateOf(value, 'unix', settings(precision)).getTime()).toBe(ms);
  });

  it.each<[UnixPrecision, number, bigint]>([
    ['seconds', -1500, -1n],
    ['microseconds', 5, 5000n],
    ['nanoseconds', 8_000_000_000_000_000, 2n ** 63n - 1n],
  ])('are written as Unix time in %s', (precision, ms, value) => {
    expect(valueOfDate(new Date(ms), 'unix', settings(precision))).toBe(value);
  });

  it('are cut down to days and times of day', () => {
    expect(valueOfDate(new Date(-1), 'Date', settings())).toEqual(new Date(-86_400_000));
    expect(valueOfDate(new Date(-1), 'Time', settings())).toEqual(new Date(86_399_999));
    expect(valueOfDate(new Date(86_400_001), 'string', settings())).toBe('1970-01-02');
  });

  it.each<[string, ConnectValue, 'string' | 'unix' | 'Date', string]>([
    ['text that does not fit', 'x', 'string', 'does not match pattern (yyyy-MM-dd)'],
    ['a number for text', 5, 'string', 'Expected string timestamp'],
    ['text for a number', '5', 'unix', 'Expected Unix timestamp'],
    ['text for a date', '5', 'Date', 'Expected Date'],
    ['an instant beyond all calendars', 2n ** 62n, 'unix', 'out of range'],
  ])('refuse %s', (...[, value, form, message]) => {
    expect(() => dateOf(value, form, settings())).toThrow(DataError);
    expect(() => dateOf(value, form, settings())).toThrow(message);
  });

  it('need a format for text', () => {
    expect(() => dateOf('2020', 'string', { format: undefined, precision: 'seconds' })).toThrow('format');
  });
});
