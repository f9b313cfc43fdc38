import { Hono } from 'hono';
import { routingError } from '../../src/rest/http-errors';
import { optionsResponse, routeOf, routesOf, type RequestHead } from '../../src/rest/route-table';

const app = new Hono();
app.get('/things/:thing', (c) => c.text(''));
app.put('/things/:thing', (c) => c.text(''));
const routes = routesOf(app);
const head = { method: 'GET', segments: ['things', 'x'], accept: null, contentType: null };

describe('routesOf', () => {
  it('names the methods of a path, HEAD and OPTIONS among them', () => {
    expect(routes).toEqual([{ pattern: ['things', ':thing'], methods: ['GET', 'HEAD', 'OPTIONS', 'PUT'] }]);
  });
});

describe('routeOf', () => {
  it.each<[Partial<RequestHead>, 404 | 405 | 406 | 415]>([
    [{ segments: ['nope'] }, 404],
    [{ segments: ['things', ''] }, 404],
    [{ method: 'DELETE' }, 405],
    [{ method: 'PUT', contentType: 'text/plain' }, 415],
    [{ accept: 'text/html' }, 406],
    [{ accept: 'application/json;q=0' }, 406],
    [{ segments: ['nope'], accept: 'text/html' }, 404],
  ])('answers %p with %p', (change, status) => {
    expect(() => routeOf({ ...head, ...change }, routes)).toThrow(routingError(status));
  });

  it.each([
    {},
    { method: 'HEAD' },
    { method: 'PUT', contentType: 'application/json; charset=utf-8' },
    { accept: 'text/html, application/*' },
    { accept: '*/*' },
    { contentType: 'text/plain' },
  ])('takes %p', (change) => {
    expect(routeOf({ ...head, ...change }, routes)).toBe(routes[0]);
  });
});

describe('optionsResponse', () => {
  it('names the methods in Allow, and as text where anything is welcome', async () => {
    const [route] = routes;
    if (route === undefined) throw new Error('no route');
    const text = optionsResponse(route, '*/*');
    expect(text.headers.get('allow')).toBe('GET,HEAD,OPTIONS,PUT');
    expect(text.headers.get('content-type')).toBe('text/plain');
    expect(await text.text()).toContain('PUT');
    expect(optionsResponse(route, 'application/json').headers.get('content-type')).toBe('application/json');
  });
});
