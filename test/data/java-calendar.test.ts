import * as fc from 'fast-check';
import { calendarDateOf, CalendarFields, type CalendarField } from '../../src/data/java-calendar';

function instantOf(...fields: readonly (readonly [CalendarField, number])[]): string {
  const calendar = new CalendarFields();
  for (const [field, value] of fields) calendar.set(field, value);
  return new Date(calendar.toInstant()).toISOString();
}

describe('calendarDateOf', () => {
  it('names all fields of an instant', () => {
    expect(calendarDateOf(Date.UTC(2017, 0, 3, 6, 30, 1, 864))).toEqual({
      era: 1,
      year: 2017,
      month: 0,
      dayOfMonth: 3,
      weekYear: 2017,
      weekOfYear: 1,
      weekOfMonth: 1,
      dayOfYear: 3,
      dayOfWeek: 3,
      dayOfWeekInMonth: 1,
      hourOfDay: 6,
      hour: 6,
      amPm: 0,
      minute: 30,
      second: 1,
      millisecond: 864,
    });
  });

  it('counts by the Julian calendar before 15 October 1582', () => {
    expect(calendarDateOf(-12_219_292_800_000)).toMatchObject({ year: 1582, month: 9, dayOfMonth: 15 });
    expect(calendarDateOf(-12_219_292_800_001)).toMatchObject({ year: 1582, month: 9, dayOfMonth: 4 });
  });

  it('puts the last days of December into the first week of the next year', () => {
    expect(calendarDateOf(Date.UTC(2018, 11, 30))).toMatchObject({ weekYear: 2019, weekOfYear: 1 });
  });

  it('is undone by year, month, day and time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }), (ms) => {
        const date = calendarDateOf(ms);
        const calendar = new CalendarFields();
        const names = ['era', 'year', 'month', 'dayOfMonth', 'hourOfDay', 'minute', 'second', 'millisecond'] as const;
        for (const field of names) calendar.set(field, date[field]);
        expect(calendar.toInstant()).toBe(ms);
      }),
    );
  });
});

describe('CalendarFields', () => {
  it('carries values out of range over', () => {
    expect(instantOf(['year', 2020], ['month', 13], ['dayOfMonth', 32])).toBe('2021-03-04T00:00:00.000Z');
    expect(instantOf(['year', 2020], ['hourOfDay', -1])).toBe('2019-12-31T23:00:00.000Z');
  });

  it('believes what was set last', () => {
    expect(instantOf(['year', 2020], ['month', 5], ['dayOfMonth', 1], ['dayOfYear', 2])).toContain('2020-01-02');
    expect(instantOf(['dayOfYear', 2], ['year', 2020], ['month', 5], ['dayOfMonth', 1])).toContain('2020-06-01');
  });

  it('finds days by weeks', () => {
    expect(instantOf(['year', 2020], ['weekOfYear', 2], ['dayOfWeek', 2])).toContain('2020-01-06');
    expect(instantOf(['year', 2020], ['month', 1], ['weekOfMonth', 2], ['dayOfWeek', 1])).toContain('2020-02-02');
    expect(instantOf(['year', 2020], ['month', 1], ['dayOfWeekInMonth', -1], ['dayOfWeek', 7])).toContain('2020-02-29');
    expect(instantOf(['weekYear', 2019], ['weekOfYear', 1], ['dayOfWeek', 1])).toContain('2018-12-30');
  });

  it('takes hours with a half of the day, and a zone', () => {
    expect(instantOf(['hour', 3], ['amPm', 1], ['zoneOffset', 3_600_000])).toBe('1970-01-01T14:00:00.000Z');
  });

  it('moves years that were set', () => {
    const calendar = new CalendarFields();
    calendar.set('year', 1950);
    expect(new Date(calendar.addYears(100).toInstant()).getUTCFullYear()).toBe(2050);
  });
});
