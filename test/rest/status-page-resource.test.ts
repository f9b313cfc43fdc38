import { NotFoundError } from '../../src/errors';
import { prefersPage } from '../../src/rest/status-page-resource';
import type { Herder } from '../../src/runtime/herder';
import { restClient } from '../support/rest-client';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', host: 'localhost:8083' };
const FORM = { ...BROWSER, 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8083' };

function setUp() {
  const calls: unknown[][] = [];
  const note =
    (name: string, error?: Error) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args]);
      if (error !== undefined) throw error;
    };
  const part = { state: 'RUNNING', workerId: 'w:1', trace: undefined, version: '1' };
  const herder = {
    connectors: async () => ['a/b', 'gone'],
    connectorInfo: async (name: string) => {
      if (name === 'gone') throw new NotFoundError('gone');
      return { name, config: { 'connector.class': 'FileStreamSink' }, tasks: [], type: 'sink' };
    },
    connectorStatus: async (name: string) => ({ name, connector: part, tasks: [{ id: 0, ...part }], type: 'sink' }),
    pauseConnector: note('pause'),
    resumeConnector: note('resume', new NotFoundError('Unknown connector secret')),
    restartConnector: note('restart'),
    restartTask: note('restartTask'),
  } as unknown as Partial<Herder>;
  const redact = (text: string) => text.replaceAll('secret', '[hidden]');
  const taskFigures = () => ({ recordsIn: 5, recordsOut: 4, ratePerSecond: 1, lag: 77, errors: 0 });
  const { ask } = restClient({ herder, redact, taskFigures });
  const token = async () =>
    /name="token" value="([^"]+)"/.exec((await ask('GET /', undefined, BROWSER)).text)?.[1] ?? '';
  const press = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    ask('POST /status-page', new URLSearchParams({ token: await token(), ...fields }).toString(), {
      ...FORM,
      ...headers,
    });
  return { ask, press, calls };
}

describe('prefersPage', () => {
  it.each([
    [BROWSER.accept, true],
    ['text/html, application/json', true],
    ['text/html;q=0.5, text/plain', true],
    ['text/html', false],
    ['text/html;q=0, */*', false],
    ['application/json, text/html;q=0.9', false],
    ['application/json, text/plain, */*', false],
    ['*/*', false],
    [null, false],
  ])('of %p is %p', (accept, expected) => {
    expect(prefersPage(accept)).toBe(expected);
  });
});

describe('/ for browsers', () => {
  it('is the page, with headers that keep it to itself', async () => {
    const { ask } = setUp();
    const { status, headers, text } = await ask('GET /', undefined, BROWSER);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('a/b');
    expect(text).toContain('77');
    expect(text).not.toContain('gone');
  });

  it('stays JSON for tools, and 406 for HTML alone', async () => {
    const { ask } = setUp();
    expect((await ask('GET /')).json).toMatchObject({ kafka_cluster_id: 'cluster' });
    expect((await ask('GET /', undefined, { accept: '*/*' })).json).toMatchObject({ kafka_cluster_id: 'cluster' });
    expect((await ask('GET /', undefined, { accept: 'text/html' })).status).toBe(406);
    expect((await ask('GET /connectors', undefined, BROWSER)).json).toEqual(['a/b', 'gone']);
    expect((await ask('POST /', {})).status).toBe(405);
    expect((await ask('POST /status-page', {})).status).toBe(415);
  });

  it('carries out what its buttons say, and shows itself again', async () => {
    const { press, calls } = setUp();
    const answer = await press({ connector: 'a/b', action: 'pause' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, './']);
    await press({ connector: 'a/b', action: 'restart' });
    await press({ connector: 'a/b', action: 'restart', task: '3' });
    expect(calls).toEqual([
      ['pause', 'a/b'],
      ['restart', { connector: 'a/b', includeTasks: true, onlyFailed: false }],
      ['restartTask', { connector: 'a/b', task: 3 }],
    ]);
  });

  it('says what went wrong, without secrets', async () => {
    const { press } = setUp();
    const answer = await press({ connector: 'a/b', action: 'resume' });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Unknown connector [hidden]');
    expect(answer.text).not.toContain('secret');
  });

  it.each([
    ['a foreign origin', {}, { origin: 'http://evil.example' }],
    ['no origin, in the name of another site', {}, { origin: 'null' }],
    ['a foreign site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['a borrowed name', {}, { host: 'evil.example', origin: 'http://evil.example' }],
    ['no token', { token: '' }, {}],
    ['a wrong token', { token: 'guessed' }, {}],
  ])('refuses a button pressed with %s', async (_how, fields, headers) => {
    const { press, calls } = setUp();
    expect((await press({ connector: 'a/b', action: 'pause', ...fields }, headers)).status).toBe(403);
    expect(calls).toEqual([]);
  });

  it.each([
    [{ connector: 'a/b', action: 'delete' }],
    [{ connector: 'a/b', action: 'pause', task: '0' }],
    [{ connector: 'a/b', action: 'restart', task: '-1' }],
    [{}],
  ])('takes %p for a mistake', async (fields) => {
    const { press, calls } = setUp();
    expect((await press(fields)).status).toBe(400);
    expect(calls).toEqual([]);
  });

  it('is not shown to a page that calls us by its own name', async () => {
    const { ask } = setUp();
    expect((await ask('GET /', undefined, { ...BROWSER, host: 'evil.example' })).status).toBe(403);
  });

  it('refuses changes through the API that a browser asks for in the name of another site', async () => {
    const { ask, calls } = setUp();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask('PUT /connectors/x/pause', undefined, headers)).status).toBe(403);
    expect(calls).toEqual([]);
    expect((await ask('PUT /connectors/x/pause')).status).toBe(202);
  });
});
