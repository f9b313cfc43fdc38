/** Owns trying out keys, certificates and cipher suites with Node's OpenSSL: librdkafka's says little, and fails too late. */
import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { asError } from '../errors';
import { refuse } from './client-property-rules';

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^]*?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Where a key comes from, for messages. */
export interface KeySource {
  /** The Java property that gives the key. */
  readonly key: string;
  /** What cannot be used, as the beginning of a sentence: the file, or the setting itself. */
  readonly what: string;
  readonly password: string;
  /** The Java property of the password. */
  readonly passwordKey: string;
}

/** Throws ConfigError, saying why, unless key and certificate can be used together with the password. */
export function checkKey(material: Pick<SecureContextOptions, 'key' | 'cert' | 'pfx'>, source: KeySource): void {
  try {
    createSecureContext({ ...material, passphrase: source.password });
  } catch (thrown) {
    throw refuse(source.key, `${source.what} cannot be used: ${reasonOf(asError(thrown), material, source)}`, thrown);
  }
}

/** Throws ConfigError unless the text holds certificates, each of them whole. */
export function checkCertificates(key: string, what: string, pem: string): void {
  const blocks = pem.match(CERTIFICATE);
  if (blocks === null) throw refuse(key, `${what} holds no certificate in PEM format`);
  blocks.forEach((block, index) => {
    try {
      new X509Certificate(block);
    } catch (error) {
      throw refuse(key, `${what} cannot be used: its certificate number ${index + 1} is damaged`, error);
    }
  });
}

/** True when OpenSSL knows at least one of the suites, which are in its own list form. */
export function isCipherListUsable(suites: string): boolean {
  try {
    createSecureContext({ ciphers: suites });
    return true;
  } catch (error) {
    if (asError(error).message.includes('no cipher match')) return false;
    throw error;
  }
}

const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/key values mismatch/, 'key and certificate do not belong together'],
  [/no start line/, 'it holds no certificate in PEM format'],
  [/Unable to load private key/, 'it holds no private key'],
];

function reasonOf(
  { message }: Error,
  { key, pfx }: Pick<SecureContextOptions, 'key' | 'pfx'>,
  { password, passwordKey }: KeySource,
): string {
  const known = REASONS.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  if (message.includes('Unsupported PKCS12')) {
    return 'its encryption is of an old kind. Convert it once: openssl pkcs12 -legacy -in STORE -out STORE.pem, set the new file here and its password as ssl.key.password';
  }
  const isEncrypted = typeof key === 'string' && /BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(key);
  if (isEncrypted || /mac verify failure|bad decrypt/.test(message)) {
    return password === '' ? `it is encrypted, and ${passwordKey} is not set` : `${passwordKey} is wrong`;
  }
  return pfx === undefined ? 'it holds no private key that OpenSSL reads' : `it is damaged (${message})`;
}
