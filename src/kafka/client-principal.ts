/** Owns as whom brokers know a client, as far as its settings tell. */
import type { ClientProperties } from './clients';
import { parseJaasConfig } from './jaas-config';

/**
 * The principal as permissions name it, such as `User:alice`. Undefined where the broker decides: certificates, tokens, Kerberos.
 * The settings are those that a client was made with: nothing is wrong with them.
 */
export function clientPrincipal(properties: ClientProperties): string | undefined {
  const protocol = (properties['security.protocol'] ?? 'PLAINTEXT').trim().toUpperCase();
  if (protocol.startsWith('SASL_')) return passwordPrincipal(properties);
  const hasCertificate = Object.keys(properties).some((key) => key.startsWith('ssl.keystore.'));
  return protocol === 'SSL' && hasCertificate ? undefined : 'User:ANONYMOUS';
}

function passwordPrincipal(properties: ClientProperties): string | undefined {
  const mechanism = (properties['sasl.mechanism'] ?? properties['sasl.mechanisms'] ?? '').trim();
  if (mechanism !== 'PLAIN' && !mechanism.startsWith('SCRAM-')) return undefined;
  const text = properties['sasl.jaas.config']?.trim() ?? '';
  const user = text === '' ? properties['sasl.username'] : parseJaasConfig(text).options.get('username');
  return user === undefined ? undefined : `User:${user}`;
}
