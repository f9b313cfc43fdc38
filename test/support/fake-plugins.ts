/** Plugins by name, without any file: what a test registers can be loaded. */
import { pluginKindsOf, type PluginKind } from '../../src/api/plugin';
import { ConfigError, ConnectError } from '../../src/errors';
import { describePlugin, type PluginClass, type PluginDescriptor } from '../../src/runtime/plugin-descriptor';
import type { Plugins } from '../../src/runtime/plugins';

/** A registry for tests. `plugins` is what the runtime is given. */
export class FakePlugins {
  /** The folders of every look-up, by reference. */
  readonly folders = new Map<string, readonly string[]>();
  readonly #classes: Readonly<Record<string, PluginClass>>;

  constructor(classes: Readonly<Record<string, PluginClass>>) {
    this.#classes = classes;
  }

  get plugins(): Plugins {
    return {
      load: (kind: PluginKind, reference: string, folders: readonly string[] = []) =>
        this.#find([kind], reference, folders),
      loadConnector: (reference: string, folders: readonly string[] = []) =>
        this.#find(['source', 'sink'], reference, folders),
      list: () =>
        Promise.resolve(
          Object.entries(this.#classes).flatMap(([name, pluginClass]) =>
            pluginKindsOf(pluginClass).map((type) => ({ class: name, type })),
          ),
        ),
    } as unknown as Plugins;
  }

  #find(kinds: readonly PluginKind[], reference: string, folders: readonly string[]): Promise<PluginDescriptor> {
    this.folders.set(reference, folders);
    const found = this.#classes[reference];
    if (found !== undefined && pluginKindsOf(found).some((kind) => kinds.includes(kind))) {
      const origin = { className: reference, simpleName: reference, location: 'test', packageVersion: undefined };
      return Promise.resolve(describePlugin(found, origin));
    }
    const message = `Class ${reference} could not be found.`;
    return Promise.reject(kinds.includes('source') ? new ConnectError(message) : new ConfigError(message));
  }
}
