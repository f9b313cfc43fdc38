/** Owns one setting's definition: what an author writes, what it becomes, and the order in which definitions are shown. */
import {
  Password,
  parseConfigType,
  type ConfigData,
  type ConfigDefaultOf,
  type ConfigType,
  type Importance,
  type Width,
} from './config-types';
import type { Validator } from './validators';

/** Suggests values for a setting, and says whether it matters, in view of the values of the others. */
export interface Recommender {
  /** Values to offer. Throwing ConfigError adds its message to the setting's errors. */
  validValues(key: string, parsed: ReadonlyMap<string, ConfigData>): ConfigData[];
  /** Does the setting matter, given the others? */
  visible(key: string, parsed: ReadonlyMap<string, ConfigData>): boolean;
}

/** What an author writes to define one setting. Without `default` the setting is required; `default: null` is optional. */
export interface ConfigKeySpec<K extends string, T extends ConfigType, D extends ConfigDefaultOf<T> | null> {
  readonly name: K;
  readonly type: T;
  readonly default?: D;
  readonly validator?: Validator;
  readonly importance: Importance;
  readonly doc: string;
  readonly group?: string | null;
  readonly orderInGroup?: number;
  readonly width?: Width;
  /** How a form would call it; the name, if not given. */
  readonly displayName?: string;
  /** Names of settings whose validity or visibility hangs on this one. */
  readonly dependents?: readonly string[];
  readonly recommender?: Recommender;
  /** Of a CLASS: the full name of the class that the text means. Throwing ConfigError means that there is none. */
  readonly resolveClass?: (key: string, text: string) => string;
  /** Works, but is not documented. */
  readonly internal?: boolean;
}

/** A setting's definition, complete. */
export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigType;
  /** `undefined`: the setting is required. */
  readonly defaultValue: ConfigData | undefined;
  readonly validator: Validator | undefined;
  readonly importance: Importance;
  readonly doc: string;
  readonly group: string | null;
  /** -1: none. */
  readonly orderInGroup: number;
  readonly width: Width;
  readonly displayName: string;
  readonly dependents: readonly string[];
  readonly recommender: Recommender | undefined;
  readonly resolveClass: ((key: string, text: string) => string) | undefined;
  readonly internal: boolean;
}

/** Completes a definition. Throws ConfigError when the default is not a value that the definition allows. */
export function createConfigKey(
  spec: ConfigKeySpec<string, ConfigType, ConfigDefaultOf<ConfigType> | null>,
): ConfigKey {
  const defaultValue = spec.default === undefined ? undefined : parseDefault(spec.name, spec.default, spec.type);
  if (defaultValue !== undefined) spec.validator?.ensureValid(spec.name, defaultValue);
  return {
    name: spec.name,
    type: spec.type,
    defaultValue,
    validator: spec.validator,
    importance: spec.importance,
    doc: spec.doc,
    group: spec.group ?? null,
    orderInGroup: spec.orderInGroup ?? -1,
    width: spec.width ?? 'NONE',
    displayName: spec.displayName ?? spec.name,
    dependents: spec.dependents ?? [],
    recommender: spec.recommender,
    resolveClass: spec.resolveClass,
    internal: spec.internal ?? false,
  };
}

function parseDefault(key: string, value: ConfigData, type: ConfigType): ConfigData {
  if (typeof value === 'string') return parseConfigType(key, value, type);
  if (typeof value === 'number') return parseConfigType(key, String(value), type);
  if (Array.isArray(value)) return Object.freeze([...(value as readonly string[])]);
  return value instanceof Password ? new Password(value.value) : value;
}

const IMPORTANCE_ORDER: readonly Importance[] = ['HIGH', 'MEDIUM', 'LOW'];

/** Documentation order: by group, order in the group, required ones first, importance, name. */
export function sortConfigKeys(keys: Iterable<ConfigKey>, groups: readonly string[]): ConfigKey[] {
  const rank = (key: ConfigKey) => [
    key.group === null ? -1 : groups.indexOf(key.group),
    key.orderInGroup,
    key.defaultValue === undefined ? 0 : 1,
    IMPORTANCE_ORDER.indexOf(key.importance),
  ];
  return [...keys]
    .map((key) => ({ key, rank: rank(key) }))
    .sort((a, b) => compareRanks(a.rank, b.rank) || (a.key.name < b.key.name ? -1 : 1))
    .map(({ key }) => key);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((rank, index) => rank !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/** Where and under which name a definition becomes part of another one. */
export interface Embedding {
  readonly prefix: string;
  readonly group: string;
  readonly order: number;
}

/** A definition as part of another one. Its validator and recommender go on seeing names without the prefix. */
export function embedConfigKey(key: ConfigKey, { prefix, group, order }: Embedding): ConfigKey {
  const { validator, recommender, resolveClass } = key;
  return {
    ...key,
    name: prefix + key.name,
    group: key.group === null ? group : `${group}: ${key.group}`,
    orderInGroup: order,
    dependents: key.dependents.map((name) => prefix + name),
    validator: validator && {
      ensureValid: (name, value) => validator.ensureValid(name.slice(prefix.length), value),
      toString: () => validator.toString(),
    },
    recommender: recommender && embedRecommender(recommender, prefix),
    resolveClass: resolveClass && ((name, text) => resolveClass(name.slice(prefix.length), text)),
  };
}

function embedRecommender(base: Recommender, prefix: string): Recommender {
  const own = (parsed: ReadonlyMap<string, ConfigData>) =>
    new Map(
      [...parsed]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value] as const),
    );
  return {
    validValues: (name, parsed) => base.validValues(name.slice(prefix.length), own(parsed)),
    visible: (name, parsed) => base.visible(name.slice(prefix.length), own(parsed)),
  };
}
