/** Owns the plugins that are not shipped: files, npm packages and what lies on `plugin.path`. */
import type { PluginKind } from '../api/plugin';
import { asError } from '../errors';
import type { Logger } from '../logger';
import { describePlugin, type PluginClass, type PluginDescriptor } from './plugin-descriptor';
import { chooseExport, exportedPlugins, type ExportedPlugin } from './plugin-exports';
import { locateFile, locatePackage, modulesOfPluginPath, type PluginModule, type PluginSearch } from './plugin-locator';
import { pluginError } from './plugin-miss';
import { importPluginModule } from './plugin-module-loader';
import { AliasIndex } from './plugin-names';
import { withExtensionClasses } from './rest-extension-exports';
import { isOfKind, type PluginRequest } from './plugin-request';

/** Every kind that can be named in a setting. */
export const ALL_KINDS: readonly PluginKind[] = [
  'source',
  'sink',
  'transformation',
  'predicate',
  'converter',
  'header_converter',
  'configprovider',
  'rest_extension',
];

/** Finds plugins and remembers each class under the name it was first found by. */
export class OutsidePlugins {
  readonly #pluginPath: readonly string[];
  readonly #logger: Logger | undefined;
  readonly #found = new Map<PluginClass, PluginDescriptor>();
  readonly #onPath = new Set<PluginDescriptor>();
  #scan: Promise<void> | undefined;

  /** `pluginPath`: absolute folders. */
  constructor(pluginPath: readonly string[], logger?: Logger) {
    this.#pluginPath = pluginPath;
    this.#logger = logger;
  }

  /** Where a reference leads, taken as a file or as an npm package. */
  async locate({ kinds, reference, folders }: PluginRequest): Promise<PluginSearch> {
    try {
      if (reference.looksLikeFile) return await locateFile(reference, folders);
      return await locatePackage(reference, folders, this.#pluginPath);
    } catch (thrown) {
      throw unusable(kinds, reference.text, thrown);
    }
  }

  /** The plugin that a request means in a module. Rejects when the module does not load or has none that fits. */
  async pick({ kinds, reference }: PluginRequest, module: PluginModule): Promise<PluginDescriptor> {
    const subject = `${reference.text} (${module.file})`;
    const exported = await importPluginModule(module.file).catch((thrown: unknown) => {
      throw unusable(kinds, subject, thrown);
    });
    const { exportName } = reference;
    const exports = kinds.includes('rest_extension') ? withExtensionClasses(exported, exportName) : exported;
    const chosen = chooseExport(exports, kinds, exportName);
    if (typeof chosen === 'string') throw pluginError(kinds, `${subject} cannot be used: ${chosen}`);
    return this.#describe(chosen, module, reference.text);
  }

  /** The plugin on `plugin.path`, or found before, whose name or alias this is. */
  async byName({ kinds, reference }: PluginRequest): Promise<PluginDescriptor | undefined> {
    const candidates = (await this.all()).filter((plugin) => isOfKind(plugin, kinds));
    const aliases = new AliasIndex(candidates);
    return candidates.find(({ className }) => className === reference.text) ?? aliases.get(reference.text);
  }

  /** Everything on `plugin.path`, which is loaded for this, and everything found before. */
  async all(): Promise<PluginDescriptor[]> {
    await (this.#scan ??= this.#scanPluginPath());
    return [...this.#found.values()];
  }

  /** What lies on `plugin.path`: known by short names without having been named before. */
  async onPluginPath(): Promise<PluginDescriptor[]> {
    await this.all();
    return [...this.#onPath];
  }

  async #scanPluginPath(): Promise<void> {
    for (const module of await modulesOfPluginPath(this.#pluginPath)) {
      try {
        const plugins = exportedPlugins(await importPluginModule(module.file), ALL_KINDS);
        for (const plugin of plugins) {
          this.#onPath.add(this.#describe(plugin, module, `${module.packageName ?? module.file}#${plugin.name}`));
        }
      } catch (thrown) {
        this.#logger?.warn({ err: asError(thrown) }, `Left out ${module.file} on plugin.path: it cannot be loaded`);
      }
    }
  }

  #describe({ name, pluginClass }: ExportedPlugin, module: PluginModule, className: string): PluginDescriptor {
    const known = this.#found.get(pluginClass);
    if (known !== undefined) return known;
    const origin = { className, simpleName: name, location: module.file, packageVersion: module.packageVersion };
    const descriptor = describePlugin(pluginClass, origin);
    this.#found.set(pluginClass, descriptor);
    return descriptor;
  }
}

function unusable(kinds: readonly PluginKind[], subject: string, thrown: unknown): Error {
  return pluginError(kinds, `${subject} cannot be used: ${asError(thrown).message}`, thrown);
}
