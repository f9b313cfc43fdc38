import { RestServer, type RestServerOptions } from '../../src/rest/rest-server';
import { captureLog } from '../support/silent-log';

const running: RestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

function serverWith(options: Partial<RestServerOptions> = {}): RestServer {
  const server = new RestServer({
    listeners: ['http://127.0.0.1:0'],
    adminListeners: null,
    advertisedHost: null,
    advertisedPort: null,
    advertisedListener: null,
    allowOrigin: '',
    allowMethods: '',
    headerRules: [{ action: 'set', name: 'x-rule', value: '1' }],
    limits: { maxBytes: 10_000, receiveTimeoutMs: 60_000 },
    log: captureLog().log,
    ...options,
  });
  running.push(server);
  return server;
}

const SERVICES = {
  herder: { connectors: async () => [] } as never,
  plugins: undefined as never,
  loggers: { all: () => [] } as never,
  clusterId: 'k',
  tracksTopics: true,
  allowsTopicsReset: true,
  metrics: async () => ({ contentType: 'text/plain', text: '' }),
  isReady: () => true,
  redact: (text: string) => text,
  redactLookedUp: (text: string) => text,
};

describe('RestServer', () => {
  it('says that the worker is starting until it is given answers', async () => {
    const server = serverWith();
    await server.open();
    const early = await fetch(`${server.advertisedUrl}/health`);
    expect([early.status, await early.json()]).toMatchObject([503, { status: 'starting' }]);
    expect(await (await fetch(`${server.advertisedUrl}/connectors`)).json()).toMatchObject({ error_code: 503 });
    await server.serve(SERVICES);
    const answer = await fetch(`${server.advertisedUrl}/connectors`);
    expect([answer.status, answer.headers.get('x-rule')]).toEqual([200, '1']);
  });

  it.each([
    [{}, /^127\.0\.0\.1:[1-9]\d*$/],
    [{ listeners: ['http://:0'] }, /^127\.0\.0\.1:[1-9]\d*$/],
    [{ advertisedHost: 'me', advertisedPort: 9 }, /^me:9$/],
    [{ advertisedHost: 'fe80::1', advertisedPort: 9 }, /^\[fe80::1\]:9$/],
  ])('is advertised with %p as %p', async (options, address) => {
    const server = serverWith(options);
    await server.open();
    expect(server.advertisedAddress).toMatch(address);
  });

  it('is advertised by its socket file where it has no other address, with URLs of this machine', () => {
    const server = serverWith({ listeners: ['unix:/run/c.sock'] });
    expect([server.advertisedAddress, server.advertisedUrl]).toEqual(['unix:/run/c.sock', 'http://localhost']);
    const named = serverWith({ listeners: ['unix:/run/c.sock'], advertisedHost: 'me', advertisedPort: 9 });
    expect([named.advertisedAddress, named.advertisedUrl]).toEqual(['me:9', 'http://me:9']);
  });

  it('says at which ports it listens, also where any would do', async () => {
    const log = captureLog();
    const listeners = ['http://127.0.0.1:0', 'http://localhost:0'];
    const server = serverWith({ listeners, adminListeners: ['http://127.0.0.1:0'], log: log.log });
    await server.open();
    expect(log.text()).toMatch(
      /^REST requests are taken at http:\/\/127\.0\.0\.1:[1-9]\d*, http:\/\/localhost:[1-9]\d*$/m,
    );
    expect(log.text()).toMatch(/^Requests below \/admin are taken at http:\/\/127\.0\.0\.1:[1-9]\d* only$/m);
  });

  it('serves administration at addresses of its own, or nowhere', async () => {
    const nowhere = serverWith({ adminListeners: [] });
    await nowhere.open();
    await nowhere.serve(SERVICES);
    expect((await fetch(`${nowhere.advertisedUrl}/admin/loggers`)).status).toBe(404);
    const everywhere = serverWith();
    await everywhere.open();
    await everywhere.serve(SERVICES);
    expect((await fetch(`${everywhere.advertisedUrl}/admin/loggers`)).status).toBe(200);
  });

  it('ends without waiting for connections that are only kept open', async () => {
    const server = serverWith();
    await server.open();
    await server.serve(SERVICES);
    await (await fetch(`${server.advertisedUrl}/`)).text();
    await server.close();
    await expect(fetch(`${server.advertisedUrl}/`)).rejects.toThrow();
  });

  it('refuses addresses that are none', () => {
    expect(() => serverWith({ listeners: ['nowhere'] })).toThrow('Invalid value nowhere for configuration listeners');
    expect(() => serverWith({ adminListeners: ['x'] })).toThrow('configuration admin.listeners');
  });
});
