/** Owns which config providers a worker has: those of `config.providers`, or `env`, `file` and `dir` when it names none. */
import type { ConfigProvider } from '../api/config-provider';
import type { Props } from '../api/plugin';
import { ConfigError } from '../errors';
import type { Plugins } from './plugins';
import { withoutPrefix } from './prefixed-config';

const PACKAGE = 'org.apache.kafka.common.config.provider';

/** What a worker has without `config.providers`; Apache's has none. */
const DEFAULT_PROVIDERS: Readonly<Record<string, string>> = {
  env: `${PACKAGE}.EnvVarConfigProvider`,
  file: `${PACKAGE}.FileConfigProvider`,
  dir: `${PACKAGE}.DirectoryConfigProvider`,
};

/** Makes and configures the providers. Rejects with ConfigError for one without a class or with one that cannot be used. */
export async function createConfigProviders(
  plugins: Plugins,
  worker: Props,
  folders: readonly string[],
): Promise<ReadonlyMap<string, ConfigProvider>> {
  const providers = new Map<string, ConfigProvider>();
  for (const [name, className] of namedProviders(worker)) {
    const provider = (await plugins.load('configprovider', className, folders)).create();
    provider.configure(withoutPrefix(worker, `config.providers.${name}.param.`));
    providers.set(name, provider);
  }
  return providers;
}

function namedProviders(worker: Props): [name: string, className: string][] {
  const list = worker['config.providers'];
  if (list === undefined || list === null || list.trim() === '') return Object.entries(DEFAULT_PROVIDERS);
  return list.split(',').map((name) => {
    const trimmed = name.trim();
    const key = `config.providers.${trimmed}.class`;
    const className = worker[key];
    if (typeof className === 'string' && className.trim() !== '') return [trimmed, className.trim()];
    throw new ConfigError(`Missing required configuration "${key}" which has no default value.`, {
      findings: [{ key, reason: `config.providers names ${trimmed}, so its class must be given` }],
    });
  });
}
