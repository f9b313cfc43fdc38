/** Owns certificates and keys of https listeners: PEM or PKCS#12, as the worker's settings name them. */
import { readFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import type { ConfigProps } from '../config/config-types';
import { readPkcs12Certificates } from '../config/pkcs12-certificates';
import { asError, ConfigError } from '../errors';

/** The settings of one set of listeners, without a prefix. */
type TlsSettings = Readonly<Record<string, string | undefined>>;

/**
 * TLS of the listeners that `setting` names. Where one key begins with `listeners.https.` (or `admin.listeners.https.`) all
 * settings of these listeners come from there. Throws ConfigError.
 */
export function readTls(props: ConfigProps, setting: 'listeners' | 'admin.listeners'): ServerOptions {
  const settings = settingsOf(props, `${setting}.https.`);
  const clientAuth = settings['ssl.client.auth'] ?? 'none';
  const protocols = settings['ssl.enabled.protocols']?.split(',').map((name) => name.trim());
  const suites = settings['ssl.cipher.suites'];
  return {
    ...keyOf(settings),
    ...trustOf(settings),
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'required',
    ...(protocols?.includes('TLSv1.3') === true && !protocols.includes('TLSv1.2') ? { minVersion: 'TLSv1.3' } : {}),
    ...(protocols?.includes('TLSv1.2') === true && !protocols.includes('TLSv1.3') ? { maxVersion: 'TLSv1.2' } : {}),
    ...(suites === undefined || suites.trim() === '' ? {} : { ciphers: suites.split(',').join(':') }),
  };
}

function settingsOf(props: ConfigProps, prefix: string): TlsSettings {
  const prefixed = Object.entries(props).filter(([key]) => key.startsWith(prefix));
  const chosen =
    prefixed.length > 0 ? prefixed.map(([key, value]) => [key.slice(prefix.length), value]) : Object.entries(props);
  return Object.fromEntries(chosen.filter(([, value]) => value !== null)) as TlsSettings;
}

function keyOf(settings: TlsSettings): ServerOptions {
  const passphrase = settings['ssl.key.password'] ?? settings['ssl.keystore.password'];
  const secret = passphrase === undefined ? {} : { passphrase };
  const inline = settings['ssl.keystore.key'];
  if (inline !== undefined) return { key: inline, cert: settings['ssl.keystore.certificate.chain'], ...secret };
  const type = (settings['ssl.keystore.type'] ?? 'JKS').toUpperCase();
  const location = settings['ssl.keystore.location'];
  if (location === undefined) {
    throw refuse('ssl.keystore.location', null, 'an https listener needs a key store');
  }
  const bytes = read('ssl.keystore.location', location);
  if (type === 'PEM') return { key: bytes, cert: bytes, ...secret };
  if (type === 'PKCS12') return { pfx: bytes, ...secret };
  throw refuse('ssl.keystore.type', type, 'only PEM and PKCS12 can be read; keytool -importkeystore converts JKS');
}

function trustOf(settings: TlsSettings): ServerOptions {
  const inline = settings['ssl.truststore.certificates'];
  if (inline !== undefined) return { ca: inline };
  const location = settings['ssl.truststore.location'];
  if (location === undefined || (settings['ssl.client.auth'] ?? 'none') === 'none') return {};
  const type = (settings['ssl.truststore.type'] ?? 'JKS').toUpperCase();
  const bytes = read('ssl.truststore.location', location);
  if (type === 'PEM') return { ca: bytes };
  if (type === 'PKCS12') return { ca: certificatesOf(bytes, location, settings['ssl.truststore.password'] ?? '') };
  throw refuse('ssl.truststore.type', type, 'only PEM and PKCS12 can be read; keytool -importkeystore converts JKS');
}

function certificatesOf(store: Buffer, location: string, password: string): string {
  try {
    return readPkcs12Certificates(store, password);
  } catch (cause) {
    throw refuse('ssl.truststore.location', location, asError(cause).message);
  }
}

function read(key: string, location: string): Buffer {
  try {
    return readFileSync(location);
  } catch (cause) {
    throw refuse(key, location, asError(cause).message);
  }
}

function refuse(key: string, value: string | null, reason: string): ConfigError {
  return new ConfigError(`Invalid value ${String(value)} for configuration ${key}: ${reason}`, {
    findings: [{ key, value, reason }],
  });
}
