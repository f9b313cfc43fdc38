import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseListener } from '../../src/rest/listener-address';
import { RestListener } from '../../src/rest/rest-listener';
import { readTls } from '../../src/rest/rest-tls';
import { CertificateAuthority, javaTrustStore, pemStore, pkcs12Store, type KeyPair } from '../support/certificates';

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

describe('an https listener', () => {
  const authority = new CertificateAuthority(folder, 'authority');
  const stranger = new CertificateAuthority(folder, 'stranger');
  const server = authority.issue('server', 'IP:127.0.0.1');
  const friend = authority.issue('friend');
  const foe = stranger.issue('foe');
  const password = 'changeit';

  const pem = (clientAuth: string) => ({
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': pemStore(server, join(folder, 'server.pem')),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': authority.certificate,
    'ssl.client.auth': clientAuth,
  });
  const pkcs12 = (clientAuth: string) => ({
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': pkcs12Store(server, join(folder, 'server.p12'), password),
    'ssl.keystore.password': password,
    'ssl.truststore.type': 'PKCS12',
    'ssl.truststore.location': trustStore(),
    'ssl.truststore.password': password,
    'ssl.client.auth': clientAuth,
  });

  let made: string | undefined;
  const trustStore = () =>
    (made ??= javaTrustStore(authority.certificate, { file: join(folder, 'trust.p12'), password, type: 'PKCS12' }));

  /** What a client hears: a status, or that it was not let in. */
  async function ask(props: Record<string, string>, client: KeyPair | undefined): Promise<number | string> {
    const listener = new RestListener(
      parseListener('https://127.0.0.1:0', 'listeners'),
      async () => new Response('in'),
      {
        tls: readTls(props, 'listeners'),
      },
    );
    await listener.open();
    const own = client === undefined ? {} : { key: readFileSync(client.key), cert: readFileSync(client.certificate) };
    const options = {
      host: '127.0.0.1',
      port: listener.port,
      ca: readFileSync(authority.certificate),
      agent: false,
      ...own,
    };
    const answer = await new Promise<number | string>((resolve) => {
      request(options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', () => resolve('not let in'))
        .end();
    });
    await listener.close(100);
    return answer;
  }

  it.each([
    ['PEM', pem],
    ['PKCS#12', pkcs12],
  ])('with stores in %s lets in whom it should', async (_type, props) => {
    expect(await ask(props('none'), undefined)).toBe(200);
    expect(await ask(props('required'), friend)).toBe(200);
    expect(await ask(props('required'), undefined)).toBe('not let in');
    expect(await ask(props('required'), foe)).toBe('not let in');
    expect(await ask(props('requested'), friend)).toBe(200);
    expect(await ask(props('requested'), undefined)).toBe(200);
    expect(await ask(props('requested'), foe)).toBe('not let in');
  });

  it('does not start with a trust store whose password is wrong', () => {
    const props = { ...pkcs12('required'), 'ssl.truststore.password': 'wrong' };
    expect(() => readTls(props, 'listeners')).toThrow(/ssl\.truststore\.location: its password is wrong/);
  });
});
