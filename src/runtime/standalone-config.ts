/** Owns the settings of a worker in standalone mode. */
import { ConfigDef, type ParsedConfig } from '../config/config-def';
import type { ConfigProps } from '../config/config-types';
import { connectorClientConfigOverridePolicy } from './connector-client-config-override-policy';
import { WORKER_CONFIG } from './worker-config';

/** The definition of the settings of a worker in standalone mode. */
export const STANDALONE_CONFIG = new ConfigDef().include(WORKER_CONFIG).define({
  name: 'offset.storage.file.filename',
  type: 'STRING',
  importance: 'HIGH',
  doc: 'File that keeps the offsets of sources, in the format of Kafka Connect.',
});

/** The parsed settings of a worker in standalone mode. */
export type StandaloneConfig = ParsedConfig<typeof STANDALONE_CONFIG>;

/** Parses the settings of a worker, placeholders resolved. Throws ConfigError with all findings. */
export function parseStandaloneConfig(props: ConfigProps): StandaloneConfig {
  const config = STANDALONE_CONFIG.parse(props);
  connectorClientConfigOverridePolicy(
    config['connector.client.config.override.policy'],
    config['connector.client.config.override.allowlist'],
  );
  return config;
}

/** Families of keys that a worker may have beside its definitions: what they begin with. */
export const WORKER_KEY_FAMILIES: readonly string[] = [
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
