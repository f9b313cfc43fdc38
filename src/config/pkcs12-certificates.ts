/** Owns the certificates of a PKCS#12 trust store: librdkafka and Node read key stores of that form, but no trust stores. */
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { DataError } from '../errors';

const SEQUENCE = 0x30;

/** Object identifiers as their bytes in hexadecimal. */
const DATA = '2a864886f70d010701';
const ENCRYPTED_DATA = '2a864886f70d010706';
const CERTIFICATE_BAG = '2a864886f70d010c0a0103';
const PBES2 = '2a864886f70d01050d';
const PBKDF2 = '2a864886f70d01050c';
const DIGESTS: Readonly<Record<string, string>> = {
  '2a864886f70d0207': 'sha1',
  '2a864886f70d0208': 'sha224',
  '2a864886f70d0209': 'sha256',
  '2a864886f70d020a': 'sha384',
  '2a864886f70d020b': 'sha512',
};
const CIPHERS: Readonly<Record<string, readonly [name: string, keyBytes: number]>> = {
  '60864801650304012a': ['aes-256-cbc', 32],
  '608648016503040116': ['aes-192-cbc', 24],
  '608648016503040102': ['aes-128-cbc', 16],
  '2a864886f70d0307': ['des-ede3-cbc', 24],
};
/** Far beyond what any tool writes; more would only keep the start waiting. */
const MAX_ITERATIONS = 10_000_000;

/** One element of the encoding: a tag and what it holds. */
class Element {
  readonly tag: number;
  readonly content: Buffer;

  constructor(tag: number, content: Buffer) {
    this.tag = tag;
    this.content = content;
  }

  /** The elements inside. */
  get children(): Element[] {
    return readElements(this.content);
  }

  /** The element at that place inside. */
  child(index: number): Element {
    const found = this.children[index];
    if (found === undefined) throw new DataError('it is not a whole PKCS#12 store');
    return found;
  }

  get hex(): string {
    return this.content.toString('hex');
  }
}

/**
 * The certificates as PEM, one after another. Throws DataError, saying why, for stores of an older encryption and where
 * the password is wrong.
 */
export function readPkcs12Certificates(store: Buffer, password: string): string {
  const [whole] = readElements(store);
  if (whole?.tag !== SEQUENCE) throw new DataError('it is not a PKCS#12 store');
  const safes = readElements(contentOf(whole.child(1), password));
  const certificates = safes
    .flatMap((list) => list.children)
    .flatMap((safe) => readElements(contentOf(safe, password)))
    .flatMap((list) => list.children)
    .filter((bag) => bag.child(0).hex === CERTIFICATE_BAG)
    // The bag holds a list of a type and the certificate, each in a wrapping of its own.
    .map((bag) => bag.child(1).child(0).child(1).child(0).content);
  if (certificates.length === 0) throw new DataError('it holds no certificates');
  return certificates.map(pemOf).join('');
}

/** The bytes of a content information: as they stand, or decrypted. */
function contentOf(info: Element, password: string): Buffer {
  const wrapped = info.child(1).child(0);
  switch (info.child(0).hex) {
    case DATA:
      return wrapped.content;
    case ENCRYPTED_DATA: {
      const encrypted = wrapped.child(1);
      return decrypt(encrypted.child(2).content, encrypted.child(1), password);
    }
    default:
      throw new DataError('it holds content of an unknown kind');
  }
}

function decrypt(bytes: Buffer, algorithm: Element, password: string): Buffer {
  const isKnown = algorithm.child(0).hex === PBES2 && algorithm.child(1).child(0).child(0).hex === PBKDF2;
  if (!isKnown) throw new DataError('its encryption is of an old kind');
  const derivation = algorithm.child(1).child(0).child(1);
  const encryption = algorithm.child(1).child(1);
  const cipher = CIPHERS[encryption.child(0).hex];
  const iterations = Number(`0x${derivation.child(1).hex}`);
  // The last part names the digest; SHA-1 where it is left out.
  const named = derivation.children.find(({ tag }) => tag === SEQUENCE);
  const digest = named === undefined ? 'sha1' : DIGESTS[named.child(0).hex];
  if (cipher === undefined || digest === undefined || !(iterations >= 1 && iterations <= MAX_ITERATIONS)) {
    throw new DataError('its encryption is of an unknown kind');
  }
  const [name, keyBytes] = cipher;
  const key = pbkdf2Sync(password, derivation.child(0).content, iterations, keyBytes, digest);
  try {
    const decipher = createDecipheriv(name, key, encryption.child(1).content);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch (cause) {
    throw new DataError('its password is wrong', { cause });
  }
}

function readElements(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const [start, length] = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new DataError('it is not a whole PKCS#12 store');
    elements.push(new Element(tag, bytes.subarray(start, start + length)));
    at = start + length;
  }
  return elements;
}

/** Where the content begins, and its length. */
function readLength(bytes: Buffer, at: number): [start: number, length: number] {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [at + 1, first];
  const size = first & 0x7f;
  if (size === 0 || size > 4 || at + 1 + size > bytes.length) throw new DataError('it is not a whole PKCS#12 store');
  return [at + 1 + size, bytes.readUIntBE(at + 1, size)];
}

function pemOf(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
