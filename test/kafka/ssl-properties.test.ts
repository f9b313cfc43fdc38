import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translateClientProperties } from '../../src/kafka/client-config';
import {
  CertificateAuthority,
  encryptedKey,
  inOneLine,
  pemStore,
  pkcs12Store,
  type KeyPair,
} from '../support/certificates';
import { messagesOf, refusalOf } from '../support/client-properties';

const STORES = join(__dirname, '../testdata/trust-stores');
let folder: string;
let authority: CertificateAuthority;
let pair: KeyPair;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssl-'));
  authority = new CertificateAuthority(folder, 'authority');
  pair = authority.issue('client');
});
afterAll(() => rmSync(folder, { recursive: true }));
const read = (file: string) => readFileSync(file, 'utf8');

function store(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const globalOf = (properties: Record<string, string>) =>
  translateClientProperties('consumer', { 'security.protocol': 'SSL', ...properties }).global;
const refusal = (properties: Record<string, string>) =>
  refusalOf('consumer', { 'security.protocol': 'SSL', ...properties }).message;

describe('translateSsl', () => {
  it('takes PEM files for both stores, whatever their type says', () => {
    const trust = store('ca.pem', `some text\n${read(authority.certificate)}`);
    const key = pemStore(pair, join(folder, 'key.pem'), 'k');
    expect(
      globalOf({
        'ssl.truststore.location': trust,
        'ssl.truststore.type': 'PEM',
        'ssl.keystore.location': key,
        'ssl.keystore.type': 'PEM',
        'ssl.key.password': 'k',
      }),
    ).toMatchObject({
      'ssl.ca.location': trust,
      'ssl.key.location': key,
      'ssl.certificate.location': key,
      'ssl.key.password': 'k',
    });
  });

  it('takes PEM out of the settings, also when it came in one line', () => {
    const [certificate, key] = [read(authority.certificate), encryptedKey(pair, 'k')];
    const global = globalOf({
      'ssl.truststore.certificates': `${inOneLine(certificate)} ${inOneLine(certificate)}`,
      'ssl.keystore.key': inOneLine(key),
      'ssl.keystore.certificate.chain': read(pair.certificate),
      'ssl.key.password': 'k',
    });
    expect(global['ssl.ca.pem']).toBe(certificate + certificate);
    expect(global['ssl.key.pem']).toBe(key);
    expect(global['ssl.certificate.pem']).toBe(read(pair.certificate));
  });

  it('takes a PKCS#12 key store as it is', () => {
    const key = pkcs12Store(pair, join(folder, 'key.p12'), 'p');
    expect(globalOf({ 'ssl.keystore.location': key, 'ssl.keystore.password': 'p' })).toMatchObject({
      'ssl.keystore.location': key,
      'ssl.keystore.password': 'p',
    });
  });

  it('refuses keys that do not open, by the name of the password', () => {
    const pkcs12 = { 'ssl.keystore.location': pkcs12Store(pair, join(folder, 'shut.p12'), 'p') };
    const pem = { 'ssl.keystore.location': pemStore(pair, join(folder, 'shut.pem'), 'p') };
    const inline = {
      'ssl.keystore.key': encryptedKey(pair, 'p'),
      'ssl.keystore.certificate.chain': read(pair.certificate),
    };
    expect(refusal(pkcs12)).toMatch(/shut.p12 cannot be used: it is encrypted, and ssl.keystore.password is not set/);
    expect(refusal({ ...pkcs12, 'ssl.keystore.password': 'hush' })).toMatch(/: ssl.keystore.password is wrong$/);
    expect(refusal(pem)).toMatch(/shut.pem cannot be used: it is encrypted, and ssl.key.password is not set/);
    expect(refusal({ ...pem, 'ssl.key.password': 'hush' })).toMatch(/: ssl.key.password is wrong$/);
    expect(refusal(inline)).toMatch(
      /ssl.keystore.key: it cannot be used: it is encrypted, and ssl.key.password is not/,
    );
    expect(refusal({ ...inline, 'ssl.key.password': 'hush' })).toMatch(/: ssl.key.password is wrong$/);
  });

  it('refuses a file that lacks the key or the certificate, and keys of others', () => {
    expect(refusal({ 'ssl.keystore.location': pair.key })).toContain('it holds no certificate');
    expect(refusal({ 'ssl.keystore.location': pair.certificate })).toContain('it holds no private key');
    const stranger = { key: pair.key, certificate: authority.certificate };
    const mixed = pemStore(stranger, join(folder, 'mixed.pem'));
    expect(refusal({ 'ssl.keystore.location': mixed })).toContain('key and certificate do not belong together');
    expect(refusal({ 'ssl.truststore.location': pair.key })).toContain('holds no certificate');
  });

  it('refuses damaged stores', () => {
    const damaged = store('damaged.pem', read(pair.certificate) + read(pair.certificate).replace(/.{64}\n/, ''));
    expect(refusal({ 'ssl.truststore.location': damaged })).toContain('its certificate number 2 is damaged');
    const cut = store('cut.p12', readFileSync(pkcs12Store(pair, join(folder, 'whole.p12'), 'p')).subarray(0, 300));
    expect(refusal({ 'ssl.keystore.location': cut, 'ssl.keystore.password': 'p' })).toContain('it is damaged');
  });

  it('takes the certificates out of a PKCS#12 trust store', () => {
    const trust = { 'ssl.truststore.location': join(STORES, 'keytool.p12') };
    expect(globalOf({ ...trust, 'ssl.truststore.password': 'changeit' })['ssl.ca.pem']).toMatch(/BEGIN CERTIFICATE/);
    const refused = refusal({ ...trust, 'ssl.truststore.password': 'wrong-hush' });
    expect(refused).toContain('its password is wrong');
    expect(refused).not.toContain('wrong-hush');
    const old = {
      'ssl.truststore.location': join(STORES, 'old-encryption.p12'),
      'ssl.truststore.password': 'changeit',
    };
    expect(refusal(old)).toMatch(/encryption is of an old kind.*openssl pkcs12 -legacy -in/);
  });

  it('refuses Java key stores with the commands that convert them', () => {
    const jks = store('a.jks', Buffer.from('feedfeed00000002', 'hex'));
    expect(refusal({ 'ssl.keystore.location': jks, 'ssl.keystore.password': 'hush' })).toContain(
      `keytool -importkeystore -srckeystore ${jks} -destkeystore ${jks}.p12 -deststoretype PKCS12`,
    );
    expect(refusal({ 'ssl.truststore.location': jks })).toContain(`keytool -importkeystore -srckeystore ${jks}`);
    expect(refusal({ 'ssl.keystore.location': jks, 'ssl.keystore.password': 'hush' })).not.toContain('hush');
  });

  it('refuses what is no store, and a file that is not there, by name', () => {
    const odd = store('odd', Buffer.from([1, 2, 3, 4, 200]));
    expect(refusal({ 'ssl.truststore.location': odd })).toContain('neither a PEM file nor a Java key store');
    expect(refusal({ 'ssl.keystore.location': odd })).toContain('neither a PEM file nor a Java key store');
    expect(refusal({ 'ssl.keystore.location': join(folder, 'nowhere') })).toMatch(/nowhere cannot be read: .*ENOENT/);
    expect(refusal({ 'ssl.truststore.certificates': 'secret text' })).toContain('not in PEM format');
    expect(refusal({ 'ssl.truststore.certificates': 'secret text' })).not.toContain('secret text');
    expect(refusal({ 'ssl.keystore.key': read(pair.key) })).toContain('ssl.keystore.certificate.chain');
  });

  it('checks host names unless the algorithm is empty', () => {
    const key = 'ssl.endpoint.identification.algorithm';
    expect(globalOf({})[key]).toBe('https');
    expect(globalOf({ [key]: 'HTTPS' })[key]).toBe('https');
    expect(globalOf({ [key]: '' })[key]).toBe('none');
    expect(refusal({ [key]: 'LDAPS' })).toContain('LDAPS');
  });

  it("takes cipher suites by Java's names", () => {
    const suites = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_RSA_WITH_AES_128_CBC_SHA';
    expect(globalOf({ 'ssl.cipher.suites': suites })['ssl.cipher.suites']).toBe(
      'ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA',
    );
  });

  it('leaves suites of TLS 1.3 alone, and refuses a list that would leave none', () => {
    const suites = (value: string) => ({ 'security.protocol': 'SSL', 'ssl.cipher.suites': value });
    expect(globalOf(suites('TLS_AES_256_GCM_SHA384'))['ssl.cipher.suites']).toBeUndefined();
    expect(messagesOf('admin', suites('TLS_AES_256_GCM_SHA384')).join()).toContain('those of TLS 1.3 cannot be chosen');
    expect(refusal(suites('TLS_NONE_WITH_NOTHING,NONSENSE'))).toContain('OpenSSL knows none of them');
  });

  it("lets librdkafka's own names through, unless their files cannot be used", () => {
    const own = {
      'ssl.ca.location': authority.certificate,
      'ssl.key.location': pair.key,
      'ssl.certificate.location': pair.certificate,
    };
    expect(globalOf(own)).toMatchObject(own);
    expect(globalOf({ 'ssl.ca.location': folder })).toMatchObject({ 'ssl.ca.location': folder });
    expect(refusal({ 'ssl.ca.location': join(folder, 'nowhere') })).toMatch(
      /ssl.ca.location: .*nowhere cannot be read/,
    );
    expect(refusal({ ...own, 'ssl.certificate.location': authority.certificate })).toMatch(
      /ssl.key.location: .* key and certificate do not belong together/,
    );
  });
});
