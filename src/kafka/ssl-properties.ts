/** Owns the translation of Java's `ssl.*` properties: stores, inline PEM, host names, cipher suites. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { asError, DataError } from '../errors';
import { invalidValue } from '../config/config-types';
import { parseList, refuse, type Translation } from './client-property-rules';
import { opensslCipher } from './openssl-cipher';
import { readPkcs12Certificates } from '../config/pkcs12-certificates';
import { checkCertificates, checkKey, isCipherListUsable } from './ssl-material';

type Properties = Readonly<Record<string, string>>;
type StoreFormat = 'PEM' | 'PKCS12' | 'JKS' | 'unknown';
const MAGIC_BYTES = 64;

/** Translates the settings of encrypted connections. Reads the first bytes of stores: `ssl.*.type` is often left out. */
export function translateSsl(properties: Properties, out: Translation): void {
  translateTrustStore(properties, out);
  translateKeyStore(properties, out);
  checkOwnNames(properties);
  const key = 'ssl.endpoint.identification.algorithm';
  const algorithm = properties[key] ?? 'https';
  if (algorithm !== '' && !/^(https|none)$/i.test(algorithm)) {
    throw invalidValue(key, algorithm, 'librdkafka knows https, or none when it is empty');
  }
  out.set('global', key, algorithm === '' ? 'none' : algorithm.toLowerCase());
  translateCipherSuites(properties, out);
}

/** librdkafka chooses among the suites up to TLS 1.2 only; those of TLS 1.3 stay all allowed. */
function translateCipherSuites(properties: Properties, out: Translation): void {
  const key = 'ssl.cipher.suites';
  const given = parseList(properties[key] ?? '');
  const suites = given.map(opensslCipher).filter((name) => !name.startsWith('TLS_'));
  if (suites.length < given.length) out.note('info', `${key}: those of TLS 1.3 cannot be chosen, all are allowed`);
  if (suites.length === 0) return;
  const list = suites.join(':');
  if (!isCipherListUsable(list)) throw invalidValue(key, given.join(','), 'OpenSSL knows none of them');
  out.set('global', key, list);
}

function translateTrustStore(properties: Properties, out: Translation): void {
  const inline = properties['ssl.truststore.certificates'] ?? '';
  if (inline !== '') {
    const pem = wellFormedPem('ssl.truststore.certificates', inline);
    checkCertificates('ssl.truststore.certificates', 'it', pem);
    out.set('global', 'ssl.ca.pem', pem);
    return;
  }
  const location = properties['ssl.truststore.location'] ?? '';
  if (location === '') return;
  switch (formatOf('ssl.truststore.location', location)) {
    case 'PEM':
      checkCertificates('ssl.truststore.location', location, readFileSync(location, 'latin1'));
      out.set('global', 'ssl.ca.location', location);
      return;
    case 'PKCS12':
      out.set('global', 'ssl.ca.pem', readPkcs12(location, properties['ssl.truststore.password'] ?? ''));
      return;
    case 'JKS':
      throw invalidValue(
        'ssl.truststore.location',
        location,
        `it is a JKS store, which only Java reads. Convert it once: ${p12Command(location)} and set the new file here`,
      );
    case 'unknown':
      throw invalidValue('ssl.truststore.location', location, 'it is neither a PEM file nor a Java key store');
  }
}

function translateKeyStore(properties: Properties, out: Translation): void {
  const keyPassword = properties['ssl.key.password'] ?? '';
  const inline = properties['ssl.keystore.key'] ?? '';
  if (keyPassword !== '') out.set('global', 'ssl.key.password', keyPassword);
  if (inline !== '') {
    const chain = properties['ssl.keystore.certificate.chain'] ?? '';
    if (chain === '') throw refuse('ssl.keystore.key', 'ssl.keystore.certificate.chain must be set with it');
    const pair = {
      key: wellFormedPem('ssl.keystore.key', inline),
      cert: wellFormedPem('ssl.keystore.certificate.chain', chain),
    };
    checkCertificates('ssl.keystore.certificate.chain', 'it', pair.cert);
    checkKey(pair, { key: 'ssl.keystore.key', what: 'it', password: keyPassword, passwordKey: 'ssl.key.password' });
    out.set('global', 'ssl.key.pem', pair.key);
    out.set('global', 'ssl.certificate.pem', pair.cert);
    return;
  }
  translateKeyStoreFile(properties, keyPassword, out);
}

function translateKeyStoreFile(properties: Properties, keyPassword: string, out: Translation): void {
  const key = 'ssl.keystore.location';
  const location = properties[key] ?? '';
  if (location === '') return;
  switch (formatOf(key, location)) {
    case 'PEM': {
      const text = readFileSync(location, 'latin1');
      const password = { password: keyPassword, passwordKey: 'ssl.key.password' };
      checkKey({ key: text, cert: text }, { key, what: location, ...password });
      out.set('global', 'ssl.key.location', location);
      out.set('global', 'ssl.certificate.location', location);
      return;
    }
    case 'PKCS12': {
      const password = properties['ssl.keystore.password'] ?? '';
      checkKey(
        { pfx: readFileSync(location) },
        { key, what: location, password, passwordKey: 'ssl.keystore.password' },
      );
      out.set('global', 'ssl.keystore.location', location);
      out.set('global', 'ssl.keystore.password', password);
      return;
    }
    case 'JKS':
      throw invalidValue(
        key,
        location,
        `it is a JKS store, which only Java reads. Convert it once: ${p12Command(location)} and set the new file here`,
      );
    case 'unknown':
      throw invalidValue(key, location, 'it is neither a PEM file nor a Java key store');
  }
}

/** The files under librdkafka's own names go through as they are; one that it cannot use would end the process. */
function checkOwnNames(properties: Properties): void {
  const { 'ssl.ca.location': trusted = '', 'ssl.key.location': key = '' } = properties;
  const chain = properties['ssl.certificate.location'] ?? '';
  if (trusted !== '' && trusted !== 'probe' && !isFolder(trusted)) {
    checkCertificates('ssl.ca.location', trusted, contentOf('ssl.ca.location', trusted));
  }
  if (chain === '') return;
  const cert = contentOf('ssl.certificate.location', chain);
  checkCertificates('ssl.certificate.location', chain, cert);
  if (key === '') return;
  const password = { password: properties['ssl.key.password'] ?? '', passwordKey: 'ssl.key.password' };
  checkKey({ key: contentOf('ssl.key.location', key), cert }, { key: 'ssl.key.location', what: key, ...password });
}

function isFolder(location: string): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isDirectory() === true;
}

function contentOf(key: string, location: string): string {
  try {
    return readFileSync(location, 'latin1');
  } catch (error) {
    throw refuse(key, `${location} cannot be read: ${asError(error).message}`, error);
  }
}

function formatOf(key: string, location: string): StoreFormat {
  const start = firstBytes(key, location);
  const magic = start.length < 4 ? 0 : start.readUInt32BE(0);
  if (magic === 0xfeedfeed || magic === 0xcececece) return 'JKS';
  if (start[0] === 0x30) return 'PKCS12';
  // What stands before the first BEGIN of a PEM file is free text.
  return /^[\x09\x0a\x0d\x20-\x7e]*$/.test(start.toString('latin1')) && start.length > 0 ? 'PEM' : 'unknown';
}

function firstBytes(key: string, location: string): Buffer {
  const start = Buffer.alloc(MAGIC_BYTES);
  try {
    const file = openSync(location, 'r');
    try {
      return start.subarray(0, readSync(file, start, 0, MAGIC_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw refuse(key, `${location} cannot be read: ${asError(error).message}`, error);
  }
}

function readPkcs12(location: string, password: string): string {
  try {
    return readPkcs12Certificates(readFileSync(location), password);
  } catch (error) {
    if (!(error instanceof DataError)) throw refuse('ssl.truststore.location', asError(error).message, error);
    throw refuse(
      'ssl.truststore.location',
      `${location} cannot be used: ${error.message}. If its password is right, convert it once: ` +
        `${pemCommand(location)} and set the new file here`,
      error,
    );
  }
}

function p12Command(location: string): string {
  return `keytool -importkeystore -srckeystore ${location} -destkeystore ${location}.p12 -deststoretype PKCS12`;
}

function pemCommand(location: string): string {
  return `openssl pkcs12 -legacy -in ${location} -nokeys -out ${location}.pem`;
}

const PEM_BLOCK = /-+BEGIN ([^-]+?)-+\s*([A-Za-z0-9+/=\s]+?)\s*-+END [^-]+?-+/g;

/** PEM as OpenSSL wants it: properties files often hold it in one line, with blanks where lines ended. */
function wellFormedPem(key: string, text: string): string {
  const blocks = [...text.matchAll(PEM_BLOCK)].map(([, label = '', body = '']) => {
    const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
  });
  if (blocks.length === 0) throw refuse(key, 'it is not in PEM format');
  return blocks.join('');
}
