import { withCors, withHeaderRules } from '../../src/rest/response-headers';

const handler = async () => new Response('ok');

async function cors(settings: { origins: string; methods?: string }, headers: Record<string, string>, method = 'GET') {
  const wrapped = withCors(handler, { methods: '', ...settings });
  return (await wrapped(new Request('http://me/', { method, headers }), '/')).headers;
}

describe('withCors', () => {
  it('changes nothing where no origin is set', () => {
    expect(withCors(handler, { origins: ' ', methods: '' })).toBe(handler);
  });

  it.each([
    ['http://a.com', 'http://a.com', true],
    ['http://a.com', 'http://b.com', false],
    ['*', 'http://b.com', true],
    ['http://a.com, https://*.b.com', 'https://x.b.com', true],
    ['https://.*\\.b\\.com', 'https://x.b.com', true],
    ['*.b.com', 'https://evil.com', false],
  ])('%s and the origin %s: %p', async (origins, origin, isAllowed) => {
    expect((await cors({ origins }, { origin })).get('access-control-allow-origin')).toBe(isAllowed ? origin : null);
  });

  it('answers a preflight with the methods', async () => {
    const headers = { origin: 'http://a.com', 'access-control-request-method': 'PUT' };
    const all = await cors({ origins: '*', methods: 'PUT, GET' }, headers, 'OPTIONS');
    expect(all.get('access-control-allow-methods')).toBe('PUT,GET');
    expect((await cors({ origins: '*' }, headers, 'OPTIONS')).get('access-control-allow-methods')).toBe(
      'GET,POST,HEAD',
    );
    expect((await cors({ origins: '*' }, headers)).has('access-control-allow-methods')).toBe(false);
  });

  it('adds nothing for requests of no other origin', async () => {
    expect((await cors({ origins: '*' }, {})).has('access-control-allow-origin')).toBe(false);
  });
});

describe('withHeaderRules', () => {
  it('sets and adds headers, dates too', async () => {
    const wrapped = withHeaderRules(handler, [
      { action: 'set', name: 'X-A', value: '1' },
      { action: 'add', name: 'X-A', value: '2' },
      { action: 'setDate', name: 'X-D', value: '0' },
    ]);
    const { headers } = await wrapped(new Request('http://me/'), '/');
    expect(headers.get('x-a')).toBe('1, 2');
    expect(headers.get('x-d')).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
    expect(withHeaderRules(handler, [])).toBe(handler);
  });
});
