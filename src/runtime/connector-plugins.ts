/** Owns what users may ask about plugins: which there are, what settings they have, whether settings are valid. */
import type { ConfigDef, ConfigKey } from '../config/config-def';
import { BadRequestError, ConnectError, NotFoundError } from '../errors';
import type { RawConfig } from '../storage/config-backing-store';
import type { ConfigInfos } from './config-infos';
import type { ConnectorConfigValidator } from './connector-config-validator';
import type { PluginDescriptor } from './plugin-descriptor';
import { aliasesOf, simpleNameOf } from './plugin-names';
import type { PluginInfo, Plugins } from './plugins';
import { sinkConnectorConfigDef } from './sink-connector-config';
import { sourceConnectorConfigDef } from './source-connector-config';

/** Answers about plugins. */
export class ConnectorPlugins {
  readonly #plugins: Plugins;
  readonly #validator: ConnectorConfigValidator;

  constructor(plugins: Plugins, validator: ConnectorConfigValidator) {
    this.#plugins = plugins;
    this.#validator = validator;
  }

  async list({ connectorsOnly }: { readonly connectorsOnly: boolean }): Promise<PluginInfo[]> {
    const all = await this.#plugins.list();
    return connectorsOnly ? all.filter(({ type }) => type === 'sink' || type === 'source') : all;
  }

  /** The definitions of a plugin's settings, of a connector also the common ones. Rejects with NotFoundError. */
  async config(name: string): Promise<ConfigKey[]> {
    const plugin = await this.#find(name);
    const instance = plugin.create() as { config?(): ConfigDef };
    const own = new Map(instance.config?.().configKeys);
    for (const [key, definition] of commonConfigOf(plugin)?.configKeys ?? []) {
      if (!own.has(key)) own.set(key, definition);
    }
    return [...own.values()];
  }

  /**
   * Checks settings for a connector that `name` stands for. Rejects with BadRequestError when they are for another one, or
   * for none that is known.
   */
  async validate(name: string, config: RawConfig): Promise<ConfigInfos> {
    const included = config['connector.class'];
    if (typeof included === 'string' && !isSamePlugin(included, name)) {
      throw new BadRequestError(`Included connector type ${included} does not match request type ${name}`);
    }
    try {
      return await this.#validator.report(config, undefined);
    } catch (thrown) {
      if (!(thrown instanceof ConnectError) || thrown instanceof BadRequestError) throw thrown;
      throw new BadRequestError(thrown.message, { cause: thrown });
    }
  }

  /** Only what is listed: nobody may have a file or package read in by asking for its settings. */
  async #find(name: string): Promise<PluginDescriptor> {
    const listed = await this.#plugins.list();
    const found =
      listed.find((plugin) => plugin.class === name) ??
      listed.find((plugin) => aliasesOf(simpleNameOf(plugin.class), plugin.type).includes(name));
    if (found === undefined) throw new NotFoundError(`Unknown plugin ${name}.`);
    return this.#plugins.load(found.type, found.class);
  }
}

/** The settings that every connector of its kind has; undefined for what is no connector. */
export function commonConfigOf({ kinds, version }: PluginDescriptor): ConfigDef | undefined {
  const hints = { connector: { version: version ?? null } };
  if (kinds.includes('sink')) return sinkConnectorConfigDef(hints);
  return kinds.includes('source') ? sourceConnectorConfigDef(hints) : undefined;
}

/** The name in the path is the class, or its end after a dot; `Connector` may be left out at the end of either. */
function isSamePlugin(included: string, name: string): boolean {
  const [long, short] = [included, name].map((text) => text.replace(/Connector$/, ''));
  if (long === undefined || short === undefined) return false;
  return (
    long === short || (/[./#$]$/.test(long.slice(0, Math.max(0, long.length - short.length))) && long.endsWith(short))
  );
}
