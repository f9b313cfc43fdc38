/** Owns the settings of the transforms and predicates that a connector names: `transforms.<alias>.*`, `predicates.<alias>.*`. */
import { ConfigDef, type Recommender } from '../config/config-def';
import {
  configText,
  invalidValue,
  javaTrim,
  parseConfigType,
  type ConfigData,
  type ConfigProps,
} from '../config/config-types';
import { lambdaValidator } from '../config/validators';
import { ConfigError } from '../errors';

export type EnrichableKind = 'transformation' | 'predicate';

/** What a class name turned out to mean. */
export interface PluginResolution {
  /** The full name; `undefined`: there is no such class, and `problem` says so. */
  readonly className?: string | undefined;
  readonly version?: string | null | undefined;
  /** The definition of the plugin's own settings. */
  readonly config?: ConfigDef | undefined;
  /** Why the class cannot be used: not found, of another kind, abstract. */
  readonly problem?: string | undefined;
  /** Why it does not have the version that was asked for; reported at both keys. */
  readonly versionProblem?: string | undefined;
}

/** What is asked of the registry of plugins. */
export interface PluginResolver {
  /** `version`: what `plugin.version` asks for. Does not reject for what the user got wrong. */
  resolve(kind: EnrichableKind, reference: string, version: string | null): Promise<PluginResolution>;
  /** The classes that may be named. */
  classNames(kind: EnrichableKind): Promise<readonly string[]>;
}

interface KindNames {
  readonly kind: EnrichableKind;
  readonly listKey: 'transforms' | 'predicates';
  readonly title: string;
  readonly noun: string;
}

const KINDS: readonly KindNames[] = [
  { kind: 'transformation', listKey: 'transforms', title: 'Transforms', noun: 'Transformation' },
  { kind: 'predicate', listKey: 'predicates', title: 'Predicates', noun: 'Predicate' },
];

/** The settings that every transform has beside its own; taken out before it is configured. */
export const TRANSFORM_CONDITION = new ConfigDef()
  .define({
    name: 'predicate',
    type: 'STRING',
    default: null,
    importance: 'MEDIUM',
    doc: 'Alias of a predicate: only records that it is true for go through the transform.',
  })
  .define({
    name: 'negate',
    type: 'BOOLEAN',
    default: false,
    importance: 'MEDIUM',
    doc: 'Turn the predicate around.',
  });

/**
 * The definition together with the settings of all transforms and predicates that `props` name. A class that cannot be
 * used is a complaint of its `type` key when the result validates or parses; only the resolver's own failures reject.
 */
export async function enrichWithPlugins(
  base: ConfigDef,
  props: ConfigProps,
  resolver: PluginResolver,
): Promise<ConfigDef> {
  const def = base.copy();
  for (const names of KINDS) {
    const aliases = aliasesOf(props[names.listKey] ?? '');
    if (aliases.length === 0) continue;
    const classNames = await resolver.classNames(names.kind);
    for (const alias of aliases) {
      const entry = { ...names, alias, prefix: `${names.listKey}.${alias}.`, group: `${names.title}: ${alias}` };
      addPlugin(def, { entry, classNames, props, resolution: await resolveEntry(entry, props, resolver) });
    }
  }
  return def;
}

/** The aliases of `transforms` or `predicates`, each once, in order. */
export function aliasesOf(list: string): string[] {
  return [...new Set(parseConfigType('aliases', list, 'LIST') as readonly string[])];
}

/** Throws ConfigError for an alias of `transforms` or `predicates` without a class. */
export function requirePluginTypes(props: ConfigProps): void {
  for (const { listKey, noun } of KINDS) {
    for (const alias of aliasesOf(props[listKey] ?? '')) {
      const key = `${listKey}.${alias}.type`;
      if (props[key] === undefined || props[key] === null) throw invalidValue(key, null, `Not a ${noun}`);
    }
  }
}

interface Entry extends KindNames {
  readonly alias: string;
  readonly prefix: string;
  readonly group: string;
}

async function resolveEntry(entry: Entry, props: ConfigProps, resolver: PluginResolver): Promise<PluginResolution> {
  const reference = javaTrim(props[`${entry.prefix}type`] ?? '');
  if (reference === '') return {};
  return resolver.resolve(entry.kind, reference, props[`${entry.prefix}plugin.version`] ?? null);
}

interface PluginEntry {
  readonly entry: Entry;
  readonly classNames: readonly string[];
  readonly props: ConfigProps;
  readonly resolution: PluginResolution;
}

function addPlugin(def: ConfigDef, plugin: PluginEntry): void {
  const { entry, resolution } = plugin;
  def.include(typeDef(plugin)).include(versionDef(plugin));
  if (resolution.className === undefined || resolution.problem !== undefined) return;
  const own = (resolution.config ?? new ConfigDef()).copy();
  const child =
    entry.kind === 'predicate' ? own : own.without('predicate').without('negate').include(TRANSFORM_CONDITION);
  def.embed({ prefix: entry.prefix, group: entry.group, order: 2 }, child);
}

function typeDef({ entry, classNames, props, resolution }: PluginEntry): ConfigDef {
  const { className, problem, versionProblem } = resolution;
  const resolveClass = (key: string, reference: string) => {
    if (className !== undefined) return className;
    throw invalidValue(key, reference, problem ?? `Not a ${entry.noun}`);
  };
  const ensureUsable = (key: string, value: ConfigData) => {
    const complaint = problem ?? versionProblem ?? negationProblem(entry, props);
    if (value === null || complaint === undefined) return;
    throw new ConfigError(complaint, { findings: [{ key, value: className ?? null, reason: complaint }] });
  };
  return new ConfigDef().define({
    name: `${entry.prefix}type`,
    type: 'CLASS',
    resolveClass,
    validator: lambdaValidator(ensureUsable, () => `class of a ${entry.noun.toLowerCase()}`),
    recommender: recommend(classNames),
    importance: 'HIGH',
    doc: `Class of the ${entry.noun.toLowerCase()} with alias ${entry.alias}.`,
    group: entry.group,
    orderInGroup: 0,
    width: 'LONG',
    displayName: `${entry.noun} type for ${entry.alias}`,
  });
}

function versionDef({ entry, resolution }: PluginEntry): ConfigDef {
  const { version, versionProblem } = resolution;
  const ensureVersion = (key: string, value: ConfigData) => {
    if (versionProblem === undefined || value === null) return;
    throw new ConfigError(versionProblem, { findings: [{ key, value: configText(value), reason: versionProblem }] });
  };
  const spec = {
    name: `${entry.prefix}plugin.version`,
    type: 'STRING',
    default: version ?? null,
    recommender: recommend(version === null || version === undefined ? [] : [version]),
    importance: 'HIGH',
    doc: `Version that the ${entry.noun.toLowerCase()} with alias ${entry.alias} must have.`,
    group: entry.group,
    orderInGroup: 1,
    width: 'LONG',
    displayName: `${entry.noun} version for ${entry.alias}`,
  } as const;
  if (versionProblem === undefined) return new ConfigDef().define(spec);
  return new ConfigDef().define({
    ...spec,
    default: null,
    validator: lambdaValidator(ensureVersion, () => 'version or range of versions'),
  });
}

function negationProblem({ prefix, kind }: Entry, props: ConfigProps): string | undefined {
  const isNegated = kind === 'transformation' && Object.hasOwn(props, `${prefix}negate`);
  if (!isNegated || Object.hasOwn(props, `${prefix}predicate`)) return undefined;
  return `Config '${prefix}negate' was provided but there is no config '${prefix}predicate' defining a predicate to be negated.`;
}

function recommend(values: readonly string[]): Recommender {
  return { validValues: () => [...values], visible: () => true };
}
