/** Owns the definition of a set of settings: from it they are parsed, validated and documented. */
import { ConfigError, type ConfigFinding } from '../errors';
import {
  createConfigKey,
  embedConfigKey,
  sortConfigKeys,
  type ConfigKey,
  type ConfigKeySpec,
  type Embedding,
} from './config-key';
import {
  configText,
  invalidValue,
  parseConfigType,
  type ConfigData,
  type ConfigDefaultOf,
  type ConfigProps,
  type ConfigType,
  type ConfigTypeValues,
  type ConfigValue,
} from './config-types';
import { printConfigReference } from './config-def-reference';

export type { ConfigKey, ConfigKeySpec, Recommender } from './config-key';
export { Password, type ConfigData, type ConfigProps, type ConfigValue } from './config-types';

/** What one `define` adds to the parsed settings. Nothing, where the name is not known to the compiler. */
export type Defined<K extends string, T extends ConfigType, D> = string extends K
  ? unknown
  : { readonly [key in K]: null extends D ? ConfigTypeValues[T] | null : ConfigTypeValues[T] };

/** What `parse` returns for a definition: `ParsedConfig<typeof CONFIG>`. */
export type ParsedConfig<C> = C extends ConfigDef<infer V> ? V : never;

/**
 * A set of definitions, built by chained calls of `define`; `V` is the object that `parse` returns. Build one per
 * component at the top of its file and change it no more; `copy` before adding to a definition that is not yours.
 */
export class ConfigDef<V extends object = object> {
  readonly #keys = new Map<string, ConfigKey>();
  readonly #groups: string[] = [];

  /** Adds a setting. Throws ConfigError when the name is taken or the default does not fit the definition. */
  define<const K extends string, const T extends ConfigType, D extends ConfigDefaultOf<T> | null = never>(
    spec: ConfigKeySpec<K, T, D>,
  ): ConfigDef<V & Defined<K, T, D>> {
    this.#add(createConfigKey(spec));
    return this as unknown as ConfigDef<V & Defined<K, T, D>>;
  }

  /** Adds all settings of another definition under a prefix and a group of its own, in the child's documentation order. */
  embed({ prefix, group, order }: Embedding, child: ConfigDef): this {
    child.sortedKeys().forEach((key, index) => this.#add(embedConfigKey(key, { prefix, group, order: order + index })));
    return this;
  }

  /** Adds all settings of another definition as they are. */
  include<W extends object>(other: ConfigDef<W>): ConfigDef<V & W> {
    for (const key of other.configKeys.values()) this.#add(key);
    return this as unknown as ConfigDef<V & W>;
  }

  /** Leaves out one setting. */
  without(name: string): this {
    this.#keys.delete(name);
    return this;
  }

  /** A definition of the same settings that can be added to without changing this one. */
  copy(): ConfigDef<V> {
    return new ConfigDef().include(this);
  }

  #add(key: ConfigKey): void {
    if (this.#keys.has(key.name)) throw new ConfigError(`Configuration ${key.name} is defined twice.`);
    if (key.group !== null && !this.#groups.includes(key.group)) this.#groups.push(key.group);
    this.#keys.set(key.name, key);
  }

  /** The definitions by name, in the order in which they were made. */
  get configKeys(): ReadonlyMap<string, ConfigKey> {
    return this.#keys;
  }

  /** The groups, in the order of their first use. */
  get groups(): readonly string[] {
    return this.#groups;
  }

  /** The names of the settings. */
  keys(): string[] {
    return [...this.#keys.keys()];
  }

  /** The definitions in documentation order. */
  sortedKeys(): ConfigKey[] {
    return sortConfigKeys(this.#keys.values(), this.#groups);
  }

  /** The documentation of all settings that are not internal, as Markdown that reads well as plain text. */
  toMarkdown(): string {
    return printConfigReference(this.sortedKeys().filter((key) => !key.internal));
  }

  /**
   * The settings as an object keyed by their names. Names that are not defined are ignored. Throws ConfigError with all
   * findings. A setting that has no place for null refuses it. A LONG beyond 2^53 is rounded; see `parseExact`. With a
   * prefix, settings are read and complained of under their names with that prefix, and returned without.
   */
  parse(props: ConfigProps, prefix = ''): V {
    const parsed = this.#parse(props, prefix, (key, value) => {
      if (value !== null || key.defaultValue === null) return;
      throw invalidValue(prefix + key.name, null, 'a value must be given');
    });
    const entries = [...parsed].map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]);
    return Object.fromEntries(entries) as V;
  }

  /**
   * The settings by name, exactly as Kafka's own parser takes them: an explicit null stays null, a LONG beyond 2^53 is a
   * bigint. Throws ConfigError with all findings.
   */
  parseExact(props: ConfigProps): ReadonlyMap<string, ConfigData> {
    return this.#parse(props, '', () => undefined);
  }

  #parse(
    props: ConfigProps,
    prefix: string,
    check: (key: ConfigKey, value: ConfigData) => void,
  ): Map<string, ConfigData> {
    const missing = this.#undefinedDependents();
    if (missing.length > 0) {
      throw new ConfigError(
        `Some configurations in are referred in the dependents, but not defined: ${missing.join(',')}`,
      );
    }
    const parsed = new Map<string, ConfigData>();
    const errors: ConfigError[] = [];
    for (const key of this.#keys.values()) {
      const { value, errors: found } = parseKey(key, props, {
        prefix,
        dropsDuplicates: key.validator?.dropsDuplicates ?? false,
      });
      if (found.length === 0) collectErrors(found, () => check(key, value));
      errors.push(...found.slice(0, 1));
      parsed.set(key.name, value);
    }
    if (errors.length > 0) throw combineErrors(errors);
    return parsed;
  }

  /**
   * One ConfigValue per setting, errors included instead of thrown. As in Kafka, a setting that several others name as
   * their dependent has its errors once per way that leads to it.
   */
  validate(props: ConfigProps): ConfigValue[] {
    return this.validateAll(props).values;
  }

  /** As `validate`, together with the exact parsed values. */
  validateAll(props: ConfigProps): { values: ConfigValue[]; parsed: ReadonlyMap<string, ConfigData> } {
    const values = new Map<string, ConfigValue>();
    for (const name of this.#keys.keys()) values.set(name, createConfigValue(name));
    for (const name of this.#undefinedDependents()) {
      const value = createConfigValue(name);
      value.errors.push(`${name} is referred in the dependents, but not defined.`);
      value.visible = false;
      values.set(name, value);
    }
    const parsed = new Map<string, ConfigData>();
    this.#walk((key) => {
      const result = parseKey(key, props);
      parsed.set(key.name, result.value);
      const reported = values.get(key.name);
      if (reported === undefined) return;
      reported.value = result.value;
      reported.errors.push(...result.errors.map((error) => error.message));
    });
    this.#walk((key) => recommend(key, values.get(key.name), parsed));
    return { values: [...values.values()], parsed };
  }

  /** Visits settings that are nobody's dependent, and from each of them its dependents, theirs and so on. */
  #walk(visit: (key: ConfigKey) => void): void {
    const dependents = new Set([...this.#keys.values()].flatMap((key) => key.dependents));
    const descend = (name: string, way: readonly string[]) => {
      const key = this.#keys.get(name);
      if (key === undefined || way.includes(name)) return;
      visit(key);
      key.dependents.forEach((dependent) => descend(dependent, [...way, name]));
    };
    for (const name of this.#keys.keys()) if (!dependents.has(name)) descend(name, []);
  }

  #undefinedDependents(): string[] {
    const names = [...this.#keys.values()].flatMap((key) => key.dependents);
    return [...new Set(names)].filter((name) => !this.#keys.has(name));
  }
}

/** A ConfigValue without value and errors; for checks that report on settings of their own. */
export function createConfigValue(name: string): ConfigValue {
  return { name, value: null, recommendedValues: [], errors: [], visible: true };
}

interface ParsedKey {
  readonly value: ConfigData;
  readonly errors: ConfigError[];
}

const AS_WRITTEN = { prefix: '', dropsDuplicates: false };

function parseKey(key: ConfigKey, props: ConfigProps, { prefix, dropsDuplicates } = AS_WRITTEN): ParsedKey {
  const errors: ConfigError[] = [];
  const name = prefix + key.name;
  let value: ConfigData = null;
  const text = Object.hasOwn(props, name) ? props[name] : undefined;
  if (text !== undefined) {
    collectErrors(errors, () => {
      const parsed = parseConfigType(name, text, key.type);
      value = typeof parsed === 'string' ? (key.resolveClass?.(name, parsed) ?? parsed) : parsed;
    });
  } else if (key.defaultValue === undefined) {
    errors.push(missingValue(name));
  } else {
    value = copyData(key.defaultValue);
  }
  if (dropsDuplicates && Array.isArray(value)) value = [...new Set(value as readonly string[])];
  collectErrors(errors, () => key.validator?.ensureValid(name, value));
  return { value, errors };
}

function copyData(value: ConfigData): ConfigData {
  return Array.isArray(value) ? [...(value as readonly string[])] : value;
}

function missingValue(key: string): ConfigError {
  const message = `Missing required configuration "${key}" which has no default value.`;
  return new ConfigError(message, { findings: [{ key, reason: 'required, has no default value' }] });
}

function collectErrors(errors: ConfigError[], action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    errors.push(error);
  }
}

function combineErrors(errors: readonly ConfigError[]): ConfigError {
  const findings: ConfigFinding[] = errors.flatMap((error) => error.findings);
  return new ConfigError(errors.map((error) => error.message).join('\n'), { findings });
}

function recommend(key: ConfigKey, value: ConfigValue | undefined, parsed: ReadonlyMap<string, ConfigData>): void {
  if (key.recommender === undefined || value === undefined) return;
  const errors: ConfigError[] = [];
  collectErrors(errors, () => {
    const offered = key.recommender?.validValues(key.name, parsed) ?? [];
    const before = value.recommendedValues;
    value.recommendedValues =
      before.length === 0 ? offered : offered.filter((one) => before.some((other) => sameText(one, other)));
    value.visible = key.recommender?.visible(key.name, parsed) ?? true;
  });
  value.errors.push(...errors.map((error) => error.message));
}

function sameText(one: ConfigData, other: ConfigData): boolean {
  return configText(one) === configText(other);
}
