/** Owns dates, times and timestamps as text, both ways, in UTC. */
import { Decimal } from './decimal';
import { DATE_SCHEMA, MS_PER_DAY, TIME_SCHEMA, TIMESTAMP_SCHEMA } from './logical-types';
import type { Schema } from './schema';

/** Numbers as Java's lenient SimpleDateFormat takes them: of any length, negative, with blanks in front. */
const NUMBER = '[ \\t]*(-?\\p{Nd}+)';
const DATE = new RegExp(`^${NUMBER}-${NUMBER}-${NUMBER}`, 'u');
const TIME = new RegExp(`^${NUMBER}:${NUMBER}:${NUMBER}\\.${NUMBER}Z`, 'u');
const TIMESTAMP = new RegExp(`${DATE.source}T${TIME.source.slice(1)}`, 'u');

const DATE_LENGTH = 10;
const TIME_LENGTH = 13;
const TIMESTAMP_LENGTH = 24;

/** 1582-10-15, from which on Java counts by the Gregorian calendar, in days since 1970. */
const GREGORIAN_START_DAY = -141_427;
const GREGORIAN_START_YEAR = 1582;

export interface TemporalValue {
  readonly schema: Schema;
  readonly value: Date;
}

/**
 * A Date (`2019-08-23`), Time (`14:34:54.346Z`) or Timestamp (`2019-08-23T14:34:54.346Z`), chosen by the length of the text,
 * in which `\:` stands for a colon. As lenient as Java: the 45th of month 13 is a day in February. `undefined` for
 * anything else.
 */
export function parseTemporal(text: string): TemporalValue | undefined {
  const plain = text.replaceAll('\\:', ':');
  switch (plain.length) {
    case DATE_LENGTH:
      return temporal(DATE_SCHEMA, DATE.exec(plain), ([year, month, day]) => dayOf(year, month, day) * MS_PER_DAY);
    case TIME_LENGTH:
      return temporal(TIME_SCHEMA, TIME.exec(plain), (time) => msOf(time));
    case TIMESTAMP_LENGTH:
      return temporal(
        TIMESTAMP_SCHEMA,
        TIMESTAMP.exec(plain),
        ([year, month, day, ...time]) => dayOf(year, month, day) * MS_PER_DAY + msOf(time),
      );
    default:
      return undefined;
  }
}

function temporal(
  schema: Schema,
  match: RegExpExecArray | null,
  instantOf: (parts: readonly number[]) => number,
): TemporalValue | undefined {
  if (match === null) return undefined;
  const value = new Date(instantOf(match.slice(1).map(numberOf)));
  return Number.isNaN(value.getTime()) ? undefined : { schema, value };
}

/** Digits of any script; Java keeps 32 bits. */
function numberOf(text: string): number {
  return Number(BigInt.asIntN(32, Decimal.parse(text).toBigInt()));
}

function msOf([hours = 0, minutes = 0, seconds = 0, ms = 0]: readonly number[]): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

/** The day since 1970 of a date whose parts may lie out of their range; long ago by the Julian calendar, as in Java. */
function dayOf(year = 0, month = 0, day = 0): number {
  const extraYears = Math.floor((month - 1) / 12);
  const monthIndex = month - 1 - extraYears * 12;
  const realYear = year + extraYears;
  const gregorian = gregorianMonthStart(realYear, monthIndex) + day - 1;
  if (realYear >= GREGORIAN_START_YEAR && gregorian >= GREGORIAN_START_DAY) return gregorian;
  return julianMonthStart(realYear, monthIndex) + day - 1;
}

/** Through a year that Date.UTC takes literally: the calendar repeats itself after 400 years. */
function gregorianMonthStart(year: number, monthIndex: number): number {
  const cycles = Math.floor(year / 400) - 5;
  return Date.UTC(year - cycles * 400, monthIndex, 1) / MS_PER_DAY + cycles * 146_097;
}

/** Counted from March, so that the leap day is the last of its year. */
function julianMonthStart(year: number, monthIndex: number): number {
  const marchYear = monthIndex < 2 ? year - 1 : year;
  const marchMonth = (monthIndex + 10) % 12;
  return Math.floor((153 * marchMonth + 2) / 5) + 365 * marchYear + Math.floor(marchYear / 4) - 719_470;
}

/**
 * The text of an instant, by its value alone: a time below one day (every instant before 1970, too), a date if it is a
 * multiple of a day, else a timestamp.
 */
export function temporalText(value: Date): string {
  const ms = value.getTime();
  const time = value.toISOString().slice(-13);
  if (ms < MS_PER_DAY) return time;
  const month = String(value.getUTCMonth() + 1).padStart(2, '0');
  const date = `${value.getUTCFullYear()}-${month}-${String(value.getUTCDate()).padStart(2, '0')}`;
  return ms % MS_PER_DAY === 0 ? date : `${date}T${time}`;
}
