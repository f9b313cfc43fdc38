/** Owns under which short names a plugin is known (Java's aliases). */
import type { PluginKind } from '../api/plugin';

/** What is cut off a simple name to make the shortest alias, by kind. */
const SUFFIXES: Readonly<Partial<Record<PluginKind, string>>> = {
  source: 'Connector',
  sink: 'Connector',
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
  configprovider: 'ConfigProvider',
};

/** A plugin as far as its aliases go. */
export interface NamedPlugin {
  readonly simpleName: string;
  readonly kinds: readonly PluginKind[];
}

/** `org.example.FooSink` → `FooSink`, `…transforms.Cast$Value` → `Cast$Value`. */
export function simpleNameOf(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

/** The short names of a plugin as one of its kinds: the simple name, and that cut at the last occurrence of the suffix. */
export function aliasesOf(simpleName: string, kind: PluginKind): string[] {
  const suffix = SUFFIXES[kind];
  const cut = suffix === undefined ? -1 : simpleName.lastIndexOf(suffix);
  return cut > 0 ? [simpleName, simpleName.slice(0, cut)] : [simpleName];
}

/** Which plugin each short name stands for. A name that fits two plugins stands for none. */
export class AliasIndex<P extends NamedPlugin> {
  readonly #byAlias = new Map<string, Set<P>>();

  constructor(plugins: Iterable<P>) {
    for (const plugin of plugins) {
      for (const alias of plugin.kinds.flatMap((kind) => aliasesOf(plugin.simpleName, kind))) this.#add(alias, plugin);
    }
  }

  /** The plugin that a short name stands for. Case matters. */
  get(alias: string): P | undefined {
    const plugins = this.#byAlias.get(alias);
    return plugins?.size === 1 ? [...plugins][0] : undefined;
  }

  #add(alias: string, plugin: P): void {
    const known = this.#byAlias.get(alias);
    if (known === undefined) this.#byAlias.set(alias, new Set([plugin]));
    else known.add(plugin);
  }
}
