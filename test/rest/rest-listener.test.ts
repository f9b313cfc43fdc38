import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkerStartError } from '../../src/errors';
import { parseListener } from '../../src/rest/listener-address';
import { RestListener } from '../../src/rest/rest-listener';

const LIMITS = { maxBytes: 1000, receiveTimeoutMs: 60_000 };

describe('RestListener', () => {
  const targets: string[] = [];
  const listener = new RestListener(
    parseListener('http://127.0.0.1:0', 'listeners'),
    async (_request, target) => {
      targets.push(target);
      return new Response('ok');
    },
    { limits: LIMITS },
  );
  beforeAll(() => listener.open());
  afterAll(() => listener.close(100));

  const get = (target: string, method = 'GET') =>
    new Promise<number | undefined>((resolve, reject) => {
      httpRequest({ port: listener.port, host: '127.0.0.1', path: target, method }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('hands on targets as they came', async () => {
    expect(listener.port).toBeGreaterThan(0);
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
    await get('/connectors/./%2e%2e?x=%zz');
    await get('//a/..');
    expect(targets).toEqual(['/connectors/./%2e%2e?x=%zz', '//a/..']);
  });

  it('answers what is no request for a path', async () => {
    expect(await get('a')).toBe(400);
  });

  it('hands on methods that nobody takes', async () => {
    expect(await get('/', 'TRACE')).toBe(200);
  });

  it('names the setting when the port is taken', async () => {
    const second = new RestListener(
      parseListener(`http://127.0.0.1:${listener.port}`, 'listeners'),
      async () => new Response(),
      { limits: LIMITS },
    );
    await expect(second.open()).rejects.toBeInstanceOf(WorkerStartError);
    await expect(second.open()).rejects.toThrow(/\(listeners\): the port is in use/);
  });

  it('takes requests at a socket file, and removes it at the end', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rest-listener-'));
    const socketPath = path.join(folder, 'c.sock');
    const handle = async (request: Request) => new Response(await request.text());
    const unix = new RestListener(parseListener(`unix:${socketPath}`, 'listeners'), handle, { limits: LIMITS });
    await unix.open();
    expect([unix.port, unix.url]).toEqual([0, `unix:${socketPath}`]);
    const answer = new Promise<string>((resolve, reject) => {
      httpRequest({ socketPath, path: '/x', method: 'PUT' }, (response) =>
        response.on('data', (data) => resolve(String(data))),
      )
        .on('error', reject)
        .end('hello');
    });
    expect(await answer).toBe('hello');
    await unix.close(100);
    expect(existsSync(socketPath)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
