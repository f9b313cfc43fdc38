/** Owns what can be done with one Java client property: the kinds of rules of which the table is made. */
import { invalidValue, javaTrim, parseConfigType } from '../config/config-types';
import { ConfigError } from '../errors';
import type { ClientEvent } from './clients';
import type { PropertyScope } from './librdkafka-properties';

/** Which client is being configured. */
export type ClientKind = 'consumer' | 'producer' | 'admin';

/** A value as librdkafka takes it. */
export type LibrdkafkaValue = string | number | boolean;

/** Settings that librdkafka does not have and that our own clients carry out. Times in milliseconds. */
export interface OwnClientSettings {
  /** Most records that one `poll` of a consumer returns. */
  maxPollRecords: number;
  /** Longest wait of consumer and admin calls that take no time-out of their own. */
  defaultApiTimeoutMs: number;
  /** Longest wait of a producer for room or metadata; endless when it is not a safe integer any more. */
  maxBlockMs: number;
  /** A subscription by pattern leaves out the internal topics. */
  excludesInternalTopics: boolean;
}

/** What a translation fills. */
export class Translation {
  readonly global: Record<string, LibrdkafkaValue> = {};
  readonly topic: Record<string, LibrdkafkaValue> = {};
  readonly own: OwnClientSettings = {
    maxPollRecords: 500,
    defaultApiTimeoutMs: 60_000,
    maxBlockMs: 60_000,
    excludesInternalTopics: true,
  };
  readonly notices: ClientEvent[] = [];

  set(scope: PropertyScope, name: string, value: LibrdkafkaValue): void {
    this[scope][name] = value;
  }

  note(level: ClientEvent['level'], message: string): void {
    this.notices.push({ level, message });
  }
}

/** One property on its way through the table. */
export interface GivenProperty {
  readonly key: string;
  /** Without blanks around it. */
  readonly value: string;
  /** False for Java's default, about which nothing need be said. */
  readonly isGiven: boolean;
}

/** What is done with a property. Throws ConfigError when the value cannot be honoured. */
export type PropertyRule = (property: GivenProperty, out: Translation) => void;

/** An entry of the table: a rule and the clients that have the property. */
export interface ClientProperty {
  readonly kinds: readonly ClientKind[];
  readonly rule: PropertyRule;
}

/** A text that goes on as it is; an empty one is left out. */
export function text(name: string): PropertyRule {
  return ({ value }, out) => {
    if (value !== '') out.set('global', name, value);
  };
}

/** A boolean that goes on as it is. */
export function flag(name: string): PropertyRule {
  return ({ key, value }, out) => out.set('global', name, parseFlag(key, value));
}

/** What `integer` needs to know. */
export interface IntegerRule {
  readonly to: string;
  readonly scope?: PropertyScope;
  readonly type?: 'INT' | 'LONG' | 'SHORT';
  /** Java's least value; others are refused. */
  readonly min?: number;
  /** librdkafka's range; what lies outside is moved to its edge, with a line that says so. */
  readonly within: readonly [low: number, high: number];
  /** From Java's unit or special values to librdkafka's. */
  readonly convert?: (value: number) => number;
}

/** A number, checked as Java checks it and fitted into librdkafka's range. */
export function integer(rule: IntegerRule): PropertyRule {
  return (property, out) => {
    const parsed = parseNumber(property, rule.type ?? 'INT', rule.min);
    const wanted = rule.convert === undefined ? parsed : rule.convert(parsed);
    const [low, high] = rule.within;
    const value = Math.min(Math.max(wanted, low), high);
    if (value !== wanted && property.isGiven) {
      out.note(
        'info',
        `${property.key}=${property.value} is beyond what librdkafka takes: ${rule.to}=${value} is used`,
      );
    }
    out.set(rule.scope ?? 'global', rule.to, value);
  };
}

/** One of several words. `words` maps what Java takes to what librdkafka takes. */
export function choice(rule: {
  readonly to: string;
  readonly scope?: PropertyScope;
  readonly words: Readonly<Record<string, LibrdkafkaValue>>;
  readonly ignoresCase?: boolean;
}): PropertyRule {
  const words = new Map(Object.entries(rule.words));
  return ({ key, value }, out) => {
    const found = words.get(rule.ignoresCase === true ? value.toLowerCase() : value);
    if (found === undefined) {
      throw invalidValue(key, value, `String must be one of: ${[...words.keys()].join(', ')}`);
    }
    out.set(rule.scope ?? 'global', rule.to, found);
  };
}

/** Something that our own clients do. */
export function own(apply: (settings: OwnClientSettings, property: GivenProperty) => void): PropertyRule {
  return (property, out) => apply(out.own, property);
}

/** A property without effect here; `info` where the user may miss something. */
export function ignored(reason: string, level: ClientEvent['level'] = 'debug'): PropertyRule {
  return ({ key, value, isGiven }, out) => {
    if (isGiven && value !== '') out.note(level, `${key} is ignored: ${reason}`);
  };
}

/** A property that names a Java class of the user's: refused, unless it is empty or one of `harmless`. */
export function refusedClass(remedy: string, harmless: readonly string[] = []): PropertyRule {
  return ({ key, value }) => {
    if (value === '' || harmless.includes(value)) return;
    throw invalidValue(key, value, `a Java class cannot run here; ${remedy}`);
  };
}

/** Read together with others, in another file: nothing to do for the property alone. */
export const readTogether: PropertyRule = () => undefined;

/** A boolean in Java's form. */
export function parseFlag(key: string, value: string): boolean {
  return parseConfigType(key, value, 'BOOLEAN') === true;
}

/** An integer in Java's form. Values beyond 2^53 come back rounded: they all mean "without end". */
export function parseNumber(
  { key, value }: Pick<GivenProperty, 'key' | 'value'>,
  type: 'INT' | 'LONG' | 'SHORT',
  min?: number,
): number {
  const parsed = Number(parseConfigType(key, value, type));
  if (min !== undefined && parsed < min) throw invalidValue(key, value, `Value must be at least ${min}`);
  return parsed;
}

/** A list in Java's form, without empty entries. */
export function parseList(value: string): string[] {
  return javaTrim(value)
    .split(',')
    .map(javaTrim)
    .filter((entry) => entry !== '');
}

/** The error of a secret or of a combination: the value is not shown. */
export function refuse(key: string, reason: string, cause?: unknown): ConfigError {
  return new ConfigError(`Invalid value for configuration ${key}: ${reason}`, {
    findings: [{ key, reason }],
    ...(cause === undefined ? {} : { cause }),
  });
}
