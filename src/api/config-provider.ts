/** Owns where the values behind `${provider:path:key}` come from. */
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type Props } from './plugin';

/** What a provider answers. */
export interface ConfigData {
  readonly data: ReadonlyMap<string, string>;
  /** Milliseconds after which the values must be asked for again; `null`: they stay. */
  readonly ttl: number | null;
  /** Why there may be less than was asked for, for the log. */
  readonly missing?: string;
}

/** Looks up values for placeholders in configurations. One instance per worker. */
export abstract class ConfigProvider {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['configprovider'];

  /** Called once before use, with the settings below `config.providers.<name>.param.`, prefix removed. */
  abstract configure(props: Props): void;

  /** The values of `keys` at `path`, of all keys when `keys` is undefined. Keys that are not there are left out. */
  abstract get(path: string | null, keys?: ReadonlySet<string>): MaybePromise<ConfigData>;

  /** Called once after the last use. */
  close?(): MaybePromise<void>;
}
