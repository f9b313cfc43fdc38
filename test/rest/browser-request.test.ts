import { hostname } from 'node:os';
import { refuseForeignChange, requireKnownHost, requireOwnOrigin } from '../../src/rest/browser-request';

const headers = (fields: Record<string, string>) => new Headers(fields);

describe('requireKnownHost', () => {
  it.each(['localhost:8083', '127.0.0.1:8083', '[::1]:8083', '10.1.2.3', 'x.localhost', 'LOCALHOST.', hostname()])(
    'lets %s in',
    (host) => {
      expect(() => requireKnownHost(headers({ host }), [])).not.toThrow();
    },
  );

  it.each(['evil.example', 'evil.example:8083', 'localhost.evil.example', '127.0.0.1.evil.example', ''])(
    'refuses %p, as a page would call us that borrows our address',
    (host) => {
      expect(() => requireKnownHost(headers({ host }), ['connect.example'])).toThrow('rest.advertised.host.name');
    },
  );

  it('lets the names in that settings give us', () => {
    for (const host of ['connect.example', 'Connect.Example:8083', 'other.example']) {
      expect(() =>
        requireKnownHost(headers({ host }), ['http://connect.example:1', 'other.example', '']),
      ).not.toThrow();
    }
  });
});

describe('requireOwnOrigin', () => {
  it.each([
    [{ host: 'localhost:8083', origin: 'http://localhost:8083', 'sec-fetch-site': 'same-origin' }],
    [{ host: 'localhost:8083', origin: 'http://localhost:8083' }],
    [{ host: 'localhost:8083' }],
  ])('lets %p in', (fields) => {
    expect(() => requireOwnOrigin(headers(fields))).not.toThrow();
  });

  it.each([
    [{ host: 'localhost:8083', origin: 'http://localhost:3000' }],
    [{ host: 'localhost:8083', origin: 'null' }],
    [{ host: 'localhost:8083', origin: 'http://evil.example' }],
    [{ host: 'localhost:8083', 'sec-fetch-site': 'cross-site' }],
    [{ host: 'localhost:8083', origin: 'http://localhost:8083', 'sec-fetch-site': 'same-site' }],
  ])('refuses %p', (fields) => {
    expect(() => requireOwnOrigin(headers(fields))).toThrow('refused');
  });
});

describe('refuseForeignChange', () => {
  const request = (method: string, site?: string) =>
    new Request('http://x/', { method, headers: site === undefined ? {} : { 'sec-fetch-site': site } });

  it.each(['cross-site', 'same-site'])('refuses changes for a page that is %s, and lets it read', (site) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(() => refuseForeignChange(request(method, site))).toThrow('access.control.allow.origin');
    }
    expect(() => refuseForeignChange(request('GET', site))).not.toThrow();
  });

  it('lets tools and our own page change things', () => {
    for (const site of [undefined, 'same-origin', 'none']) {
      expect(() => refuseForeignChange(request('POST', site))).not.toThrow();
    }
  });
});
