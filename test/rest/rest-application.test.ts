import { restClient } from '../support/rest-client';

describe('the REST application', () => {
  it.each([
    ['GET', '/nope', 404],
    ['PUT', '/connectors', 405],
    ['GET', '/connectors//x', 400],
    ['GET', '/connectors/%zz', 400],
  ])('%s %s is answered %p, in JSON', async (method, target, status) => {
    const answer = await restClient({}).ask(`${method} ${target}`);
    expect(answer).toMatchObject({ status, json: { error_code: status } });
  });

  it('looks at the content type before the body', async () => {
    const { ask } = restClient({});
    expect((await ask('POST /connectors', '{', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await ask('POST /connectors', '{')).status).toBe(400);
  });

  it('answers HEAD as GET, without a body, and OPTIONS with the methods', async () => {
    const { ask } = restClient({ herder: { connectors: async () => [] } });
    expect(await ask('HEAD /connectors')).toMatchObject({ status: 200, text: '' });
    const options = await ask('OPTIONS /connectors', undefined, { accept: 'application/json' });
    expect(options.headers.get('allow')).toBe('GET,HEAD,OPTIONS,POST');
  });

  it('gives up on a herder that does not answer', async () => {
    const { ask } = restClient({ timeoutMs: 1, herder: { connectors: () => new Promise(() => undefined) } });
    expect((await ask('GET /connectors')).json).toEqual({ error_code: 500, message: 'Request timed out' });
  });

  it('logs what went wrong in the worker, and not what the client did wrong', async () => {
    const { ask, log } = restClient({ herder: { connectors: () => Promise.reject(new Error('broken')) } });
    expect((await ask('GET /connectors')).json).toEqual({ error_code: 500, message: 'broken' });
    expect(log.lines).toMatchObject([
      { level: 50, msg: 'GET /connectors is answered 500', err: { message: 'broken' } },
    ]);
  });

  it('serves its parts apart', async () => {
    const herder = { connectors: async () => [] };
    expect((await restClient({ part: 'public', herder }).ask('GET /admin/loggers')).status).toBe(404);
    expect((await restClient({ part: 'admin', herder }).ask('GET /connectors')).status).toBe(404);
    expect((await restClient({ part: 'public', herder }).ask('GET /connectors')).status).toBe(200);
  });
});
