/** Owns what a setting's value may be: its types, how text becomes a value, and how a value becomes text again. */
import { ConfigError } from '../errors';

/** Raw settings; `null` stands for a key that was given without a value (JSON null). */
export type ConfigProps = Readonly<Record<string, string | null>>;

/** The types of settings, named as Kafka names them. */
export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';

export type Importance = 'HIGH' | 'MEDIUM' | 'LOW';
export type Width = 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG';

/** What stands for a secret wherever it would be printed. */
export const HIDDEN = '[hidden]';

/** A secret. Prints `[hidden]` in text, JSON and logs; only `value` gives it away. */
export class Password {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  get value(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}

/** What a parsed setting of each type is. A CLASS stays text: finding the class is the runtime's work. */
export interface ConfigTypeValues {
  BOOLEAN: boolean;
  STRING: string;
  INT: number;
  SHORT: number;
  LONG: number;
  DOUBLE: number;
  LIST: string[];
  CLASS: string;
  PASSWORD: Password;
}

/** What may be written as a default: the value, or its text. */
export type ConfigDefaultOf<T extends ConfigType> = ConfigTypeValues[T] | string;

/** Any parsed setting, exactly: a LONG beyond 2^53 is a bigint here. */
export type ConfigData = boolean | string | number | bigint | readonly string[] | Password | null;

/** One setting of a validation report. `errors` may be added to by a connector's own checks. */
export interface ConfigValue {
  readonly name: string;
  /** The parsed value; `null` when it is absent, null or could not be parsed. */
  value: ConfigData;
  recommendedValues: ConfigData[];
  readonly errors: string[];
  visible: boolean;
}

const INTEGER_LIMITS = {
  SHORT: 1n << 15n,
  INT: 1n << 31n,
  LONG: 1n << 63n,
} as const;

const DECIMAL_FLOAT = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;

/** The error of a value that does not fit its key, worded as Kafka words it. `value` is shown as `configText` shows it. */
export function invalidValue(key: string, value: ConfigData, reason: string): ConfigError {
  const shown = shownValue(value);
  return new ConfigError(`Invalid value ${String(shown)} for configuration ${key}: ${reason}`, {
    findings: [{ key, value: shown, reason }],
  });
}

function shownValue(value: ConfigData): string | null {
  if (value === null) return null;
  return isStringList(value) ? `[${value.join(', ')}]` : String(value);
}

/** Is this parsed value a list? */
export function isStringList(value: ConfigData): value is readonly string[] {
  return Array.isArray(value);
}

/** Removes what Java's `trim` removes: everything up to the blank, at both ends, and nothing else. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** The value that a text stands for. Throws ConfigError when it is none of that type. `null` stays `null`. */
export function parseConfigType(key: string, text: string | null, type: ConfigType): ConfigData {
  if (text === null) return null;
  const trimmed = javaTrim(text);
  switch (type) {
    case 'BOOLEAN':
      return parseBoolean(key, text);
    case 'STRING':
    case 'CLASS':
      return trimmed;
    case 'PASSWORD':
      return new Password(trimmed);
    case 'LIST':
      return trimmed === '' ? [] : trimmed.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
    case 'DOUBLE':
      return parseDouble(trimmed) ?? raise(invalidValue(key, text, 'Not a number of type DOUBLE'));
    case 'INT':
    case 'SHORT':
    case 'LONG':
      return parseInteger(trimmed, type) ?? raise(invalidValue(key, text, `Not a number of type ${type}`));
  }
}

function raise(error: Error): never {
  throw error;
}

function parseBoolean(key: string, text: string): boolean {
  const lower = javaTrim(text).toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  throw invalidValue(key, text, 'Expected value to be either true or false');
}

function parseInteger(text: string, type: keyof typeof INTEGER_LIMITS): number | bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const exact = BigInt(text.replace('+', ''));
  const limit = INTEGER_LIMITS[type];
  if (exact < -limit || exact >= limit) return undefined;
  const value = Number(exact);
  return Number.isSafeInteger(value) ? value : exact;
}

function parseDouble(text: string): number | undefined {
  if (DECIMAL_FLOAT.test(text)) return Number(text.replace(/[fFdD]$/, ''));
  const hex = HEX_FLOAT.exec(text);
  if (hex === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = hex;
  if (whole + fraction === '') return undefined;
  const magnitude = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

/**
 * The text of a value, as reports, definitions and documentation show it; a Password is `[hidden]`. A DOUBLE is printed
 * as Java prints it: `1.0`, `1.0E10`.
 */
export function configText(value: ConfigData, type?: ConfigType): string | null {
  if (value === null) return null;
  if (isStringList(value)) return value.join(',');
  return type === 'DOUBLE' && typeof value === 'number' ? doubleText(value) : String(value);
}

function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}
