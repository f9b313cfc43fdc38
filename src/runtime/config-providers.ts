/** Owns which config providers a worker has: those of `config.providers`, or `env`, `file` and `dir` when it names none. */
import type { ConfigProvider } from '../api/config-provider';
import type { Props } from '../api/plugin';
import { asError, ConfigError } from '../errors';
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
  const isAsked = namesConfigProviders(worker);
  for (const [name, className] of namedProviders(worker)) {
    const provider = (await plugins.load('configprovider', className, folders)).create();
    provider.configure(withoutPrefix(worker, `config.providers.${name}.param.`));
    providers.set(name, isAsked ? provider : makeForgiving(provider));
  }
  return providers;
}

/** True when `config.providers` names providers; else the worker has those that nobody asked for. */
export function namesConfigProviders(worker: Props): boolean {
  return (worker['config.providers'] ?? '').trim() !== '';
}

/** Nobody asked for this provider: where it cannot answer, the text stays as it is, as in Apache's worker, which has none. */
function makeForgiving(provider: ConfigProvider): ConfigProvider {
  const get = provider.get.bind(provider);
  provider.get = async (path, keys) => {
    try {
      return await get(path, keys);
    } catch (thrown) {
      return { data: new Map(), ttl: null, missing: asError(thrown).message };
    }
  };
  return provider;
}

function namedProviders(worker: Props): [name: string, className: string][] {
  if (!namesConfigProviders(worker)) return Object.entries(DEFAULT_PROVIDERS);
  return (worker['config.providers'] ?? '').split(',').map((name) => {
    const trimmed = name.trim();
    const key = `config.providers.${trimmed}.class`;
    const className = worker[key];
    if (typeof className === 'string' && className.trim() !== '') return [trimmed, className.trim()];
    throw new ConfigError(`Missing required configuration "${key}" which has no default value.`, {
      findings: [{ key, reason: `config.providers names ${trimmed}, so its class must be given` }],
    });
  });
}
