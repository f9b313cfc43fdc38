import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translateClientProperties } from '../../src/kafka/client-config';
import { refusalOf } from '../support/client-properties';

const STORES = join(__dirname, '../testdata/trust-stores');
const BODY = 'MIIB'.repeat(40);
const pem = (label: string) =>
  `-----BEGIN ${label}-----\n${BODY.slice(0, 64)}\n${BODY.slice(64, 128)}\n${BODY.slice(128)}\n-----END ${label}-----\n`;
const inOneLine = (label: string) => `-----BEGIN ${label}----- ${BODY} -----END ${label}-----`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ssl-'))));
afterEach(() => rmSync(folder, { recursive: true }));

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
    const trust = store('ca.pem', `some text\n${pem('CERTIFICATE')}`);
    const key = store('key.pem', pem('PRIVATE KEY') + pem('CERTIFICATE'));
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
    const global = globalOf({
      'ssl.truststore.certificates': `${inOneLine('CERTIFICATE')} ${inOneLine('CERTIFICATE')}`,
      'ssl.keystore.key': inOneLine('ENCRYPTED PRIVATE KEY'),
      'ssl.keystore.certificate.chain': pem('CERTIFICATE'),
    });
    expect(global['ssl.ca.pem']).toBe(pem('CERTIFICATE') + pem('CERTIFICATE'));
    expect(global['ssl.key.pem']).toBe(pem('ENCRYPTED PRIVATE KEY'));
    expect(global['ssl.certificate.pem']).toBe(pem('CERTIFICATE'));
  });

  it('takes a PKCS#12 key store as it is', () => {
    const key = store('key.p12', Buffer.from('308201', 'hex'));
    expect(globalOf({ 'ssl.keystore.location': key, 'ssl.keystore.password': 'p' })).toMatchObject({
      'ssl.keystore.location': key,
      'ssl.keystore.password': 'p',
    });
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
    expect(refusal({ 'ssl.keystore.key': pem('PRIVATE KEY') })).toContain('ssl.keystore.certificate.chain');
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
});
