/** Owns the HTTP application: resources on their paths, and what surrounds every request. */
import { Hono, type Env } from 'hono';
import type { Logger } from '../logger';
import { loggerOf } from '../runtime/logger-names';
import { refuseForeignChange } from './browser-request';
import { addConnectorLifecycleResource } from './connector-lifecycle-resource';
import { addConnectorOffsetsResource } from './connector-offsets-resource';
import { addConnectorPluginsResource } from './connector-plugins-resource';
import { addConnectorTopicsResource } from './connector-topics-resource';
import { addConnectorsResource } from './connectors-resource';
import { addHealthResource } from './health-resource';
import { errorResponse, HttpError, statusOf } from './http-errors';
import { addLoggersResource } from './loggers-resource';
import { addMetricsResource } from './metrics-resource';
import { addOpenApiResource } from './openapi-resource';
import { pathOfSegments, pathSegments } from './request-path';
import { withinTime } from './request-timeout';
import type { RestServices } from './rest-services';
import { addRootResource } from './root-resource';
import { optionsResponse, routeOf, routesOf, type Route } from './route-table';
import { addStatusPageResource, StatusPageResource } from './status-page-resource';

/** Longest time that a request may take, as in Kafka Connect. */
export const REQUEST_TIMEOUT_MS = 90_000;

/** Takes a request as it came over the wire; `target` is its path and query, untouched. */
export type RequestHandler = (request: Request, target: string) => Promise<Response>;

/** How an application is made. */
export interface RestApplicationOptions {
  readonly services: RestServices;
  /** `all`, the public part without `/admin`, or only `/admin`. */
  readonly part: 'all' | 'public' | 'admin';
  /** How this worker is reached, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly log: Logger;
  readonly timeoutMs?: number;
  /** The names by which settings call this worker, for pages in browsers. */
  readonly ownHosts?: () => readonly string[];
  /** True where pages of other origins are let in by `access.control.allow.origin`. */
  readonly allowsForeignPages?: boolean;
}

/** What hono's router is handed beside a request. */
interface Target extends Env {
  readonly Bindings: { readonly path: string };
}

/** The handler of one part of the API. */
export function createRestApplication(options: RestApplicationOptions): RequestHandler {
  const { timeoutMs = REQUEST_TIMEOUT_MS } = options;
  const redact = (text: string) => options.services.redact(text);
  const log = loggerOf(options.log, 'ConnectExceptionMapper');
  // The router sees the path that we have taken apart, not the one that the URL class would make of it.
  const app = new Hono<Target>({
    getPath: (_request, given) => (given as { readonly env?: Target['Bindings'] } | undefined)?.env?.path ?? '/',
  });
  addResources(app as unknown as Hono, options);
  const routes = routesOf(app as unknown as Hono);
  const ownHosts = () => [options.baseUrl(), ...(options.ownHosts?.() ?? [])];
  const pages = options.part === 'admin' ? undefined : new StatusPageResource(options.services, ownHosts);
  app.onError((error, c) => {
    const status = statusOf(error);
    log[status === 500 ? 'error' : 'debug']({ err: error }, `${c.req.method} ${c.env.path} is answered ${status}`);
    return errorResponse(error, redact);
  });
  const respond = async (request: Request, target: string): Promise<Response> => {
    const accept = request.headers.get('accept');
    const { method } = request;
    const segments = pathSegments(target);
    if (options.allowsForeignPages !== true) refuseForeignChange(request);
    const page = await withinTime(pages?.respond(request, segments) ?? Promise.resolve(undefined), timeoutMs);
    if (page !== undefined) return page;
    const route = routeOf({ method, segments, accept, contentType: request.headers.get('content-type') }, routes);
    if (method === 'OPTIONS') return optionsResponse(route, accept);
    const answer = await withinTime(Promise.resolve(app.fetch(request, { path: pathOfSegments(segments) })), timeoutMs);
    if (answer === undefined) throw new HttpError(500, 'Request timed out');
    return answer;
  };
  return async (request, target) => {
    try {
      return await respond(request, target);
    } catch (error) {
      return errorResponse(error, redact);
    }
  };
}

/** The paths of the whole API. */
export function applicationRoutes(options: Omit<RestApplicationOptions, 'part'>): Route[] {
  const app = new Hono();
  addResources(app, { ...options, part: 'all' });
  return routesOf(app);
}

/** Puts the resources of a part of the API on their paths. */
export function addResources(app: Hono, { services, part, baseUrl }: RestApplicationOptions): void {
  if (part !== 'public') addLoggersResource(app, services);
  if (part === 'admin') return;
  addRootResource(app, services);
  addStatusPageResource(app);
  addHealthResource(app, services);
  addOpenApiResource(app);
  addMetricsResource(app, services);
  addConnectorsResource(app, services, baseUrl);
  addConnectorLifecycleResource(app, services);
  addConnectorTopicsResource(app, services);
  addConnectorOffsetsResource(app, services);
  addConnectorPluginsResource(app, services);
}
