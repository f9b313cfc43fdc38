/** Owns the check of a worker's settings, up to the point where the network or the offset file would be touched. */
import type { ConfigProvider } from '../api/config-provider';
import type { Props } from '../api/plugin';
import { parseConfigType, isStringList } from '../config/config-types';
import { unusedKeys } from '../config/unused-keys';
import { asError, ConfigError } from '../errors';
import { isClientProperty, type ClientKind } from '../kafka/client-config';
import type { Logger } from '../logger';
import type * as ListenerAddressModule from '../rest/listener-address';
import { clusterAdminProperties } from '../runtime/client-properties';
import { createConfigProviders } from '../runtime/config-providers';
import {
  connectorClientConfigOverridePolicy,
  type ConnectorClientConfigOverridePolicy,
} from '../runtime/connector-client-config-override-policy';
import { CONVERTERS } from '../runtime/connector-config-hints';
import { createNamedConverter } from '../runtime/converter-factory';
import { Plugins } from '../runtime/plugins';
import { createRestExtensions } from '../runtime/rest-extensions';
import { withoutPrefix } from '../runtime/prefixed-config';
import {
  parseWorkerSettings,
  WORKER_SETTINGS,
  workerKeyFamilies,
  type StandaloneConfig,
} from '../runtime/standalone-config';
import { checkClientNames, checkClientValues } from './client-settings-check';
import { checkConverterKeys } from './converter-settings-check';
import type { FileFindings } from './findings';
import { resolveSettings, type Resolution } from './settings-resolution';
import { createRestServer } from './worker-rest';

/** What the check of a worker goes by. */
export interface WorkerCheckOptions {
  /** Folders where files and packages are looked for. */
  readonly folders: readonly string[];
  readonly secrets: Resolution['secrets'];
  readonly servesRest: boolean;
  readonly log: Logger;
}

/** What the check of a worker brings for that of its connectors. */
export interface CheckedWorker {
  /** Placeholders replaced. */
  readonly props: Props;
  /** Undefined when it cannot be parsed. */
  readonly config: StandaloneConfig | undefined;
  readonly plugins: Plugins;
  readonly providers: ReadonlyMap<string, ConfigProvider>;
  readonly overridePolicy: ConnectorClientConfigOverridePolicy;
}

/** Checks the settings of a worker. Rejects with nothing that a user can get wrong. */
export async function checkWorker(findings: FileFindings, options: WorkerCheckOptions): Promise<CheckedWorker> {
  const { file } = findings;
  const plugins = new Plugins({ logger: options.log, pluginPath: listOf(file.props, 'plugin.path') });
  const providers = await makeProviders(findings, plugins, options.folders);
  const { props, failed } = await resolveSettings(findings, { providers, secrets: options.secrets });
  const config = parse(findings, props, failed);
  const overridePolicy = policyOf(findings, props);
  for (const { key, nearest } of unusedKeys(WORKER_SETTINGS, file.props, workerKeyFamilies(file.props))) {
    // Settings without a prefix reach the admin clients.
    if (isClientProperty('admin', key)) continue;
    findings.add({ kind: 'unknown-key', severity: 'warning', key, message: 'nothing reads this setting', nearest });
  }
  await checkClients(findings, props);
  await checkConverters(findings, { props, plugins, folders: options.folders });
  if (options.servesRest) {
    checkRest(findings, { props, config, log: options.log });
    await checkRestExtensions(findings, { props, plugins, folders: options.folders });
  }
  return { props, config, plugins, providers, overridePolicy };
}

async function makeProviders(
  findings: FileFindings,
  plugins: Plugins,
  folders: readonly string[],
): Promise<ReadonlyMap<string, ConfigProvider>> {
  const { props } = findings.file;
  const providers = new Map<string, ConfigProvider>();
  const names = listOf(props, 'config.providers');
  for (const name of names.length === 0 ? [''] : names) {
    try {
      const own = name === '' ? props : { ...props, 'config.providers': name };
      for (const entry of await createConfigProviders(plugins, own, folders)) providers.set(...entry);
    } catch (thrown) {
      const error = asError(thrown);
      const prefix = `config.providers.${name}`;
      const [finding] = error instanceof ConfigError ? error.findings : [];
      const key = finding === undefined ? `${prefix}.class` : qualified(finding.key, prefix);
      findings.addFinding({ key, reason: finding?.reason ?? error.message });
    }
  }
  return providers;
}

/** A provider complains of its own settings under their short names. */
function qualified(key: string, prefix: string): string {
  return key.startsWith(prefix) ? key : `${prefix}.param.${key}`;
}

function parse(findings: FileFindings, props: Props, failed: ReadonlySet<string>): StandaloneConfig | undefined {
  try {
    return parseWorkerSettings(props);
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    for (const finding of thrown.findings) {
      if (failed.has(finding.key)) continue;
      findings.addFinding(finding, WORKER_SETTINGS.configKeys.get(finding.key)?.doc);
    }
    return undefined;
  }
}

/** What cannot be read allows everything, so that nothing is complained of for it. */
function policyOf(findings: FileFindings, props: Props): ConnectorClientConfigOverridePolicy {
  try {
    const policy = props['connector.client.config.override.policy'] ?? 'All';
    return connectorClientConfigOverridePolicy(policy, listOf(props, 'connector.client.config.override.allowlist'));
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    for (const finding of thrown.findings) findings.addFinding(finding);
    return connectorClientConfigOverridePolicy('All', []);
  }
}

const KINDS: readonly ClientKind[] = ['producer', 'consumer', 'admin'];

async function checkClients(findings: FileFindings, props: Props): Promise<void> {
  await checkClientValues({ kind: 'admin' }, clusterAdminProperties(props), [{ findings, prefix: '' }]);
  for (const kind of KINDS) {
    checkClientNames(findings, kind, `${kind}.`);
  }
}

async function checkConverters(
  findings: FileFindings,
  { props, plugins, folders }: { props: Props; plugins: Plugins; folders: readonly string[] },
): Promise<void> {
  for (const [key, kind] of CONVERTERS) {
    if (!Object.hasOwn(props, key) || findings.hasError(key)) continue;
    try {
      await createNamedConverter(plugins, key, { connector: {}, worker: props, folders });
    } catch (thrown) {
      const error = asError(thrown);
      const own = error instanceof ConfigError ? error.findings : [];
      const below = new Set(Object.keys(withoutPrefix(props, `${key}.`)));
      const about = own.filter((finding) => below.has(finding.key));
      for (const finding of about) findings.addFinding({ ...finding, key: `${key}.${finding.key}` });
      if (about.length === 0) findings.addFinding({ key, reason: error.message });
    }
    await checkConverterKeys(findings, { key, kind, props, plugins, folders });
  }
}

function checkRest(
  findings: FileFindings,
  { props, config, log }: { props: Props; config: StandaloneConfig | undefined; log: Logger },
): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would read it with --no-rest too
  const { parseListener } = require('../rest/listener-address') as typeof ListenerAddressModule;
  const attempts: (() => unknown)[] = ['listeners', 'admin.listeners'].flatMap((setting) =>
    // That an empty one is none is said by the definition.
    listOf(props, setting).map((url) => () => url === '' || parseListener(url, setting)),
  );
  if (config !== undefined) attempts.push(() => createRestServer(config, props, log));
  for (const attempt of attempts) {
    try {
      attempt();
    } catch (thrown) {
      const error = asError(thrown);
      const found = error instanceof ConfigError ? error.findings : [];
      for (const finding of found) findings.addFinding(finding);
      if (found.length === 0) findings.add({ kind: 'listener', key: 'listeners', message: error.message });
    }
  }
}

async function checkRestExtensions(
  findings: FileFindings,
  { props, plugins, folders }: { props: Props; plugins: Plugins; folders: readonly string[] },
): Promise<void> {
  for (const name of listOf(props, 'rest.extension.classes')) {
    if (name === '') continue;
    try {
      for (const { extension } of await createRestExtensions([name], { plugins, props, folders })) {
        await extension.close?.();
      }
    } catch (thrown) {
      const error = asError(thrown);
      const found = error instanceof ConfigError ? error.findings : [];
      for (const finding of found) findings.addFinding(finding);
    }
  }
}

function listOf(props: Props, key: string): string[] {
  const value = parseConfigType(key, props[key] ?? '', 'LIST');
  return value !== null && isStringList(value) ? [...value] : [];
}
