/** Owns which security settings of Java hold for a client, and the order of their translation. */
import type { Translation } from './client-property-rules';
import { translateSasl } from './sasl-properties';
import type * as SslPropertiesModule from './ssl-properties';

/**
 * Translates `sasl.*` and `ssl.*`. As in Java they hold only with the `security.protocol` that needs them; credentials
 * that have no effect are told of, because then the protocol is what was forgotten.
 */
export function translateSecurity(properties: Readonly<Record<string, string>>, out: Translation): void {
  const protocol = out.global['security.protocol'] ?? 'plaintext';
  const name = String(protocol).toUpperCase();
  const usesSasl = protocol === 'sasl_plaintext' || protocol === 'sasl_ssl';
  const usesSsl = protocol === 'ssl' || protocol === 'sasl_ssl';
  if (usesSasl) translateSasl(properties, out);
  else noteUnused(['sasl.jaas.config', 'sasl.mechanism'], name);
  if (usesSsl) sslProperties().translateSsl(properties, out);
  else noteUnused(['ssl.truststore.location', 'ssl.truststore.certificates', 'ssl.keystore.location'], name);

  function noteUnused(keys: readonly string[], protocolName: string): void {
    const found = keys.find((key) => properties[key] !== undefined && properties[key] !== '');
    if (found !== undefined) out.note('warn', `${found} has no effect with security.protocol=${protocolName}`);
  }
}

/** Certificates and ciphers take a while to load, and most local brokers have none. */
function sslProperties(): typeof SslPropertiesModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it for every client
  return require('./ssl-properties') as typeof SslPropertiesModule;
}
