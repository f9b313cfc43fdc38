import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RestExtensionContext, RestFilter } from '../../src/api/rest-extension';
import { BasicAuthSecurityRestExtension } from '../../src/rest/basic-auth-security-rest-extension';
import { nonconformities } from '../support/openapi-conformance';
import { captureLog } from '../support/silent-log';

const MODULE = 'org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule';
const folder = mkdtempSync(path.join(tmpdir(), 'basic-auth-'));
const before = process.env['KAFKA_OPTS'];

afterEach(() => {
  if (before === undefined) delete process.env['KAFKA_OPTS'];
  else process.env['KAFKA_OPTS'] = before;
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function loginConfig(credentials: string | Buffer): string {
  const file = write('credentials', credentials);
  return write('jaas.conf', `KafkaConnect { ${MODULE} required file="${file}"; };`);
}

function setUp(credentials: string | Buffer) {
  const log = captureLog();
  const filters: RestFilter[] = [];
  const extension = new BasicAuthSecurityRestExtension();
  extension.configure({ 'java.security.auth.login.config': loginConfig(credentials) });
  extension.register({
    logger: log.log,
    addFilter: (filter: RestFilter) => filters.push(filter),
  } as unknown as RestExtensionContext);
  const ask = async (line: string, authorization?: string) => {
    const [method = '', target = ''] = line.split(' ');
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const request = new Request('http://me', { method, headers });
    const response = await filters[0]?.({ request, target }, async () => new Response('in'));
    return response ?? Response.error();
  };
  return { ask, log };
}

const basic = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('BasicAuthSecurityRestExtension', () => {
  const { ask } = setUp('# users\nalice = s:e=cret\nbob:p\\u00e4ss\n');

  it.each([basic('alice:s:e=cret'), basic('bob:päss'), basic('alice:s:e=cret').replace('Basic', 'BASIC')])(
    'lets in whom the file names: %s',
    async (authorization) => {
      expect(await (await ask('GET /connectors', authorization)).text()).toBe('in');
    },
  );

  it.each([
    undefined,
    '',
    'Basic',
    'Basic !!!',
    'Bearer abc',
    basic('alice'),
    basic('alice:'),
    basic(':s:e=cret'),
    basic('alice:s:e=cret '),
    basic('ALICE:s:e=cret'),
    basic('bob:s:e=cret'),
    basic('alices:e=cret'),
  ])('refuses everybody else: %p', async (authorization) => {
    const response = await ask('GET /connectors', authorization);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Kafka Connect", charset="UTF-8"',
    ]);
    const body = await response.text();
    expect(body).toBe('User cannot access the resource.');
    const header = (name: string) => response.headers.get(name);
    expect(nonconformities({ method: 'GET', target: '/connectors', status: 401, header, body })).toEqual([]);
  });

  it.each(['GET /', 'GET /health', 'GET /health/live', 'GET /openapi.json', 'GET /nope', 'GET /connectors/c/tasks'])(
    'guards %s',
    async (line) => {
      expect((await ask(line)).status).toBe(401);
    },
  );

  it.each(['POST /connectors/c/tasks', 'PUT /connectors/c/fence?x'])(
    'leaves to others what only workers ask each other: %s',
    async (line) => {
      expect((await ask(line)).status).toBe(200);
    },
  );

  it('lets nobody in where the file is empty, and says so', async () => {
    const empty = setUp('# nobody\n');
    expect((await empty.ask('GET /', basic('alice:'))).status).toBe(401);
    expect((await empty.ask('GET /', basic(':'))).status).toBe(401);
    expect(empty.log.text()).toContain('is empty: nobody is let in');
  });

  it.each(['-Dx=1 -Djava.security.auth.login.config=FILE -Xmx1G', '-Djava.security.auth.login.config="FILE"'])(
    'finds the login configuration in KAFKA_OPTS=%s',
    (options) => {
      process.env['KAFKA_OPTS'] = options.replace('FILE', loginConfig('a=b'));
      expect(() => new BasicAuthSecurityRestExtension().configure({})).not.toThrow();
    },
  );

  it.each<[string, () => string | null, string]>([
    ['without a login configuration', () => null, 'KAFKA_OPTS=-Djava.security.auth.login.config='],
    ['with one that does not exist', () => path.join(folder, 'no'), 'ENOENT'],
    ['without the entry', () => write('x', 'A { b.C required; };'), 'it has no entry KafkaConnect'],
    ['with another module', () => write('x', 'KafkaConnect { b.C required; };'), 'is Java and cannot run here'],
    [
      'with several modules',
      () => write('x', `KafkaConnect { ${MODULE} required; ${MODULE} required; };`),
      'not several',
    ],
    ['without a file', () => write('x', `KafkaConnect { ${MODULE} required; };`), 'has no option file='],
    ['with a file that is not there', () => write('x', `KafkaConnect { ${MODULE} required file="/no"; };`), '/no'],
  ])('does not start %s', (_how, file, message) => {
    process.env['KAFKA_OPTS'] = '';
    const props = { 'java.security.auth.login.config': file() };
    expect(() => new BasicAuthSecurityRestExtension().configure(props)).toThrow(message);
  });
});
