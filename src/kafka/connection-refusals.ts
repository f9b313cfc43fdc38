/** Owns which Java settings, or permissions, a refused connection is about: librdkafka names its own, or none. */

const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [
    /certificate verify failed/,
    'Its certificate must be signed by one in ssl.truststore.location or ssl.truststore.certificates, and made out to this host name unless ssl.endpoint.identification.algorithm is empty',
  ],
  [
    /alert (bad certificate|certificate (required|unknown|expired)|unknown ca)|certificate required/i,
    'It wants a client certificate that it trusts: check ssl.keystore.location or ssl.keystore.key',
  ],
  [/connecting to a PLAINTEXT broker listener/, 'The listener is not encrypted: check security.protocol'],
  [
    /idempotence PID.*authorization failed/,
    'A producer needs the operation WRITE on its topics; a broker older than 2.8 wants IDEMPOTENT_WRITE on the cluster as well, unless enable.idempotence=false',
  ],
  [/Unsupported SASL mechanism/, 'Check sasl.mechanism'],
  [/not valid in current SASL state/, 'The listener asks for no password: check security.protocol'],
  [/SASL|Authentication failed/, 'Check sasl.jaas.config and sasl.mechanism'],
  [
    /incorrect security\.protocol|Disconnected|Broken pipe|Connection reset|no broker answered/i,
    'Where something listens there, check security.protocol: it may want TLS or a password',
  ],
];

/** The message with the settings that it is about, where it tells. */
export function withSettings(message: string): string {
  const found = REMEDIES.find(([pattern]) => pattern.test(message));
  return found === undefined ? message : `${message}. ${found[1]}`;
}
