/** Owns which client settings a connector may override with `producer.override.*`, `consumer.override.*`, `admin.override.*`. */
import { ConfigError } from '../errors';

/** Decides over the client settings of connectors. */
export interface ConnectorClientConfigOverridePolicy {
  readonly name: string;
  /** Why a client setting, named without its prefix, may not be overridden; `undefined`: it may. */
  complaintAbout(clientKey: string): string | undefined;
}

/** The keys that the deprecated policy Principal allows. */
const PRINCIPAL_KEYS = ['sasl.jaas.config', 'sasl.mechanism', 'security.protocol'];

const CLASS_PREFIX = 'org.apache.kafka.connect.connector.policy.';
const CLASS_SUFFIX = 'ConnectorClientConfigOverridePolicy';

/**
 * The policy that `connector.client.config.override.policy` names: All, None, Principal or Allowlist, by that name or by
 * its class. `allowlist` are the keys of `connector.client.config.override.allowlist`. Throws ConfigError for any other.
 */
export function connectorClientConfigOverridePolicy(
  setting: string,
  allowlist: readonly string[],
): ConnectorClientConfigOverridePolicy {
  const simple = setting.startsWith(CLASS_PREFIX) ? setting.slice(CLASS_PREFIX.length) : setting;
  const name = simple.endsWith(CLASS_SUFFIX) ? simple.slice(0, -CLASS_SUFFIX.length) : simple;
  switch (name) {
    case 'All':
      return { name, complaintAbout: () => undefined };
    case 'None':
      return allowOnly(name, []);
    case 'Principal':
      return allowOnly(name, PRINCIPAL_KEYS);
    case 'Allowlist':
      return allowOnly(name, allowlist);
    default:
      throw unknownPolicy(setting);
  }
}

function allowOnly(name: string, keys: readonly string[]): ConnectorClientConfigOverridePolicy {
  const allowed = new Set(keys);
  return {
    name,
    complaintAbout: (key) =>
      allowed.has(key)
        ? undefined
        : `The '${name}' policy does not allow '${key}' to be overridden in the connector configuration.`,
  };
}

function unknownPolicy(setting: string): ConfigError {
  const key = 'connector.client.config.override.policy';
  const reason = 'there is no such policy; there are All, None, Principal and Allowlist';
  return new ConfigError(`Invalid value ${setting} for configuration ${key}: ${reason}`, {
    findings: [{ key, value: setting, reason }],
  });
}
