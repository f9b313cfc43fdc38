import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTls } from '../../src/rest/rest-tls';

const folder = mkdtempSync(join(tmpdir(), 'rest-tls-'));
const file = join(folder, 'store');
writeFileSync(file, 'bytes');
afterAll(() => rmSync(folder, { recursive: true }));

const BYTES = Buffer.from('bytes');

describe('readTls', () => {
  it('takes key and certificates from a PEM file, or from the settings', () => {
    const fromFile = { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': file, 'ssl.key.password': 'p' };
    expect(readTls(fromFile, 'listeners')).toMatchObject({ key: BYTES, cert: BYTES, passphrase: 'p' });
    const inline = { 'ssl.keystore.key': 'KEY', 'ssl.keystore.certificate.chain': 'CERT' };
    expect(readTls(inline, 'listeners')).toMatchObject({ key: 'KEY', cert: 'CERT', requestCert: false });
  });

  it('takes a PKCS#12 file with its password', () => {
    const props = { 'ssl.keystore.type': 'pkcs12', 'ssl.keystore.location': file, 'ssl.keystore.password': 'p' };
    expect(readTls(props, 'listeners')).toMatchObject({ pfx: BYTES, passphrase: 'p' });
  });

  it('takes all from under the prefix of the listeners as soon as one key is there', () => {
    const props = {
      'ssl.keystore.key': 'shared',
      'listeners.https.ssl.keystore.key': 'own',
      'listeners.https.ssl.client.auth': 'required',
    };
    expect(readTls(props, 'listeners')).toMatchObject({ key: 'own', requestCert: true, rejectUnauthorized: true });
    expect(readTls(props, 'admin.listeners')).toMatchObject({ key: 'shared' });
  });

  it('keeps to the versions that are allowed', () => {
    const props = { 'ssl.keystore.key': 'k' };
    expect(readTls({ ...props, 'ssl.enabled.protocols': 'TLSv1.3' }, 'listeners').minVersion).toBe('TLSv1.3');
    expect(readTls({ ...props, 'ssl.enabled.protocols': 'TLSv1.2' }, 'listeners').maxVersion).toBe('TLSv1.2');
  });

  it.each([
    [{}, 'ssl.keystore.location'],
    [{ 'ssl.keystore.location': file }, 'keytool'],
    [{ 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': join(folder, 'no') }, 'ENOENT'],
  ])('refuses %p, naming the remedy', (props, message) => {
    expect(() => readTls(props, 'listeners')).toThrow(message);
  });
});
