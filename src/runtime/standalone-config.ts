/** Owns the settings of a worker in standalone mode. */
import { ConfigDef, type ParsedConfig } from '../config/config-def';
import type { ConfigProps } from '../config/config-types';
import { connectorClientConfigOverridePolicy } from './connector-client-config-override-policy';
import {
  OFFSET_STORAGE_CONFIG,
  requireTopicForTransactions,
  usesOffsetsTopic,
  type OffsetStorageConfig,
} from './offset-storage-config';
import { WORKER_CONFIG } from './worker-config';

const OFFSET_FILE = 'offset.storage.file.filename';

/** The definition of the settings that Apache's standalone mode has. */
export const STANDALONE_CONFIG = new ConfigDef().include(WORKER_CONFIG).define({
  name: OFFSET_FILE,
  type: 'STRING',
  importance: 'HIGH',
  doc: 'File that keeps the offsets of sources, in the format of Kafka Connect.',
});

/** The parsed settings of a worker in standalone mode. */
export type StandaloneConfig = ParsedConfig<typeof STANDALONE_CONFIG> & OffsetStorageConfig;

/** Parses the settings of a worker, placeholders resolved. Throws ConfigError with all findings. */
export function parseStandaloneConfig(props: ConfigProps): StandaloneConfig {
  const config = parseWorkerSettings(props);
  connectorClientConfigOverridePolicy(
    config['connector.client.config.override.policy'],
    config['connector.client.config.override.allowlist'],
  );
  return config;
}

/** The same, with no look at what a policy by that name would be. */
export function parseWorkerSettings(props: ConfigProps): StandaloneConfig {
  // The file need not be named where a topic takes its place; empty text says so.
  const fileless = usesOffsetsTopic(props) ? { [OFFSET_FILE]: '' } : {};
  const config = { ...STANDALONE_CONFIG.parse({ ...fileless, ...props }), ...OFFSET_STORAGE_CONFIG.parse(props) };
  requireTopicForTransactions(config);
  return config;
}

/** Every setting of a worker in standalone mode. */
export const WORKER_SETTINGS = new ConfigDef().include(STANDALONE_CONFIG).include(OFFSET_STORAGE_CONFIG);

/** Families of keys that this worker may have beside its definitions: what they begin with. */
export function workerKeyFamilies(props: ConfigProps): readonly string[] {
  return usesOffsetsTopic(props) ? [...KEY_FAMILIES, 'offset.storage.'] : KEY_FAMILIES;
}

const KEY_FAMILIES: readonly string[] = [
  'key.converter.',
  'value.converter.',
  'header.converter.',
  'producer.',
  'consumer.',
  'admin.',
  'config.providers.',
  'metrics.context.',
  'listeners.https.',
  'admin.listeners.https.',
];
