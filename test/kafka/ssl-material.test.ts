import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/errors';
import { checkCertificates, checkKey, isCipherListUsable } from '../../src/kafka/ssl-material';
import { CertificateAuthority, encryptedKey, type KeyPair } from '../support/certificates';

let folder: string;
let pair: KeyPair;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'material-'));
  pair = new CertificateAuthority(folder, 'authority').issue('client');
});
afterAll(() => rmSync(folder, { recursive: true }));
const read = (file: string) => readFileSync(file, 'utf8');
const source = (password: string) => ({ key: 'a.key', what: 'a.pem', password, passwordKey: 'a.password' });

describe('checkKey', () => {
  it('accepts a key with its certificate and password', () => {
    checkKey({ key: read(pair.key), cert: read(pair.certificate) }, source(''));
    checkKey({ key: encryptedKey(pair, 'right'), cert: read(pair.certificate) }, source('right'));
  });

  it('never takes a wrong password for another fault, and never shows it', () => {
    const material = { key: encryptedKey(pair, 'right'), cert: read(pair.certificate) };
    for (let attempt = 0; attempt < 300; attempt++) {
      const refused = () => checkKey(material, source(`hush-${attempt}`));
      expect(refused).toThrow(ConfigError);
      expect(refused).toThrow('Invalid value for configuration a.key: a.pem cannot be used: a.password is wrong');
    }
  });
});

describe('checkCertificates', () => {
  it('accepts several, with text between them', () => {
    checkCertificates('a', 'it', `first\n${read(pair.certificate)}\nnext\n${read(pair.certificate)}`);
  });

  it('refuses what is none', () => {
    expect(() => checkCertificates('a', 'it', read(pair.key))).toThrow('it holds no certificate in PEM format');
  });
});

describe('isCipherListUsable', () => {
  it('asks OpenSSL', () => {
    expect(isCipherListUsable('NONSENSE:ECDHE-RSA-AES256-GCM-SHA384')).toBe(true);
    expect(isCipherListUsable('NONSENSE')).toBe(false);
  });
});
