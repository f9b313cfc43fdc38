/** Owns which REST extensions a worker has: those of `rest.extension.classes`, in that order. */
import type { Props } from '../api/plugin';
import type { RestExtension } from '../api/rest-extension';
import { asError, ConfigError } from '../errors';
import type { Plugins } from './plugins';

const KEY = 'rest.extension.classes';

/** An extension with the name that the settings give it. */
export interface NamedRestExtension {
  readonly name: string;
  readonly version: string | undefined;
  readonly extension: RestExtension;
}

/** Where extensions come from. */
export interface RestExtensionsOptions {
  readonly plugins: Plugins;
  /** The settings of the worker, placeholders resolved. */
  readonly props: Props;
  /** Where files and packages are looked for, before the working directory. */
  readonly folders: readonly string[];
}

/** Makes and configures them. Rejects with ConfigError for one that cannot be found, made or configured. */
export async function createRestExtensions(
  names: readonly string[],
  { plugins, props, folders }: RestExtensionsOptions,
): Promise<NamedRestExtension[]> {
  const extensions: NamedRestExtension[] = [];
  for (const name of names) {
    try {
      const plugin = await plugins.load('rest_extension', name, folders);
      const extension = plugin.create();
      extension.configure?.(props);
      extensions.push({ name, version: plugin.version, extension });
    } catch (thrown) {
      const reason = asError(thrown).message;
      throw new ConfigError(`Invalid value ${name} for configuration ${KEY}: ${reason}`, {
        cause: thrown,
        findings: [{ key: KEY, value: name, reason }],
      });
    }
  }
  return extensions;
}
