/** Owns date patterns as Java's SimpleDateFormat reads them: English names, UTC. */
import { type CalendarDate, calendarDateOf } from './java-calendar';
import { parseDate } from './java-date-parser';
import { compilePattern, type DatePatternPart, DAYS, MONTHS } from './java-date-pattern';

/**
 * A compiled pattern. Throws IllegalArgumentError for a letter that Java does not know, an `X` run that is too long, or
 * a quote that is not closed.
 */
export class JavaDateFormat {
  readonly pattern: string;
  readonly #parts: readonly DatePatternPart[];
  readonly #centuryStart: number;
  /** Instants in the same span of this many milliseconds are written alike. */
  readonly #granularity: number;
  #lastSpan = Number.NaN;
  #lastText = '';

  /** `now` decides what two-digit years mean: they lie between 80 years before and 20 years after. */
  constructor(pattern: string, now: number = Date.now()) {
    this.pattern = pattern;
    this.#parts = compilePattern(pattern);
    this.#centuryStart = eightyYearsBefore(now);
    this.#granularity = granularityOf(this.#parts);
  }

  format(date: Date): string {
    const span = Math.floor(date.getTime() / this.#granularity);
    if (span === this.#lastSpan) return this.#lastText;
    const fields = calendarDateOf(date.getTime());
    let text = '';
    for (const part of this.#parts) text += part.kind === 'text' ? part.text : formatField(part, fields);
    this.#lastSpan = span;
    this.#lastText = text;
    return text;
  }

  /**
   * Reads a date the lenient way: values out of range carry over, text behind what the pattern asks for is ignored.
   * `undefined` when the text does not fit the pattern.
   */
  parse(text: string): Date | undefined {
    const ms = parseDate(text, this.#parts, this.#centuryStart);
    const date = new Date(ms ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
}

function granularityOf(parts: readonly DatePatternPart[]): number {
  const letters = parts.map((part) => (part.kind === 'field' ? part.letter : '')).join('');
  if (letters.includes('S')) return 1;
  if (letters.includes('s')) return 1000;
  if (letters.includes('m')) return 60_000;
  return /[HkKha]/.test(letters) ? 3_600_000 : 86_400_000;
}

function eightyYearsBefore(now: number): number {
  const date = new Date(now);
  return date.setUTCFullYear(date.getUTCFullYear() - 80);
}

const NUMBERS: Readonly<Record<string, (date: CalendarDate) => number>> = {
  d: (date) => date.dayOfMonth,
  k: (date) => date.hourOfDay || 24,
  H: (date) => date.hourOfDay,
  m: (date) => date.minute,
  s: (date) => date.second,
  S: (date) => date.millisecond,
  D: (date) => date.dayOfYear,
  F: (date) => date.dayOfWeekInMonth,
  w: (date) => date.weekOfYear,
  W: (date) => date.weekOfMonth,
  h: (date) => date.hour || 12,
  K: (date) => date.hour,
  u: (date) => (date.dayOfWeek === 1 ? 7 : date.dayOfWeek - 1),
};

function formatField({ letter, count }: { letter: string; count: number }, date: CalendarDate): string {
  const number = NUMBERS[letter];
  if (number !== undefined) return padded(number(date), count);
  switch (letter) {
    case 'G':
      return date.era === 1 ? 'AD' : 'BC';
    case 'y':
      return yearText(date.year, count);
    case 'Y':
      return yearText(date.weekYear, count);
    case 'M':
    case 'L':
      return count < 3 ? padded(date.month + 1, count) : nameText(MONTHS[date.month] ?? '', count);
    case 'E':
      return nameText(DAYS[date.dayOfWeek - 1] ?? '', count);
    case 'a':
      return date.amPm === 0 ? 'AM' : 'PM';
    case 'z':
      return count >= 4 ? 'Coordinated Universal Time' : 'UTC';
    case 'Z':
      return '+0000';
    default:
      return 'Z';
  }
}

function nameText(name: string, count: number): string {
  return count >= 4 ? name : name.slice(0, 3);
}

function yearText(year: number, count: number): string {
  if (count !== 2) return padded(year, count);
  return padded(year < 0 ? -(-year % 100) : year % 100, 2);
}

function padded(value: number, count: number): string {
  return value < 0 ? `-${padded(-value, count)}` : String(value).padStart(count, '0');
}
