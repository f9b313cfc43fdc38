import { parseDate } from '../../src/data/java-date-parser';
import { compilePattern } from '../../src/data/java-date-pattern';

const CENTURY_START = Date.UTC(1946, 10, 25);

function parse(pattern: string, text: string): string | undefined {
  const ms = parseDate(text, compilePattern(pattern), CENTURY_START);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

describe('parseDate', () => {
  it.each([
    ['yyyy-MM-dd', '2020-01-02T10:00:00Z', '2020-01-02T00:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2020-01-02 10:00:00.5', '2020-01-02T10:00:00.005Z'],
    ['yyyyMMddHHmmss', '20200102030405', '2020-01-02T03:04:05.000Z'],
    ['yyyy-MM-dd', '2020-13-32', '2021-02-01T00:00:00.000Z'],
    ['yyyy-MM-dd', '2020-1-2', '2020-01-02T00:00:00.000Z'],
    ['EEE, d MMM yyyy', 'Thu, 2 january 2020', '2020-01-02T00:00:00.000Z'],
    ['hh:mm a', '12:30 PM', '1970-01-01T12:30:00.000Z'],
    ['kk:mm', '24:05', '1970-01-01T00:05:00.000Z'],
    ['yyyy-MM-dd HH:mm z', '2020-01-01 10:00 PST', '2020-01-01T18:00:00.000Z'],
    ['yyyy-MM-dd HH:mm z', '2020-01-01 10:00 GMT+02:00', '2020-01-01T08:00:00.000Z'],
    ['yyyy-MM-dd HH:mm Z', '2020-01-01 10:00 +0200', '2020-01-01T08:00:00.000Z'],
    ["yyyy-MM-dd'T'HH:mmXXX", '2020-01-01T10:00-01:30', '2020-01-01T11:30:00.000Z'],
    ["YYYY-'W'ww-u", '2020-W01-7', '2019-12-29T00:00:00.000Z'],
    ['yyyy  MM', '2020     3', '2020-03-01T00:00:00.000Z'],
  ])('reads by %s: %s', (pattern, text, expected) => {
    expect(parse(pattern, text)).toBe(expected);
  });

  it('puts two digits into the hundred years from the start of the century on', () => {
    expect(parse('dd/MM/yy', '01/02/45')).toContain('2045-02-01');
    expect(parse('dd/MM/yy', '01/02/47')).toContain('1947-02-01');
    expect(parse('dd/MM/yy', '01/02/46')).toContain('2046-02-01');
    expect(parse('dd/MM/yy', '01/12/46')).toContain('1946-12-01');
    expect(parse('dd/MM/yy', '01/02/5')).toContain('0005');
  });

  it.each([
    ['yyyy-MM-dd', '2020/01/02'],
    ['yyyy-MM-dd', ''],
    ['yyyy-MM-dd', '2020-01-'],
    ['MMM', 'Foo'],
    ['z', 'Nowhere'],
    ['X', '02'],
    ['XXX', '+0200'],
    ['yyyyMMdd', '202'],
  ])('has no answer by %s for "%s"', (pattern, text) => {
    expect(parse(pattern, text)).toBeUndefined();
  });
});
