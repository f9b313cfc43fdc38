/** Owns the checks that a definition can ask of a value; each prints itself for the documentation. */
import { ConfigError } from '../errors';
import { invalidValue, isStringList, type ConfigData } from './config-types';
import { compileJavaRegex } from './java-regex';

/** A check of one value. Called with the parsed value when settings are parsed and with the default when it is defined. */
export interface Validator {
  /** Throws ConfigError when the value is refused. `null`: given without a value, or it could not be parsed. */
  ensureValid(key: string, value: ConfigData): void;
  /** What is allowed, for the documentation. */
  toString(): string;
  /** Of lists: `parse` drops repeated elements before it asks, while `validate` complains of them (KIP-1161). */
  readonly dropsDuplicates?: boolean;
}

/** A validator out of a function that throws ConfigError, and a text for the documentation. */
export function lambdaValidator(ensureValid: Validator['ensureValid'], describe: () => string): Validator {
  return { ensureValid, toString: describe };
}

/** The error of a list as a whole, worded as Kafka words it. */
function listError(key: string, value: ConfigData, complaint: string): ConfigError {
  const finding = { key, value: value === null ? null : String(value), reason: complaint };
  return new ConfigError(`Configuration '${key}' ${complaint}`, { findings: [finding] });
}

interface Limits {
  readonly min?: number;
  readonly max?: number;
}

function range({ min, max }: Limits): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value !== 'number' && typeof value !== 'bigint')
      throw invalidValue(key, value, 'Value must be non-null');
    if (min !== undefined && value < min) throw invalidValue(key, value, `Value must be at least ${min}`);
    if (max !== undefined && value > max) throw invalidValue(key, value, `Value must be no more than ${max}`);
  };
  const shown = [min, '...', max].filter((part) => part !== undefined).join(',');
  return lambdaValidator(ensureValid, () => `[${shown}]`);
}

/** Numbers of at least `min`. */
export function atLeast(min: number): Validator {
  return range({ min });
}

/** Numbers from `min` to `max`, both included. */
export function between(min: number, max: number): Validator {
  return range({ min, max });
}

/** One of these texts, letter by letter. */
export function validString(...allowed: readonly string[]): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value === 'string' && allowed.includes(value)) return;
    throw invalidValue(key, value, `String must be one of: ${allowed.join(', ')}`);
  };
  return lambdaValidator(ensureValid, () => `[${allowed.join(', ')}]`);
}

/** One of these texts, in any letter case. */
export function caseInsensitiveValidString(...allowed: readonly string[]): Validator {
  const upper = allowed.map((text) => text.toUpperCase());
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value === 'string' && upper.includes(value.toUpperCase())) return;
    throw invalidValue(key, value, `String must be one of (case insensitive): ${upper.join(', ')}`);
  };
  return lambdaValidator(ensureValid, () => `(case insensitive) [${upper.join(', ')}]`);
}

/** What a list may be beside its elements. */
export interface ListRules {
  readonly allowEmpty: boolean;
  readonly allowNull: boolean;
}

/** Lists without duplicates and without empty elements (KIP-1161). */
export function nonDuplicateList(rules: ListRules): Validator {
  return {
    ensureValid: (key, value) => checkList(key, value, { ...rules, described: 'any non-empty value' }),
    toString: () => (rules.allowEmpty ? '' : 'non-empty list'),
    dropsDuplicates: true,
  };
}

/** Lists without duplicates whose elements are among these; the list may be empty. */
export function validList(...allowed: readonly string[]): Validator {
  const element = validString(...allowed);
  const described = element.toString();
  const ensureValid = (key: string, value: ConfigData) => {
    checkList(key, value, { allowEmpty: true, allowNull: false, described });
    if (value !== null && isStringList(value)) value.forEach((item) => element.ensureValid(key, item));
  };
  return { ensureValid, toString: () => described, dropsDuplicates: true };
}

function checkList(key: string, value: ConfigData, rules: ListRules & { described: string }): void {
  if (value === null) {
    if (rules.allowNull) return;
    throw listError(key, value, 'values must not be null.');
  }
  if (!isStringList(value)) throw invalidValue(key, value, 'Expected a comma separated list.');
  if (value.length === 0 && !rules.allowEmpty) {
    throw listError(key, value, `must not be empty. Valid values include: ${rules.described}`);
  }
  if (new Set(value).size !== value.length) throw listError(key, value, 'values must not be duplicated.');
  if (value.includes('')) throw listError(key, value, 'values must not be empty.');
}

/** Aliases in a list: not null, none twice; `what` names them in the documentation. */
export function uniqueAliases(what: string): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === null || !isStringList(value)) return;
    if (new Set(value).size !== value.length) throw invalidValue(key, value, 'Duplicate alias provided.');
  };
  return compositeValidator(
    nonNull(),
    lambdaValidator(ensureValid, () => `unique ${what}`),
  );
}

/** Anything but null. */
export function nonNull(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === null) throw invalidValue(key, value, 'entry must be non null');
  };
  return lambdaValidator(ensureValid, () => 'non-null string');
}

/** Any text but the empty one; null passes. */
export function nonEmptyString(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === '') throw invalidValue(key, value, 'String must be non-empty');
  };
  return lambdaValidator(ensureValid, () => 'non-empty string');
}

/** Any text that is not empty and has no ISO control characters; null passes. */
export function nonEmptyStringWithoutControlChars(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value !== 'string') return;
    if (value === '') throw invalidValue(key, value, 'String may not be empty');
    const found = Array.from(value, (char) => char.charCodeAt(0)).filter(isIsoControl);
    if (found.length === 0) return;
    const reason = `String may not contain control sequences but had the following ASCII chars: ${found.join(', ')}`;
    throw invalidValue(key, value, reason);
  };
  return lambdaValidator(ensureValid, () => 'non-empty string without ISO control characters');
}

function isIsoControl(code: number): boolean {
  return code <= 0x1f || (code >= 0x7f && code <= 0x9f);
}

/** Lists of at most `max` elements. */
export function listSize(max: number): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === null || !isStringList(value) || value.length <= max) return;
    throw invalidValue(key, value, `exceeds maximum list size of [${max}].`);
  };
  return lambdaValidator(ensureValid, () => `List containing maximum of ${max} elements`);
}

/** Several checks, one after another; the first complaint counts. */
export function compositeValidator(...validators: readonly Validator[]): Validator {
  return lambdaValidator(
    (key, value) => validators.forEach((validator) => validator.ensureValid(key, value)),
    () => validators.map(String).join(', '),
  );
}

/** Regular expressions of Java, or lists of them. */
export function validJavaRegex(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === null) throw invalidValue(key, value, 'Invalid regex: there is none');
    const patterns = isStringList(value) ? value : [String(value)];
    patterns.forEach((pattern) => ensureCompiles(key, pattern));
  };
  return lambdaValidator(ensureValid, () => 'valid regex');
}

function ensureCompiles(key: string, pattern: string): void {
  try {
    compileJavaRegex(pattern);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw invalidValue(key, pattern, `Invalid regex: ${cause.message}`);
  }
}
