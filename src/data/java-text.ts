/** Owns the text that Java's `toString` gives for values. */
import { type ConnectValue, isConnectObject, type StructValue } from './connect-value';
import type { Decimal } from './decimal';
import type { Schema } from './schema';

const SHORT_DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MS_PER_DAY = 86_400_000;
/** Java counts days by the Julian calendar before 1582-10-15. */
const GREGORIAN_START_MS = -12_219_292_800_000;

/** `Double.toString` (JDK 19 and later: the shortest digits): `1.0`, `1.0E10`, `1.0E-5`, `NaN`, `-0.0`. */
export function javaDouble(value: number): string {
  const magnitude = Math.abs(value);
  // Here JavaScript writes the same text.
  if (magnitude >= 1e-3 && magnitude < 1e7 && !Number.isInteger(value)) return String(value);
  return finiteText(value, () => withTwoDigits(value, value.toExponential(), (text) => Number(text) === value));
}

/** `Float.toString` of a number that is rounded to 32 bits: `0.1` for 0.10000000149011612. */
export function javaFloat(value: number): string {
  const rounded = Math.fround(value);
  return finiteText(rounded, () => {
    const isSame = (text: string) => Math.fround(Number(text)) === rounded;
    return withTwoDigits(rounded, shortestFloat(rounded, isSame), isSame);
  });
}

/** Digits and exponent as `toExponential` writes them, for the fewest digits that are still read as this float. */
function shortestFloat(value: number, isSame: (text: string) => boolean): string {
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (isSame(text)) return text;
  }
  return value.toExponential(8);
}

/** Where one digit would do Java looks for the nearest with two: 4.9E-324, not 5E-324. */
function withTwoDigits(value: number, shortest: string, isSame: (text: string) => boolean): string {
  if (shortest.includes('.')) return shortest;
  const text = value.toExponential(1);
  return isSame(text) ? text : shortest;
}

function finiteText(value: number, shortest: () => string): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return Object.is(value, -0) ? '-0.0' : `${value}.0`;
  if (!Number.isFinite(value)) return String(value);
  return placePoint(shortest());
}

/** From `-1.25e+7` to `-1.25E7`, or plain text from 0.001 up to ten million. */
function placePoint(exponential: string): string {
  const [mantissa = '', exponentText = ''] = exponential.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '') || '0';
  const exponent = Number(exponentText);
  if (exponent >= 7 || exponent < -3) return `${sign}${digits.slice(0, 1)}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** `Date.toString` in UTC: `Thu Jan 01 00:00:00 UTC 1970`. */
export function javaDate(date: Date): string {
  const { year, month, day } = calendarDate(date.getTime());
  const time = date.toISOString().slice(-13, -5);
  return `${SHORT_DAYS[date.getUTCDay()] ?? ''} ${SHORT_MONTHS[month - 1] ?? ''} ${twoDigits(day)} ${time} UTC ${year}`;
}

/** Year (of its era), month and day from 1, in the calendar that Java uses at that instant. */
function calendarDate(ms: number): { year: number; month: number; day: number } {
  if (ms >= GREGORIAN_START_MS) {
    const date = new Date(ms);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }
  // Days of the Julian calendar since 1 March of the year 0, in cycles of four years.
  const days = Math.floor(ms / MS_PER_DAY) + 719_470;
  const cycle = Math.floor(days / 1461);
  const dayOfCycle = days - cycle * 1461;
  const yearOfCycle = Math.min(3, Math.floor(dayOfCycle / 365));
  const dayOfYear = dayOfCycle - yearOfCycle * 365;
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = cycle * 4 + yearOfCycle + (month <= 2 ? 1 : 0);
  return { year: year > 0 ? year : 1 - year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * What Java prints for a value: maps `{a=1, b=x}`, lists `[1, x, null]`, `Struct{a=1,b=x}`, bytes `[B@…` (here a hash of
 * the content). With a schema floats print as floats (`100.0`); without one an integral number prints as an integer.
 */
export function javaToString(value: ConnectValue, schema?: Schema | null): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberText(value, schema);
    case 'object':
      return value === null ? 'null' : objectText(value, schema);
    default:
      return String(value);
  }
}

function numberText(value: number, schema: Schema | null | undefined): string {
  switch (schema?.type) {
    case 'FLOAT32':
      return javaFloat(value);
    case 'FLOAT64':
      return javaDouble(value);
    case undefined:
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : javaDouble(value);
    default:
      return String(value);
  }
}

type ObjectValue = Exclude<ConnectValue, null | boolean | number | bigint | string>;

function objectText(value: ObjectValue, schema: Schema | null | undefined): string {
  if (value instanceof Date) return javaDate(value);
  if (value instanceof Uint8Array) return `[B@${contentHash(value)}`;
  if (Array.isArray(value)) return arrayText(value, schema);
  if (value instanceof Map) return mapText(value, schema);
  return isConnectObject(value) ? mapText(Object.entries(value), schema) : (value as StructValue | Decimal).toString();
}

function arrayText(items: readonly ConnectValue[], schema: Schema | null | undefined): string {
  const itemSchema = schema?.type === 'ARRAY' ? schema.valueSchema : undefined;
  return `[${items.map((item) => javaToString(item, itemSchema)).join(', ')}]`;
}

function mapText(entries: Iterable<readonly [ConnectValue, ConnectValue]>, schema: Schema | null | undefined): string {
  const keySchema = schema?.type === 'MAP' ? schema.keySchema : undefined;
  const valueSchema = schema?.type === 'MAP' ? schema.valueSchema : undefined;
  const texts = Array.from(
    entries,
    ([key, value]) => `${javaToString(key, keySchema)}=${javaToString(value, valueSchema)}`,
  );
  return `{${texts.join(', ')}}`;
}

/** Java's `Arrays.hashCode`, in hexadecimal. */
function contentHash(bytes: Uint8Array): string {
  let hash = 1;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + ((byte << 24) >> 24)) | 0;
  return (hash >>> 0).toString(16);
}
