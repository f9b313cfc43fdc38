import * as fc from 'fast-check';
import { JavaDateFormat } from '../../src/data/java-date-format';
import { IllegalArgumentError } from '../../src/errors';

const DATE = new Date(1_483_425_001_864);
const LONG_AGO = new Date(-62_200_000_000_000);

describe('JavaDateFormat', () => {
  // What Java 17 writes.
  it.each([
    ['yyyyy y yyy yy', '02017 2017 2017 17', '00003 3 003 03'],
    ['MMMMM LLL M', 'January Jan 1', 'December Dec 12'],
    ['EEEEE E u', 'Tuesday Tue 2', 'Thursday Thu 4'],
    ['G a', 'AD AM', 'BC PM'],
    ['zzzz z Z XXX', 'Coordinated Universal Time UTC +0000 Z', 'Coordinated Universal Time UTC +0000 Z'],
    ['k K h H', '6 6 6 6', '14 2 2 14'],
    ['W F D w', '1 1 3 1', '3 3 353 51'],
    ["''", "'", "'"],
    ["'a''b'", "a'b", "a'b"],
  ])('writes %s', (pattern, recent, old) => {
    expect(new JavaDateFormat(pattern).format(DATE)).toBe(recent);
    expect(new JavaDateFormat(pattern).format(LONG_AGO)).toBe(old);
  });

  it('writes every instant anew where the pattern tells them apart', () => {
    const day = new JavaDateFormat('yyyyMMdd');
    const minute = new JavaDateFormat('HH:mm');
    expect([0, 86_399_999, 86_400_000].map((ms) => day.format(new Date(ms)))).toEqual([
      '19700101',
      '19700101',
      '19700102',
    ]);
    expect([59_999, 60_000].map((ms) => minute.format(new Date(ms)))).toEqual(['00:00', '00:01']);
  });

  it('reads what it wrote', () => {
    const format = new JavaDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSX");
    fc.assert(
      fc.property(fc.integer({ min: -62_000_000_000_000, max: 250_000_000_000_000 }), (ms) => {
        expect(format.parse(format.format(new Date(ms)))?.getTime()).toBe(ms);
      }),
    );
  });

  it.each(['b', 'yyyy-QQ', 'XXXX', "'open"])('refuses the pattern %s', (pattern) => {
    expect(() => new JavaDateFormat(pattern)).toThrow(IllegalArgumentError);
  });
});
