/** Owns the action `plugins describe`: what a plugin is, the settings that it has, and how it is used. */
import type { Props } from '../../api/plugin';
import type { ConfigDef, ConfigKey } from '../../config/config-def';
import { printConfigReference } from '../../config/config-def-reference';
import { asError, ConnectError } from '../../errors';
import { definitionJson } from '../../rest/config-json';
import { commonConfigOf } from '../../runtime/connector-plugins';
import { TRANSFORM_CONDITION } from '../../runtime/enrichable-plugin';
import type { PluginDescriptor } from '../../runtime/plugin-descriptor';
import { kindsInWords } from '../../runtime/plugin-exports';
import type { PluginEntry } from '../../runtime/plugins';
import { processConversation } from '../conversation';
import { EXIT_CODES } from '../exit-code';
import { failureLine } from '../log-output';
import { openCatalogue, type PluginCatalogue } from './plugin-catalogue';
import { pluginExample } from './plugin-example';
import { kindsOf, originOf, type PluginsOptions } from './plugins-listing';

/** All that is told of a plugin. */
interface PluginDescription extends Omit<PluginEntry, 'simpleName' | 'location'> {
  readonly from: string;
  /** Classes that have the same settings and work on another part of a record. */
  readonly variants: readonly string[];
  readonly settings: readonly ConfigKey[];
  /** What each plugin of its kind has beside them. */
  readonly common: readonly ConfigKey[];
  readonly example: string;
}

/** What is to be described. */
export interface DescribeRequest {
  /** A class, a short name, a file or an npm package. */
  readonly reference: string;
  readonly worker: string | undefined;
  readonly connectors: readonly string[];
}

/** Describes a plugin. Gives the exit code: 78 for one that is not known or cannot be used, which is said on standard error. */
export async function describeByName(
  { reference, worker, connectors }: DescribeRequest,
  options: PluginsOptions & { readonly all?: boolean },
): Promise<number> {
  const talk = options.conversation ?? processConversation();
  const catalogue = await openCatalogue({ ...options, worker, connectors });
  try {
    const description = await describe(catalogue, reference, options);
    talk.print(options.json === true ? jsonText(description) : text(description, options.all === true));
    return EXIT_CODES.DONE;
  } catch (thrown) {
    const { message } = asError(thrown);
    const remedy = thrown instanceof ConnectError ? ' `plugins list` shows all that are known.' : '';
    talk.say(failureLine(options.secrets.redact(message + remedy), undefined).trimEnd());
    return EXIT_CODES.CHECK_REFUSED;
  }
}

async function describe(
  { plugins, folders }: PluginCatalogue,
  reference: string,
  { type }: PluginsOptions,
): Promise<PluginDescription> {
  const kinds = kindsOf(type);
  const all = await plugins.inventory();
  const nested = variantsOf(all, reference.trim());
  const named = nested.find(({ className }) => className.endsWith('$Value')) ?? nested[0];
  const plugin = await plugins.loadAny(kinds, named?.className ?? reference, folders);
  const entry = (await plugins.inventory()).find(({ className }) => className === plugin.className);
  const wanted = plugin.kinds.filter((kind) => kinds.includes(kind));
  const definition = (plugin.create() as { config?(): ConfigDef }).config?.();
  const settings = shownKeys(definition);
  const [base = ''] = plugin.className.split('$');
  return {
    ...{ className: plugin.className, kinds: wanted, version: plugin.version, from: originOf(plugin) },
    ...{ aliases: entry?.aliases ?? [], settings, common: commonOf(plugin, settings) },
    variants: variantsOf(all, base).map(({ className }) => className),
    example: pluginExample({
      ...{ simpleName: plugin.simpleName, kinds: wanted, reference: plugin.className, settings },
      accepts: (props) => accepts(plugin, props),
    }),
  };
}

/** Transforms and predicates say when they are configured what they miss; of others nothing is asked. */
function accepts(plugin: PluginDescriptor, props: Props): boolean {
  if (!plugin.kinds.some((kind) => kind === 'transformation' || kind === 'predicate')) return true;
  const instance = plugin.create() as { configure(given: Props): unknown };
  try {
    instance.configure(props);
    return true;
  } catch {
    return false;
  }
}

/** Java's base classes, such as Cast, stand for the classes nested in them. */
function variantsOf(all: readonly PluginEntry[], name: string): PluginEntry[] {
  return all.filter(
    ({ className, simpleName }) => className.startsWith(`${name}$`) || simpleName.startsWith(`${name}$`),
  );
}

function commonOf(plugin: PluginDescriptor, own: readonly ConfigKey[]): ConfigKey[] {
  const common = plugin.kinds.includes('transformation') ? TRANSFORM_CONDITION : commonConfigOf(plugin);
  return shownKeys(common).filter(({ name }) => !own.some((key) => key.name === name));
}

function shownKeys(definition: ConfigDef | undefined): ConfigKey[] {
  return (definition?.sortedKeys() ?? []).filter(({ internal }) => !internal);
}

function text({ settings, common, ...plugin }: PluginDescription, showsAll: boolean): string {
  const kinds = kindsInWords(plugin.kinds).replaceAll(' or ', ' and ');
  const names = plugin.aliases.length === 0 ? [] : [`short names: ${plugin.aliases.join(', ')}`];
  const variants = plugin.variants.length > 1 ? [`variants: ${plugin.variants.join(', ')}`] : [];
  const head = [plugin.className, `${kinds}, version ${plugin.version ?? 'not known'}, ${plugin.from}`];
  const sections = [[...head, ...names, ...variants, ''].join('\n')];
  if (settings.length === 0) sections.push('It has no settings of its own.\n');
  sections.push(...groupsOf(settings).map(([group, keys]) => section(`Settings${group}`, keys)));
  if (common.length > 0 && !showsAll) {
    sections.push(
      `Settings that all of its kind have (--all describes them): ${common.map(({ name }) => name).join(', ')}\n`,
    );
  }
  if (showsAll)
    sections.push(...groupsOf(common).map(([group, keys]) => section(`Settings of all of its kind${group}`, keys)));
  return [...sections, `Example:\n\n${plugin.example}`].join('\n');
}

function section(title: string, keys: readonly ConfigKey[]): string {
  return `${title}:\n\n${printConfigReference(keys)}`;
}

/** By group, in documentation order. */
function groupsOf(keys: readonly ConfigKey[]): [group: string, keys: ConfigKey[]][] {
  const groups = new Map<string, ConfigKey[]>();
  for (const key of keys) {
    const title = key.group === null ? '' : `, ${key.group}`;
    groups.set(title, [...(groups.get(title) ?? []), key]);
  }
  return [...groups];
}

function jsonText({ className, kinds, aliases, from, variants, ...rest }: PluginDescription): string {
  const [settings, common] = [rest.settings, rest.common].map((keys) =>
    keys.map((key) => ({ ...definitionJson(key), valid: key.validator?.toString() || null })),
  );
  const printed = {
    class: className,
    types: kinds,
    version: rest.version ?? null,
    aliases,
    from,
    variants,
    settings,
    common,
  };
  return `${JSON.stringify({ ...printed, example: rest.example }, null, 2)}\n`;
}
