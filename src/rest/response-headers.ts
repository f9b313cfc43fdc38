/** Owns headers that settings put on responses: cross-origin rules (CORS) and `response.http.headers.config`. */
import { compileJavaRegex } from '../config/java-regex';
import { ConfigError } from '../errors';
import type { HeaderRule } from '../runtime/header-rules';
import type { RequestHandler } from './rest-application';

/** `access.control.allow.origin` and `access.control.allow.methods`. */
export interface CorsSettings {
  readonly origins: string;
  readonly methods: string;
}

const DEFAULT_METHODS = 'GET,POST,HEAD';
const PREFLIGHT_MAX_AGE_SECONDS = '60';

/** Adds what browsers of other origins need, where the origin is allowed. As it is, where no origin is set. */
export function withCors(handler: RequestHandler, { origins, methods }: CorsSettings): RequestHandler {
  if (origins.trim() === '') return handler;
  const isAllowed = originMatcher(origins);
  const allowedMethods = methods.trim() === '' ? DEFAULT_METHODS : listOf(methods).join(',');
  return async (request, target) => {
    const origin = request.headers.get('origin');
    const response = await handler(request, target);
    response.headers.append('vary', 'Origin');
    if (origin === null || !isAllowed(origin)) return response;
    response.headers.set('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) {
      response.headers.set('access-control-allow-methods', allowedMethods);
      response.headers.set('access-control-allow-headers', 'Content-Type');
      response.headers.set('access-control-max-age', PREFLIGHT_MAX_AGE_SECONDS);
    }
    return response;
  };
}

/** Puts the headers of the rules on every response. */
export function withHeaderRules(handler: RequestHandler, rules: readonly HeaderRule[]): RequestHandler {
  if (rules.length === 0) return handler;
  return async (request, target) => {
    const response = await handler(request, target);
    for (const { action, name, value } of rules) {
      const text = action.endsWith('Date') ? dateText(value) : value;
      if (action.startsWith('set')) response.headers.set(name, text);
      else response.headers.append(name, text);
    }
    return response;
  };
}

/** Milliseconds since the epoch become a date; what is none stays as it is. */
function dateText(value: string): string {
  return /^-?\d+$/.test(value) ? new Date(Number(value)).toUTCString() : value;
}

/** Each entry is an origin, `*` for any, a pattern with `*` in it, or a regular expression of Java for the whole origin. */
function originMatcher(origins: string): (origin: string) => boolean {
  const matchers = listOf(origins).map((entry) => {
    if (entry === '*') return () => true;
    const glob = new RegExp(`^${entry.split('*').map(escapeRegExp).join('[^/]*')}$`, 'i');
    const regex = compileOrigin(entry);
    return (origin: string) => glob.test(origin) || regex(origin);
  });
  return (origin) => matchers.some((matches) => matches(origin));
}

function compileOrigin(entry: string): (origin: string) => boolean {
  try {
    const pattern = compileJavaRegex(entry);
    return (origin) => pattern.matches(origin);
  } catch (error) {
    // `*.example.com` is a pattern, though no regular expression.
    if (error instanceof ConfigError) return () => false;
    throw error;
  }
}

function listOf(setting: string): string[] {
  return setting
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
