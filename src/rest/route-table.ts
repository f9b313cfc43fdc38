/** Owns which methods each path takes: what is answered where no resource does. */
import type { Hono } from 'hono';
import { routingError } from './http-errors';

/** The one path that is answered with plain text, whatever the client would rather have. */
export const METRICS_PATH = '/metrics';

/** A path of the API and its methods. */
export interface Route {
  /** Segments; one that begins with a colon stands for any. */
  readonly pattern: readonly string[];
  /** Sorted, with HEAD and OPTIONS. */
  readonly methods: readonly string[];
}

/** The paths that resources have been added for. */
export function routesOf(app: Hono): Route[] {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue;
    const known = methods.get(path) ?? new Set(['OPTIONS']);
    known.add(method);
    if (method === 'GET') known.add('HEAD');
    methods.set(path, known);
  }
  return [...methods].map(([path, known]) => ({
    pattern: path.split('/').filter((segment) => segment !== ''),
    methods: [...known].sort(),
  }));
}

/** What a request says of itself, before anybody looks at its body. */
export interface RequestHead {
  readonly method: string;
  readonly segments: readonly string[];
  readonly accept: string | null;
  readonly contentType: string | null;
}

/**
 * The route of a request. Throws HttpError, in Java's order: 404 for an unknown path, 405 for a method that it does not take,
 * 415 for a body and 406 for a wish that are not JSON. As in Kafka Connect it is OPTIONS, not 405, that names the methods.
 */
export function routeOf({ method, segments, accept, contentType }: RequestHead, routes: readonly Route[]): Route {
  const route = routes.find(({ pattern }) => matches(pattern, segments));
  if (route === undefined) throw routingError(404);
  if (!route.methods.includes(method)) throw routingError(405);
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (hasBody && contentType !== null && !isJson(contentType)) throw routingError(415);
  const isNegotiated = method !== 'OPTIONS' && `/${route.pattern.join('/')}` !== METRICS_PATH;
  if (isNegotiated && accept !== null && !wantsJson(accept)) throw routingError(406);
  return route;
}

/** The answer to OPTIONS: plain text where anything is welcome. */
export function optionsResponse({ methods }: Route, accept: string | null): Response {
  const headers = { allow: methods.join(',') };
  if (accept !== null && accept.includes('application/json')) {
    return new Response('', { headers: { ...headers, 'content-type': 'application/json' } });
  }
  return new Response(methods.join(', '), { headers: { ...headers, 'content-type': 'text/plain' } });
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => part === segments[index] || (part.startsWith(':') && segments[index] !== ''))
  );
}

function isJson(contentType: string): boolean {
  const [type = ''] = contentType.split(';', 1);
  return ['application/json', '*/*', 'application/*', ''].includes(type.trim().toLowerCase());
}

function wantsJson(accept: string): boolean {
  return acceptsOf(accept).some(
    ({ type, quality }) => quality > 0 && ['application/json', 'application/*', '*/*', '*', ''].includes(type),
  );
}

/** The media types of an `Accept`, as it lists them, and how welcome each is: 0 means not at all. */
export function acceptsOf(accept: string): { readonly type: string; readonly quality: number }[] {
  return accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => /^q=[\d.]+$/.test(parameter))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) };
  });
}
