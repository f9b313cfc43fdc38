/** Owns reading dates by a pattern, as leniently as Java's SimpleDateFormat does. */
import { type CalendarField, CalendarFields } from './java-calendar';
import { type DatePatternPart, DAYS, MONTHS } from './java-date-pattern';

const NUMERIC_FIELDS: Readonly<Record<string, CalendarField>> = {
  d: 'dayOfMonth',
  H: 'hourOfDay',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
  D: 'dayOfYear',
  F: 'dayOfWeekInMonth',
  w: 'weekOfYear',
  W: 'weekOfMonth',
  K: 'hour',
};

/** Minutes east of UTC of the zone names that are understood. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['coordinated universal time', 0],
  ['greenwich mean time', 0],
  ['utc', 0],
  ['gmt', 0],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
  ['cet', 60],
  ['cest', 120],
]);

const MS_PER_MINUTE = 60_000;

/** The instant in milliseconds since the epoch; `undefined` when the text does not fit. */
export function parseDate(text: string, parts: readonly DatePatternPart[], centuryStart: number): number | undefined {
  const reader = new DateReader(text, centuryStart);
  const isRead = parts.every((part, index) => {
    if (part.kind === 'text') return reader.skipText(part.text);
    return reader.readField(part, isNumeric(parts[index + 1]));
  });
  return isRead ? reader.instant() : undefined;
}

/** A number directly before another one takes as many characters as its pattern has letters. */
function isNumeric(next: DatePatternPart | undefined): boolean {
  if (next?.kind !== 'field') return false;
  return /[ML]/.test(next.letter) ? next.count <= 2 : /[ydkHmsSDFwWhKYu]/.test(next.letter);
}

class DateReader {
  readonly #text: string;
  readonly #centuryStart: number;
  readonly #fields = new CalendarFields();
  #position = 0;
  #isAmbiguous = false;

  constructor(text: string, centuryStart: number) {
    this.#text = text;
    this.#centuryStart = centuryStart;
  }

  instant(): number {
    const instant = this.#fields.toInstant();
    if (!this.#isAmbiguous || instant >= this.#centuryStart) return instant;
    return this.#fields.addYears(100).toInstant();
  }

  skipText(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  readField(part: { readonly letter: string; readonly count: number }, isFollowedByNumber: boolean): boolean {
    const start = this.#position;
    while (/[ \t]/.test(this.#text[this.#position] ?? '')) this.#position += 1;
    if (this.#position >= this.#text.length) return false;
    const { letter, count } = part;
    // Java skips blanks before numbers and zones only, though it wants something to follow them in any case.
    if (/[GEa]/.test(letter) || (/[ML]/.test(letter) && count >= 3)) this.#position = start;
    const limit = isFollowedByNumber ? start + count : undefined;
    if (/[ML]/.test(letter) && count >= 3) return this.#readName('month', MONTHS, 0);
    switch (letter) {
      case 'G':
        return this.#readEra();
      case 'E':
        return this.#readName('dayOfWeek', DAYS, 1);
      case 'a':
        return this.#readMatch('amPm', ['AM', 'PM'], 0);
      case 'z':
      case 'Z':
        return this.#readZone();
      case 'X':
        return this.#readIsoZone(count);
      default:
        return this.#readNumber(letter, { count, limit });
    }
  }

  #readNumber(letter: string, { count, limit }: { count: number; limit: number | undefined }): boolean {
    if (limit !== undefined && limit > this.#text.length) return false;
    const start = this.#position;
    const digits = /^-?\p{Nd}+/u.exec(this.#text.slice(start, limit))?.[0];
    if (digits === undefined) return false;
    this.#position += digits.length;
    const value = intValue(digits);
    if (letter === 'y' || letter === 'Y') this.#setYear(letter === 'y' ? 'year' : 'weekYear', { value, digits, count });
    else this.#setNumber(letter, value);
    return true;
  }

  #setNumber(letter: string, value: number): void {
    const field = NUMERIC_FIELDS[letter];
    if (field !== undefined) this.#fields.set(field, value);
    else if (letter === 'k') this.#fields.set('hourOfDay', value === 24 ? 0 : value);
    else if (letter === 'h') this.#fields.set('hour', value === 12 ? 0 : value);
    else if (letter === 'u') this.#fields.set('dayOfWeek', isoDayOfWeek(value));
    else this.#fields.set('month', value - 1);
  }

  /** Two digits for `y` or `yy` lie in the hundred years that begin with `centuryStart`. */
  #setYear(field: 'year' | 'weekYear', read: { value: number; digits: string; count: number }): void {
    let { value } = read;
    if (read.count <= 2 && /^\p{Nd}{2}$/u.test(read.digits)) {
      const startYear = new Date(this.#centuryStart).getUTCFullYear();
      const ambiguous = startYear % 100;
      this.#isAmbiguous = value === ambiguous;
      value += startYear - ambiguous + (value < ambiguous ? 100 : 0);
    }
    this.#fields.set(field, value);
  }

  #readEra(): boolean {
    return this.#readMatch('era', ['BC', 'AD'], 0);
  }

  /** A long name, else its first three letters. */
  #readName(field: CalendarField, names: readonly string[], first: number): boolean {
    if (this.#readMatch(field, names, first)) return true;
    return this.#readMatch(
      field,
      names.map((name) => name.slice(0, 3)),
      first,
    );
  }

  #readMatch(field: CalendarField, names: readonly string[], first: number): boolean {
    const rest = this.#text.slice(this.#position, this.#position + 32).toLowerCase();
    const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
    if (index < 0) return false;
    this.#fields.set(field, index + first);
    this.#position += names[index]?.length ?? 0;
    return true;
  }

  /** A zone name, `GMT+hh:mm`, or `+hhmm`. */
  #readZone(): boolean {
    const rest = this.#text.slice(this.#position);
    const offset = /^(?:(GMT)([+-])(\d\d?):(\d\d)|([+-])(\d\d)(\d\d))/i.exec(rest);
    if (offset !== null) {
      const [all, , gmtSign, gmtHours, gmtMinutes, sign, hours, minutes] = offset;
      return this.#setOffset({ sign: gmtSign ?? sign, hours: gmtHours ?? hours, minutes: gmtMinutes ?? minutes }, all);
    }
    if (/^(?:GMT)?[+-]/i.test(rest)) return false;
    const names = [...ZONES].filter(([name]) => rest.toLowerCase().startsWith(name));
    const [found] = names.sort(([a], [b]) => b.length - a.length);
    if (found === undefined) return false;
    this.#fields.set('zoneOffset', found[1] * MS_PER_MINUTE);
    this.#position += found[0].length;
    return true;
  }

  #readIsoZone(count: number): boolean {
    const rest = this.#text.slice(this.#position);
    if (rest.startsWith('Z')) return this.#setOffset({ sign: '+', hours: '0', minutes: '0' }, 'Z');
    const pattern = [/^([+-])(\d\d)/, /^([+-])(\d\d)(\d\d)/, /^([+-])(\d\d):(\d\d)/][count - 1];
    const offset = pattern?.exec(rest);
    if (offset === undefined || offset === null) return false;
    const [all, sign, hours, minutes] = offset;
    return this.#setOffset({ sign, hours, minutes }, all);
  }

  #setOffset(offset: Readonly<Record<'sign' | 'hours' | 'minutes', string | undefined>>, read: string): boolean {
    const hours = Number(offset.hours ?? 0);
    const minutes = Number(offset.minutes ?? 0);
    if (hours > 23 || minutes > 59) return false;
    const total = (hours * 60 + minutes) * MS_PER_MINUTE;
    this.#fields.set('zoneOffset', offset.sign === '-' ? -total : total);
    this.#position += read.length;
    return true;
  }
}

/** Monday is 1; days out of range stay as they are and are put right with the week. */
function isoDayOfWeek(value: number): number {
  if (value < 1 || value > 7) return value;
  return value === 7 ? 1 : value + 1;
}

/** As `Number.intValue()` of what Java's number format reads: low bits of a long, saturated beyond. */
function intValue(digits: string): number {
  const ascii = digits.replace(/[^0-9-]/gu, (digit) => String(digitValue(digit)));
  if (ascii.length < 10) return Number(ascii);
  const value = BigInt(ascii);
  if (value === BigInt.asIntN(64, value)) return Number(BigInt.asIntN(32, value));
  return value > 0n ? 0x7fffffff : -0x80000000;
}

/** Decimal digits of every script come in runs of ten. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
  return value;
}
