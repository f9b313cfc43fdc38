/** Owns which plugin a setting means: a shipped class, its alias, a file, an npm package, or something on `plugin.path`. */
import type { Props } from '../api/plugin';
import { resolve } from 'node:path';
import type { PluginKind } from '../api/plugin';
import type { Logger } from '../logger';
import { VERSION } from '../version';
import { BUILTIN_PLUGINS, loadBuiltin, type BuiltinPlugin } from './builtin-plugins';
import { OutsidePlugins } from './outside-plugins';
import { describePlugin, type PluginDescriptor } from './plugin-descriptor';
import { abstractClassError, missError, wrongKindError } from './plugin-miss';
import { AliasIndex, aliasesOf, type NamedPlugin } from './plugin-names';
import { parsePluginReference } from './plugin-reference';
import { isOfKind, type PluginRequest } from './plugin-request';

/** A line of `GET /connector-plugins`; no `version` when it is not known. */
export interface PluginInfo {
  readonly class: string;
  readonly type: PluginKind;
  readonly version?: string;
}

/** Settings of the registry. */
export interface PluginsOptions {
  /** The folders of the worker's `plugin.path`; relative ones are taken from the working directory. */
  readonly pluginPath?: readonly string[];
  /** Told of what is left out on `plugin.path`. */
  readonly logger?: Logger;
}

/** A plugin as a listing tells of it, of whatever kinds it is. */
export interface PluginEntry {
  readonly className: string;
  readonly simpleName: string;
  readonly kinds: readonly PluginKind[];
  readonly version: string | undefined;
  /** Short names that stand for it, the shortest last. None where it is known by its file or package only. */
  readonly aliases: readonly string[];
  /** As of the descriptor. */
  readonly location: string;
}

/** The location of what is shipped, as in Java. */
export const SHIPPED = 'classpath';

const LISTED_KINDS = ['sink', 'source', 'transformation', 'predicate', 'converter', 'header_converter'] as const;

/** The plugins of one worker. What was loaded stays loaded; what failed is tried again when it is asked for again. */
export class Plugins {
  readonly #outside: OutsidePlugins;
  readonly #builtins = new Map(BUILTIN_PLUGINS.map((builtin) => [builtin.className, builtin]));
  readonly #builtinAliases = new AliasIndex(BUILTIN_PLUGINS);
  readonly #answers = new Map<string, Promise<PluginDescriptor>>();

  constructor(options: PluginsOptions = {}) {
    const pluginPath = (options.pluginPath ?? []).map((folder) => resolve(folder));
    this.#outside = new OutsidePlugins(pluginPath, options.logger);
  }

  /**
   * The plugin that a setting names. `searchFolders`: where files and npm packages are looked for, before the working
   * directory; usually the folder of the connector file. Rejects with ConfigError (for connectors ConnectError), which
   * says what was looked for, where, and what to do.
   */
  load<K extends PluginKind>(
    kind: K,
    reference: string,
    searchFolders: readonly string[] = [],
  ): Promise<PluginDescriptor<K>> {
    return this.#load([kind], reference, searchFolders);
  }

  /** The connector that `connector.class` names, whichever kind it is: `kinds` of the answer tells. As `load` otherwise. */
  loadConnector(
    reference: string,
    searchFolders: readonly string[] = [],
  ): Promise<PluginDescriptor<'sink' | 'source'>> {
    return this.#load(['sink', 'source'], reference, searchFolders);
  }

  /** The plugin of any of these kinds that a name stands for. As `load` otherwise. */
  loadAny(
    kinds: readonly PluginKind[],
    reference: string,
    searchFolders: readonly string[] = [],
  ): Promise<PluginDescriptor> {
    return this.#load(kinds, reference, searchFolders);
  }

  /** What is shipped, what lies on `plugin.path` and what was loaded from elsewhere, in Java's order. */
  async list(): Promise<PluginInfo[]> {
    const plugins = await this.inventory();
    return LISTED_KINDS.flatMap((type) => plugins.filter(({ kinds }) => kinds.includes(type)).map(infoAs(type)));
  }

  /** The same of all kinds, config providers and REST extensions too, by class. */
  async inventory(): Promise<PluginEntry[]> {
    const outside = await this.#outside.all();
    const named = new AliasIndex(await this.#outside.onPluginPath());
    const shipped = BUILTIN_PLUGINS.map((builtin): PluginEntry => ({
      ...{ className: builtin.className, simpleName: builtin.simpleName, kinds: builtin.kinds },
      ...{ version: VERSION, location: SHIPPED },
      aliases: namesThatLeadTo(builtin, (alias) => this.#builtinAliases.get(alias)),
    }));
    const others = outside.map((plugin): PluginEntry => {
      const { className, simpleName, kinds, version, location } = plugin;
      // A short name that is shipped stands for what is shipped.
      const leadsTo = (alias: string) => (this.#builtinAliases.get(alias) === undefined ? named.get(alias) : undefined);
      return { className, simpleName, kinds, version, location, aliases: namesThatLeadTo(plugin, leadsTo) };
    });
    return [...shipped, ...others].sort(byClassName);
  }

  #load<K extends PluginKind>(
    kinds: readonly K[],
    text: string,
    searchFolders: readonly string[],
  ): Promise<PluginDescriptor<K>> {
    const folders = [...searchFolders, process.cwd()].map((folder) => resolve(folder));
    const key = JSON.stringify([kinds, text, folders]);
    let answer = this.#answers.get(key);
    if (answer === undefined) {
      answer = this.#find({ kinds, reference: parsePluginReference(text), folders });
      this.#answers.set(key, answer);
      answer.catch(() => this.#answers.delete(key));
    }
    return answer as Promise<PluginDescriptor<K>>; // #find answers with a plugin of these kinds or rejects
  }

  async #find(request: PluginRequest): Promise<PluginDescriptor> {
    const builtin = this.#findBuiltin(request);
    if (builtin !== undefined) return describeBuiltin(builtin);
    const { found, searched } = await this.#outside.locate(request);
    if (found !== undefined) return this.#outside.pick(request, found);
    const named = await this.#outside.byName(request);
    if (named !== undefined) return named;
    const all = [...BUILTIN_PLUGINS, ...(await this.#outside.all())];
    const known = all.filter((plugin) => isOfKind(plugin, request.kinds)).sort(byClassName);
    const otherwise = this.#builtinAliases.get(request.reference.text)?.className;
    throw missError({ ...request, known, searched, otherwise });
  }

  #findBuiltin({ kinds, reference }: PluginRequest): BuiltinPlugin | undefined {
    const name = reference.text;
    const exact = this.#builtins.get(name);
    if (exact !== undefined && !isOfKind(exact, kinds)) throw wrongKindError(name, kinds, exact.kinds);
    if (exact !== undefined) return exact;
    const nested = BUILTIN_PLUGINS.filter(
      ({ className, simpleName }) => className.startsWith(`${name}$`) || simpleName.startsWith(`${name}$`),
    );
    if (nested.length > 0) throw abstractClassError(name, kinds, nested);
    const alias = this.#builtinAliases.get(name);
    return alias !== undefined && isOfKind(alias, kinds) ? alias : undefined;
  }
}

function describeBuiltin(builtin: BuiltinPlugin): PluginDescriptor {
  const { className, simpleName } = builtin;
  return describePlugin(loadBuiltin(builtin), {
    className,
    simpleName,
    location: SHIPPED,
    packageVersion: VERSION,
  });
}

function namesThatLeadTo(plugin: NamedPlugin, leadsTo: (alias: string) => NamedPlugin | undefined): string[] {
  const aliases = new Set(plugin.kinds.flatMap((kind) => aliasesOf(plugin.simpleName, kind)));
  return [...aliases].filter((alias) => leadsTo(alias) === plugin);
}

function byClassName(a: { className: string }, b: { className: string }): number {
  return a.className < b.className ? -1 : 1;
}

function infoAs(type: PluginKind) {
  return ({ className, version }: { className: string; version: string | undefined }): PluginInfo => ({
    class: className,
    type,
    ...(version === undefined ? {} : { version }),
  });
}

/** The folders that `plugin.path` of a worker names. */
export function pluginPathOf(props: Props): string[] {
  const path = props['plugin.path'];
  return typeof path === 'string' ? path.split(',').map((folder) => folder.trim()) : [];
}
