/** Owns keys and certificates for tests of TLS, made by the openssl and keytool commands. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Only for the tests: short keys are made faster. */
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A certificate and its key, as PEM files. The certificate file may hold a chain. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** An authority of its own in a folder, valid for a day. */
export class CertificateAuthority {
  readonly #folder: string;
  readonly #own: KeyPair;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#own = this.#files(name);
    const { key, certificate } = this.#own;
    const subject = ['-subj', `/CN=${name}`, '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    openssl('req', '-x509', ...NEW_KEY, '-days', '1', '-keyout', key, '-out', certificate, ...subject);
  }

  /** The authority's certificate: the PEM file that others trust. */
  get certificate(): string {
    return this.#own.certificate;
  }

  /** A pair for a common name; `alternatives` are the names or addresses of a server, e.g. `IP:127.0.0.1`. */
  issue(name: string, alternatives?: string): KeyPair {
    const pair = this.#files(name);
    const request = path.join(this.#folder, `${name}.csr`);
    const names = alternatives === undefined ? [] : ['-addext', `subjectAltName=${alternatives}`];
    const copied = alternatives === undefined ? [] : ['-copy_extensions', 'copy'];
    openssl('req', ...NEW_KEY, '-subj', `/CN=${name}`, ...names, '-keyout', pair.key, '-out', request);
    const signer = ['-CA', this.#own.certificate, '-CAkey', this.#own.key, '-CAcreateserial'];
    openssl('x509', '-req', '-in', request, ...signer, '-days', '1', ...copied, '-out', pair.certificate);
    return pair;
  }

  #files(name: string): KeyPair {
    return { key: path.join(this.#folder, `${name}.key`), certificate: path.join(this.#folder, `${name}.crt`) };
  }
}

/** The key in PKCS#8, encrypted: the text of a PEM file. */
export function encryptedKey({ key }: KeyPair, password: string): string {
  return openssl('pkcs8', '-topk8', '-in', key, '-v2', 'aes-256-cbc', '-passout', `pass:${password}`);
}

/** One PEM file with key and certificate, as `ssl.keystore.location` takes it; the key encrypted where a password is given. */
export function pemStore(pair: KeyPair, file: string, password?: string): string {
  const key = password === undefined ? readFileSync(pair.key, 'utf8') : encryptedKey(pair, password);
  writeFileSync(file, key + readFileSync(pair.certificate, 'utf8'));
  return file;
}

/** A PKCS#12 store of key and certificate. */
export function pkcs12Store({ key, certificate }: KeyPair, file: string, password: string): string {
  openssl('pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', file, '-passout', `pass:${password}`);
  return file;
}

/** A trust store as Java users make it. */
export function javaTrustStore(
  certificate: string,
  { file, password, type }: { readonly file: string; readonly password: string; readonly type: 'PKCS12' | 'JKS' },
): string {
  const store = ['-keystore', file, '-storepass', password, '-storetype', type];
  run('keytool', ['-importcert', '-noprompt', '-alias', 'ca', '-file', certificate, ...store]);
  return file;
}

/** The text of a PEM file in one line, as it often stands in properties files. */
export function inOneLine(pem: string): string {
  return pem.trim().replaceAll('\n', ' ');
}

function openssl(...args: string[]): string {
  return run('openssl', args);
}

/** Standard output of the command. Throws with what it wrote to standard error when it fails. */
function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
