import { request } from 'node:http';
import { ConfigError, WorkerStartError } from '../../src/errors';
import { parseListener, RestListener } from '../../src/rest/rest-listener';

describe('parseListener', () => {
  it.each([
    ['http://:8083', { scheme: 'http', host: '', port: 8083 }],
    ['HTTPS://host:1', { scheme: 'https', host: 'host', port: 1 }],
    [' http://[::1]:0 ', { scheme: 'http', host: '::1', port: 0 }],
  ])('reads %s', (url, address) => {
    expect(parseListener(url, 'listeners')).toEqual({ ...address, setting: 'listeners' });
  });

  it.each(['localhost:8083', 'ftp://a:1', 'http://a', 'http://a:99999', 'http://::1:80', ''])('refuses %p', (url) => {
    expect(() => parseListener(url, 'listeners')).toThrow(ConfigError);
  });
});

describe('RestListener', () => {
  const targets: string[] = [];
  const listener = new RestListener(parseListener('http://127.0.0.1:0', 'listeners'), async (_request, target) => {
    targets.push(target);
    return new Response('ok');
  });
  beforeAll(() => listener.open());
  afterAll(() => listener.close(100));

  const get = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port: listener.port, host: '127.0.0.1', path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('hands on targets as they came', async () => {
    expect(listener.port).toBeGreaterThan(0);
    await get('/connectors/./%2e%2e?x=%zz');
    await get('//a/..');
    expect(targets).toEqual(['/connectors/./%2e%2e?x=%zz', '//a/..']);
  });

  it('answers what is no request for a path', async () => {
    expect(await get('a')).toBe(400);
  });

  it('names the setting when the port is taken', async () => {
    const second = new RestListener(
      parseListener(`http://127.0.0.1:${listener.port}`, 'listeners'),
      async () => new Response(),
    );
    await expect(second.open()).rejects.toBeInstanceOf(WorkerStartError);
    await expect(second.open()).rejects.toThrow(/\(listeners\): the port is in use/);
  });
});
