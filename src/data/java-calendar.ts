/** Owns Java's GregorianCalendar in UTC: instants to fields, and any mix of fields, in range or not, to an instant. */

const MS_PER_DAY = 86_400_000;
/** 1582-10-15, in days since 1970-01-01: Java counts by the Julian calendar before. */
const CUTOVER_DAY = -141_427;
const CUTOVER_YEAR = 1582;

/** Months count from 0, days of the week from 1 (Sunday), amPm is 0 or 1, era 0 (BC) or 1. */
export type CalendarField =
  | 'era'
  | 'year'
  | 'weekYear'
  | 'month'
  | 'weekOfMonth'
  | 'weekOfYear'
  | 'dayOfMonth'
  | 'dayOfYear'
  | 'dayOfWeek'
  | 'dayOfWeekInMonth'
  | 'hourOfDay'
  | 'hour'
  | 'amPm'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'zoneOffset';

/** The fields of an instant. `year` is the year of its era, `weekYear` may be negative. */
export type CalendarDate = Readonly<Record<Exclude<CalendarField, 'zoneOffset'>, number>>;

/** The fields of an instant in milliseconds since the epoch. Weeks begin on Sunday, the first one holds 1 January. */
export function calendarDateOf(ms: number): CalendarDate {
  const day = Math.floor(ms / MS_PER_DAY);
  const time = ms - day * MS_PER_DAY;
  const { year, month, dayOfMonth } = day >= CUTOVER_DAY ? gregorianDate(day) : julianDate(day);
  const firstOfYear = firstDayOfYear(year);
  const hourOfDay = Math.floor(time / 3_600_000);
  return {
    era: year > 0 ? 1 : 0,
    year: year > 0 ? year : 1 - year,
    month,
    dayOfMonth,
    ...weeksOf(day, year),
    weekOfMonth: Math.floor((dayOfMonth - 1 + weekday(day - dayOfMonth + 1)) / 7) + 1,
    dayOfYear: day - firstOfYear + 1,
    dayOfWeek: weekday(day) + 1,
    dayOfWeekInMonth: Math.floor((dayOfMonth - 1) / 7) + 1,
    hourOfDay,
    hour: hourOfDay % 12,
    amPm: hourOfDay < 12 ? 0 : 1,
    minute: Math.floor(time / 60_000) % 60,
    second: Math.floor(time / 1000) % 60,
    millisecond: time % 1000,
  };
}

function weeksOf(day: number, year: number): { weekYear: number; weekOfYear: number } {
  const isNextYears = day >= sundayOnOrBefore(firstDayOfYear(year + 1));
  const weekYear = isNextYears ? year + 1 : year;
  return { weekYear, weekOfYear: Math.floor((day - sundayOnOrBefore(firstDayOfYear(weekYear))) / 7) + 1 };
}

function firstDayOfYear(year: number): number {
  return year > CUTOVER_YEAR ? gregorianDay(year, 0, 1) : julianDay(year, 0, 1);
}

/** 0 is Sunday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function sundayOnOrBefore(day: number): number {
  return day - weekday(day);
}

/** Days since the epoch of any month and day, in range or not. */
function gregorianDay(year: number, month: number, dayOfMonth: number): number {
  const years = month < 2 ? year - 1 : year;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return marchBasedDay(years, month, dayOfMonth) + leapDays - 719_469;
}

function julianDay(year: number, month: number, dayOfMonth: number): number {
  const years = month < 2 ? year - 1 : year;
  return marchBasedDay(years, month, dayOfMonth) + Math.floor(years / 4) - 719_471;
}

function marchBasedDay(years: number, month: number, dayOfMonth: number): number {
  return years * 365 + Math.floor((((month + 10) % 12) * 153 + 2) / 5) + dayOfMonth;
}

interface MonthDay {
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
}

function gregorianDate(day: number): MonthDay {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return marchBasedDate(yearOfEra + era * 400, ofYear);
}

function julianDate(day: number): MonthDay {
  const shifted = day + 719_470;
  const cycle = Math.floor(shifted / 1461);
  const ofCycle = shifted - cycle * 1461;
  const yearOfCycle = Math.min(3, Math.floor(ofCycle / 365));
  return marchBasedDate(cycle * 4 + yearOfCycle, ofCycle - yearOfCycle * 365);
}

function marchBasedDate(years: number, dayOfYear: number): MonthDay {
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (marchMonth + 2) % 12;
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: month < 2 ? years + 1 : years, month, dayOfMonth };
}

/** Fields as they were set, one after another: where they contradict each other, what was set last counts. */
export class CalendarFields {
  readonly #values = new Map<CalendarField, number>();

  set(field: CalendarField, value: number): void {
    this.#values.delete(field);
    this.#values.set(field, value);
  }

  get(field: CalendarField): number | undefined {
    return this.#values.get(field);
  }

  /** Moves the year, where it was set. */
  addYears(years: number): this {
    for (const field of ['year', 'weekYear'] as const) {
      const value = this.#values.get(field);
      if (value !== undefined) this.#values.set(field, value + years);
    }
    return this;
  }

  /** When the field was set, from 1; 0 if it was not. */
  stamp(field: CalendarField): number {
    return [...this.#values.keys()].indexOf(field) + 1;
  }

  /** The instant in milliseconds since the epoch. Values out of range carry over, as in Java's lenient mode. */
  toInstant(): number {
    const [daysOfTime, time] = this.#timeOfDay();
    const isWeekDate = this.stamp('weekYear') > this.stamp('year');
    const day = isWeekDate ? this.#weekDate() + daysOfTime : this.#day(daysOfTime);
    return day * MS_PER_DAY + time - (this.get('zoneOffset') ?? 0);
  }

  /** Whole days that the time of day adds up to, and the milliseconds beyond. */
  #timeOfDay(): readonly [days: number, ms: number] {
    const halfDay = this.#together('hour', 'amPm');
    const best = Math.max(halfDay, this.stamp('hourOfDay')) || Math.max(this.stamp('hour'), this.stamp('amPm'));
    const isHourOfDay = best === this.stamp('hourOfDay');
    const hours = isHourOfDay ? (this.get('hourOfDay') ?? 0) : (this.get('hour') ?? 0) + 12 * (this.get('amPm') ?? 0);
    const minutes = hours * 60 + (this.get('minute') ?? 0);
    const ms = (minutes * 60 + (this.get('second') ?? 0)) * 1000 + (this.get('millisecond') ?? 0);
    const days = Math.floor(ms / MS_PER_DAY);
    return [days, ms - days * MS_PER_DAY];
  }

  #weekDate(): number {
    let week = this.get('weekOfYear') ?? 1;
    let dayOfWeek = this.get('dayOfWeek') ?? 1;
    if (dayOfWeek >= 8) {
      // Such a day came in as 8 and more of a week that begins on Monday.
      week += Math.floor((dayOfWeek - 1) / 7);
      dayOfWeek = ((dayOfWeek - 1) % 7) + 1;
      dayOfWeek = dayOfWeek === 7 ? 1 : dayOfWeek + 1;
    } else if (dayOfWeek <= 0) {
      const weeks = Math.ceil((1 - dayOfWeek) / 7);
      week -= weeks;
      dayOfWeek += 7 * weeks;
      dayOfWeek = dayOfWeek === 7 ? 1 : dayOfWeek + 1;
    }
    const firstSunday = sundayOnOrBefore(firstDayOfYear(this.get('weekYear') ?? 1970));
    return firstSunday + (week - 1) * 7 + dayOfWeek - 1;
  }

  /** The day by the calendar that Java used then. */
  #day(extraDays: number): number {
    const yearOfEra = this.get('year') ?? 1970;
    const year = this.get('era') === 0 ? 1 - yearOfEra : yearOfEra;
    const gregorian = extraDays + this.#dayOf(year, gregorianDay);
    if (year > CUTOVER_YEAR && gregorian >= CUTOVER_DAY) return gregorian;
    const julian = extraDays + this.#dayOf(year, julianDay);
    if (year < CUTOVER_YEAR && julian < CUTOVER_DAY) return julian;
    const isByYear = this.#dayFields().isByYear;
    if (year === CUTOVER_YEAR && isByYear) return gregorian;
    if (year < CUTOVER_YEAR) return julian;
    return gregorian >= CUTOVER_DAY && julian >= CUTOVER_DAY ? gregorian : julian;
  }

  #dayOf(year: number, toDay: (year: number, month: number, dayOfMonth: number) => number): number {
    const fields = this.#dayFields();
    const month = fields.isByYear ? 0 : (this.get('month') ?? 0);
    const firstDay = toDay(year + Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
    switch (fields.by) {
      case 'dayOfMonth':
        return firstDay + (this.get('dayOfMonth') ?? 1) - 1;
      case 'dayOfYear':
        return firstDay + (this.get('dayOfYear') ?? 1) - 1;
      case 'weekOfMonth':
      case 'weekOfYear':
        return this.#dayInWeek(sundayOnOrBefore(firstDay)) + 7 * ((this.get(fields.by) ?? 1) - 1);
      case 'dayOfWeekInMonth': {
        const nextMonth = month + 1;
        const next = toDay(year + Math.floor(nextMonth / 12), ((nextMonth % 12) + 12) % 12, 1);
        return this.#dayOfWeekInMonth(firstDay, next - firstDay);
      }
    }
  }

  #dayInWeek(sunday: number): number {
    return onOrBefore(sunday + 6, this.get('dayOfWeek') ?? 1);
  }

  #dayOfWeekInMonth(firstDay: number, monthLength: number): number {
    const count = this.get('dayOfWeekInMonth') ?? 1;
    const reach = count >= 0 ? 7 * count : monthLength + 7 * (count + 1);
    return onOrBefore(firstDay + reach - 1, this.get('dayOfWeek') ?? 1);
  }

  /** Which fields say the day: those set last that are complete. */
  #dayFields(): {
    by: 'dayOfMonth' | 'dayOfYear' | 'weekOfMonth' | 'weekOfYear' | 'dayOfWeekInMonth';
    isByYear: boolean;
  } {
    const dayOfWeek = this.stamp('dayOfWeek');
    const weekOfMonth = this.stamp('weekOfMonth');
    const weekOfYear = this.stamp('weekOfYear');
    const inMonth = this.stamp('dayOfWeekInMonth');
    const combined = {
      dayOfMonth: this.stamp('dayOfMonth'),
      weekOfMonth: this.#together('weekOfMonth', 'dayOfWeek'),
      dayOfWeekInMonth: this.#together('dayOfWeekInMonth', 'dayOfWeek'),
      dayOfYear: this.stamp('dayOfYear'),
      weekOfYear: this.#together('weekOfYear', 'dayOfWeek'),
    };
    let best = Math.max(...Object.values(combined));
    if (best === 0) {
      Object.assign(combined, { weekOfMonth, weekOfYear, dayOfWeekInMonth: Math.max(inMonth, dayOfWeek) });
      best = Math.max(...Object.values(combined));
    }
    if (best === 0 || best === combined.dayOfMonth) return { by: 'dayOfMonth', isByYear: false };
    const isWeekOfMonth = best === combined.weekOfMonth && weekOfMonth >= weekOfYear;
    const isInMonth = best === combined.dayOfWeekInMonth && inMonth >= weekOfYear;
    if (isWeekOfMonth || isInMonth) {
      const prefersWeek = combined.weekOfMonth === combined.dayOfWeekInMonth ? weekOfMonth >= inMonth : isWeekOfMonth;
      return { by: prefersWeek ? 'weekOfMonth' : 'dayOfWeekInMonth', isByYear: false };
    }
    return { by: best === combined.dayOfYear ? 'dayOfYear' : 'weekOfYear', isByYear: true };
  }

  /** When the later of two fields was set; 0 unless both were. */
  #together(a: CalendarField, b: CalendarField): number {
    return Math.min(this.stamp(a), this.stamp(b)) === 0 ? 0 : Math.max(this.stamp(a), this.stamp(b));
  }
}

function onOrBefore(day: number, dayOfWeek: number): number {
  return day - ((((weekday(day) - (dayOfWeek - 1)) % 7) + 7) % 7);
}
