/** The worker at listeners that want passwords, certificates or permissions, set up with Java's property names. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encryptedKey, inOneLine, javaTrustStore, pemStore, pkcs12Store } from '../support/certificates';
import { describeWithJava, uniqueName } from '../support/describe-with-kafka';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';
import { PASSWORD, sasl, startSecureKafka, type SecureKafka } from '../support/secure-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(60_000);

type Settings = Record<string, string>;
type Listener = 'SASL' | 'BOTH' | 'TLS' | 'MUTUAL' | 'ELSEWHERE' | 'PLAINTEXT';

/** Settings that are refused, by a listener or in one kind of client, and what is said of it. */
interface Refusal<Place> {
  readonly at: Place;
  readonly settings: () => Settings;
  readonly says: RegExp;
}

const TIMEOUT_MS = 3000;
const [WRONG, KEY_PASSWORD, STORE_PASSWORD] = ['wrong-hush', 'key-hush', 'store-hush'];

describeWithJava('A secured broker', () => {
  let secure: SecureKafka;
  let shared: string;
  let folder: string;
  let worker: OurWorker | undefined;

  beforeAll(async () => {
    shared = temporaryFolder('secure-');
    secure = await startSecureKafka(shared);
  });
  afterAll(async () => {
    await secure.kafka.stop();
    removeFolder(shared);
  });
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    if (worker?.isRunning === true) await worker.end('SIGKILL');
    // Whatever was tried: no level of logging shows a secret.
    for (const secret of [PASSWORD, WRONG, KEY_PASSWORD, STORE_PASSWORD]) expect(worker?.output).not.toContain(secret);
    removeFolder(folder);
  });

  const file = (name: string) => path.join(folder, name);
  const read = (name: string) => readFileSync(name, 'utf8');
  const ssl = (more: Settings = {}): Settings => ({
    'security.protocol': 'SSL',
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': secure.authority.certificate,
    ...more,
  });
  const pem = (password?: string): Settings => ({
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': pemStore(secure.client, file('client.pem'), KEY_PASSWORD),
    ...(password === undefined ? {} : { 'ssl.key.password': password }),
  });
  const inlineKey = (password: string): Settings => ({
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.key': encryptedKey(secure.client, KEY_PASSWORD),
    'ssl.keystore.certificate.chain': read(secure.client.certificate),
    'ssl.key.password': password,
  });
  const inlineTrust = (text: string): Settings => ({
    'security.protocol': 'SSL',
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.certificates': text,
  });
  const javaTrust = (type: 'PKCS12' | 'JKS', password = STORE_PASSWORD): Settings => ({
    'security.protocol': 'SSL',
    'ssl.truststore.type': type,
    'ssl.truststore.location': javaTrustStore(secure.authority.certificate, {
      file: file(`trust.${type}`),
      password: STORE_PASSWORD,
      type,
    }),
    'ssl.truststore.password': password,
  });
  const pkcs12 = (password = KEY_PASSWORD): Settings => ({
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': pkcs12Store(secure.client, file('client.p12'), KEY_PASSWORD),
    'ssl.keystore.password': password,
    'ssl.key.password': password,
  });

  function start(listener: Listener, settings: Settings, connectors: Settings[] = []): OurWorker {
    const timeouts = { 'default.api.timeout.ms': String(TIMEOUT_MS), 'request.timeout.ms': String(TIMEOUT_MS) };
    worker = startOurWorker({
      bootstrap: secure.kafka.listener(listener),
      folder,
      worker: { ...timeouts, ...settings },
      options: ['--log-level', 'debug'],
      connectors,
    });
    return worker;
  }

  /** A source and a sink, with two lines on their way. */
  async function startPair(listener: Listener, settings: Settings): Promise<{ running: OurWorker; topic: string }> {
    const topic = uniqueName('secure');
    await createTopic(secure.kafka.bootstrap, topic);
    writeFileSync(file('in'), 'one\ntwo\n');
    const connectors = [fileSource('source', file('in'), topic), fileSink(topic, file('out'), topic)];
    return { running: start(listener, settings, connectors), topic };
  }

  async function expectLinesToMove(listener: Listener, settings: Settings): Promise<void> {
    const { running } = await startPair(listener, forAllClients(settings));
    await waitFor('the lines have moved', () => linesOf(file('out')).length === 2, { worker: running });
    expect(linesOf(file('out'))).toEqual(['one', 'two']);
    expect(await running.end()).toEqual({ code: 0, signal: null });
  }

  it.each<[title: string, listener: Listener, settings: () => Settings]>([
    ['PLAIN', 'SASL', () => sasl('PLAIN')],
    ['SCRAM-SHA-256', 'SASL', () => sasl('SCRAM-SHA-256')],
    ['SCRAM-SHA-512', 'SASL', () => sasl('SCRAM-SHA-512')],
    ['a PEM file of those to trust', 'TLS', () => ssl()],
    ['their PEM in a setting', 'TLS', () => inlineTrust(read(secure.authority.certificate))],
    ['their PEM in one line', 'TLS', () => inlineTrust(inOneLine(read(secure.authority.certificate)))],
    ['a PKCS#12 trust store', 'TLS', () => javaTrust('PKCS12')],
    ['a PEM file with an encrypted key', 'MUTUAL', () => ssl(pem(KEY_PASSWORD))],
    ['an encrypted key in a setting', 'MUTUAL', () => ssl(inlineKey(KEY_PASSWORD))],
    ['PKCS#12 stores', 'MUTUAL', () => ({ ...javaTrust('PKCS12'), ...pkcs12() })],
    ['SCRAM over TLS', 'BOTH', () => ssl({ ...sasl('SCRAM-SHA-512'), 'security.protocol': 'SASL_SSL' })],
    ['no check of the host name', 'ELSEWHERE', () => ssl({ 'ssl.endpoint.identification.algorithm': '' })],
  ])('lets source and sink in with %s', (_, listener, settings) => expectLinesToMove(listener, settings()));

  it('takes the store that the command in the refusal of a JKS store makes', async () => {
    const jks = javaTrust('JKS');
    const refused = start('TLS', forAllClients(jks));
    expect((await refused.ended).code).toBe(2);
    const [command = ''] = /keytool -importkeystore .* -deststoretype PKCS12/.exec(refused.output) ?? [];
    const [keytool = '', ...args] = command.split(' ');
    const passwords = ['-srcstorepass', STORE_PASSWORD, '-deststorepass', STORE_PASSWORD];
    execFileSync(keytool, [...args, ...passwords], { stdio: 'pipe' });
    await expectLinesToMove('TLS', {
      ...jks,
      'ssl.truststore.location': `${jks['ssl.truststore.location'] ?? ''}.p12`,
    });
  });

  it.each<[title: string, refusal: Refusal<Listener>]>([
    [
      'a wrong password',
      {
        at: 'SASL',
        settings: () => sasl('PLAIN', 'alice', WRONG),
        says: /Invalid username or password.*sasl\.jaas\.config/,
      },
    ],
    [
      'a wrong SCRAM password',
      {
        at: 'SASL',
        settings: () => sasl('SCRAM-SHA-512', 'alice', WRONG),
        says: /invalid credentials with SASL mechanism SCRAM-SHA-512.*sasl\.jaas\.config/,
      },
    ],
    [
      'no password',
      {
        at: 'SASL',
        settings: () => ({ 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'PLAIN' }),
        says: /sasl\.jaas\.config: sasl\.mechanism=PLAIN needs/,
      },
    ],
    [
      'no mechanism',
      {
        at: 'SASL',
        settings: () => ({ 'security.protocol': 'SASL_PLAINTEXT' }),
        says: /sasl\.mechanism=GSSAPI, which holds where/,
      },
    ],
    [
      'a certificate of a stranger',
      {
        at: 'TLS',
        settings: () => ssl({ 'ssl.truststore.location': secure.stranger.certificate }),
        says: /certificate verify failed.*ssl\.truststore\.location/,
      },
    ],
    [
      'a certificate of another host',
      {
        at: 'ELSEWHERE',
        settings: () => ssl({ 'ssl.endpoint.identification.algorithm': 'https' }),
        says: /certificate verify failed.*ssl\.endpoint\.identification\.algorithm/,
      },
    ],
    [
      'no certificate of its own',
      { at: 'MUTUAL', settings: () => ssl(), says: /bad certificate.*ssl\.keystore\.location/ },
    ],
    [
      'TLS where there is none',
      { at: 'PLAINTEXT', settings: () => ssl(), says: /PLAINTEXT broker listener\?.*security\.protocol/ },
    ],
    [
      'passwords where none are asked for',
      { at: 'PLAINTEXT', settings: () => sasl('PLAIN'), says: /SASL state.*security\.protocol/ },
    ],
    ['no TLS where there must be', { at: 'TLS', settings: () => ({}), says: /security\.protocol/ }],
    ['no password where there must be', { at: 'SASL', settings: () => ({}), says: /security\.protocol/ }],
    [
      'a wrong key password',
      {
        at: 'MUTUAL',
        settings: () => ssl(pem(WRONG)),
        says: /client\.pem cannot be used: ssl\.key\.password is wrong/,
      },
    ],
    [
      'no key password',
      {
        at: 'MUTUAL',
        settings: () => ssl(pem()),
        says: /client\.pem .*encrypted, and ssl\.key\.password is not set/,
      },
    ],
    [
      'a wrong password of a key in a setting',
      { at: 'MUTUAL', settings: () => ssl(inlineKey(WRONG)), says: /ssl\.key\.password is wrong/ },
    ],
    [
      'a wrong store password',
      {
        at: 'MUTUAL',
        settings: () => ssl(pkcs12(WRONG)),
        says: /client\.p12 .*ssl\.keystore\.password is wrong/,
      },
    ],
    [
      'a wrong trust store password',
      { at: 'TLS', settings: () => javaTrust('PKCS12', WRONG), says: /trust\.PKCS12 .*its password is wrong/ },
    ],
  ])('ends the worker with one line and code 2: %s', async (_, { at, settings, says }) => {
    const started = Date.now();
    const refused = start(at, forAllClients(settings()));
    expect(await refused.ended).toEqual({ code: 2, signal: null });
    expect(Date.now() - started).toBeLessThan(2 * TIMEOUT_MS);
    const lines = refused.output.split('\n').filter((line) => line !== '' && !/^\[\S+\] (DEBUG|INFO|WARN) /.test(line));
    expect(lines).toEqual([expect.stringMatching(/^connect-standalone: /)]);
    expect(lines[0]).toMatch(says);
    if (/reach Kafka/.test(lines[0] ?? '')) expect(lines[0]).toContain(secure.kafka.listener(at));
  });

  it.each<[title: string, refusal: Refusal<'producer' | 'consumer'>]>([
    [
      'a wrong password of the producer',
      { at: 'producer', settings: () => sasl('PLAIN', 'alice', WRONG), says: /Invalid username or password/ },
    ],
    [
      'a wrong password of the consumer',
      { at: 'consumer', settings: () => sasl('PLAIN', 'alice', WRONG), says: /Invalid username or password/ },
    ],
    [
      'a producer without permission',
      { at: 'producer', settings: () => sasl('PLAIN', 'bob'), says: /authorization failed.*needs the operation WRITE/ },
    ],
    [
      'a consumer without permission',
      { at: 'consumer', settings: () => sasl('PLAIN', 'bob'), says: /group: connect-.* needs the operation READ/ },
    ],
  ])('fails the task: %s', async (_, { at, settings, says }) => {
    const { running } = await startPair('SASL', {
      ...forAllClients(sasl('PLAIN')),
      ...under(`${at}.`, settings()),
    });
    await waitFor('the task has failed', () => running.output.includes('Task is FAILED'), { worker: running });
    const [failure = ''] = /Task threw an uncaught [^]*?(?=\n\[)/.exec(running.output) ?? [];
    expect(failure).toMatch(says);
    expect(running.output.split('Task threw an uncaught')).toHaveLength(2);
    expect(await running.end()).toEqual({ code: 70, signal: null });
  });
});

function under(prefix: string, settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${prefix}${key}`, value]));
}

/** As Java wants it: once for the admin clients, once for each of the others. */
function forAllClients(settings: Settings): Settings {
  return { ...settings, ...under('producer.', settings), ...under('consumer.', settings) };
}
