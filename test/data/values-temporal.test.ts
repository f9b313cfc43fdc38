import { DATE_SCHEMA, TIME_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import { parseTemporal, temporalText } from '../../src/data/values-temporal';

describe('parseTemporal', () => {
  it.each([
    ['2019-08-23', DATE_SCHEMA, 1566518400000],
    ['14:34:54.346Z', TIME_SCHEMA, 52494346],
    ['14\\:34\\:54.346Z', TIME_SCHEMA, 52494346],
    ['2019-08-23T14:34:54.346Z', TIMESTAMP_SCHEMA, 1566570894346],
    ['1583-01-01', DATE_SCHEMA, Date.UTC(1583, 0, 1)],
    ['1969-12-31', DATE_SCHEMA, -86400000],
  ])('reads %s', (text, schema, ms) => {
    expect(parseTemporal(text)).toEqual({ schema, value: new Date(ms) });
  });

  it.each([
    ['2019-13-45', Date.UTC(2020, 1, 14)],
    ['2019-00-00', Date.UTC(2018, 10, 30)],
    ['99:99:99.999Z', ((99 * 60 + 99) * 60 + 99) * 1000 + 999],
    ['1582-10-15', Date.UTC(1582, 9, 15)],
    // Before the calendar was changed Java counts by the Julian one: ten days later in ours.
    ['1582-10-04', Date.UTC(1582, 9, 14)],
    ['1-800-1234', -59928163200000],
  ])('is as lenient as Java about %s', (text, ms) => {
    expect(parseTemporal(text)?.value.getTime()).toBe(ms);
  });

  it.each(['2019-08-2', '2019/08/23', '2019-08-23 10:00', '14:34:54,346Z', '14:34:54.346X', '', 'abcdefghij'])(
    'finds nothing in %j',
    (text) => {
      expect(parseTemporal(text)).toBeUndefined();
    },
  );
});

describe('temporalText', () => {
  it.each([
    [0, '00:00:00.000Z'],
    [86399999, '23:59:59.999Z'],
    [-1, '23:59:59.999Z'],
    [86400000, '1970-01-02'],
    [86400001, '1970-01-02T00:00:00.001Z'],
    [Date.UTC(12345, 0, 1), '12345-01-01'],
  ])('writes %d by its value', (ms, text) => {
    expect(temporalText(new Date(ms))).toBe(text);
  });
});
