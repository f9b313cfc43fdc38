/** Owns the text that Java's `toString` gives for values. */
import { type ConnectObject, type ConnectValue, isConnectObject, type StructValue } from './connect-value';
import type { Decimal } from './decimal';
import type { Schema } from './schema';

const SHORT_DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MS_PER_DAY = 86_400_000;
/** Java counts days by the Julian calendar before 1582-10-15. */
const GREGORIAN_START_MS = -12_219_292_800_000;

/** `Double.toString` (JDK 19 and later: the shortest digits): `1.0`, `1.0E10`, `1.0E-5`, `NaN`, `-0.0`. */
export function javaDouble(value: number): string {
  return plainText(value) ?? scientific(withTwoDigits(value, value.toExponential(), Number));
}

/** `Float.toString` of a number that is rounded to 32 bits: `0.1` for 0.10000000149011612. */
export function javaFloat(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isInteger(rounded) && Math.abs(rounded) < PLAIN_END) return integral(rounded);
  if (!Number.isFinite(rounded)) return String(rounded);
  const shortest = shortestFloat(rounded);
  return plainText(Number(shortest)) ?? scientific(withTwoDigits(rounded, shortest, readFloat));
}

/** Java writes numbers from here up to `PLAIN_END` without an exponent. */
const PLAIN_START = 1e-3;
const PLAIN_END = 1e7;
const MIN_NORMAL_FLOAT = 2 ** -126;

/** The text of a number that is written without an exponent. */
function plainText(value: number): string | undefined {
  const magnitude = Math.abs(value);
  if (magnitude < PLAIN_END && Number.isInteger(value)) return integral(value);
  // Here JavaScript writes the same text.
  return (magnitude >= PLAIN_START && magnitude < PLAIN_END) || !Number.isFinite(value) ? String(value) : undefined;
}

function integral(value: number): string {
  return Object.is(value, -0) ? '-0.0' : `${value}.0`;
}

function readFloat(text: string): number {
  return Math.fround(Number(text));
}

/** Digits and exponent as `toExponential` writes them, for the fewest digits that are still read as this float. */
function shortestFloat(value: number): string {
  let fractionDigits = 0;
  if (Math.abs(value) >= MIN_NORMAL_FLOAT) {
    // Among decimals of six digits at most one is read as this float; if a shorter one is, that is it.
    const six = value.toExponential(5);
    if (readFloat(six) === value) return Number(six).toExponential();
    fractionDigits = 6;
  }
  for (; fractionDigits < 8; fractionDigits++) {
    const text = value.toExponential(fractionDigits);
    if (readFloat(text) === value) return text;
  }
  return value.toExponential(8);
}

/** Where one digit would do Java looks for the nearest with two: 4.9E-324, not 5E-324. */
function withTwoDigits(value: number, shortest: string, read: (text: string) => number): string {
  if (shortest.includes('.')) return shortest;
  const text = value.toExponential(1);
  return read(text) === value ? text : shortest.replace('e', '.0e');
}

/** From `-1.25e+7` to `-1.25E7`. */
function scientific(exponential: string): string {
  return exponential.replace('e+', 'E').replace('e', 'E');
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
  if (isConnectObject(value)) return memberText(value, schema);
  if (Array.isArray(value)) return arrayText(value, schema);
  if (value instanceof Map) return mapText(value, schema);
  if (value instanceof Date) return javaDate(value);
  if (value instanceof Uint8Array) return `[B@${contentHash(value)}`;
  return (value as StructValue | Decimal).toString();
}

/** Names of the last object's members by their place, and the text in front of their values: most objects have the same. */
const lastNames: string[] = [];
const lastHeads: string[] = [];
const MOST_HEADS = 64;

/** Much cheaper than `mapText`, which would take all members out of the object first. */
function memberText(object: ConnectObject, schema: Schema | null | undefined): string {
  const valueSchema = schema?.type === 'MAP' ? schema.valueSchema : undefined;
  let text = '';
  let index = 0;
  for (const name in object) {
    text += lastNames[index] === name ? (lastHeads[index] as string) : headOf(name, index);
    text += javaToString(object[name] as ConnectValue, valueSchema);
    index++;
  }
  return index === 0 ? '{}' : `${text}}`;
}

function headOf(name: string, index: number): string {
  const head = `${index === 0 ? '{' : ', '}${name}=`;
  if (index < MOST_HEADS) {
    lastNames[index] = name;
    lastHeads[index] = head;
  }
  return head;
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
