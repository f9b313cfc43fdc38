/** Owns what REST extensions add to an application: their filters around every request, and their paths. */
import type {
  ConnectClusterState,
  RestExtensionContext,
  RestFilter,
  RestPartHealth,
  RestRouteHandler,
} from '../api/rest-extension';
import { asError, ConfigError, WorkerStartError } from '../errors';
import type { Logger } from '../logger';
import type { Herder, StateInfo } from '../runtime/herder';
import type { NamedRestExtension } from '../runtime/rest-extensions';
import { errorResponse, statusOf } from './http-errors';
import { pathSegments } from './request-path';
import type { RequestHandler } from './rest-application';
import type { RestServices } from './rest-services';
import type { Route } from './route-table';

/** A path of an extension. */
export interface ExtensionRoute {
  readonly method: string;
  /** With `:name` for parts that vary. */
  readonly path: string;
  readonly handler: RestRouteHandler;
}

/** What all extensions together have added. */
export interface ExtensionChain {
  readonly filters: readonly RestFilter[];
  readonly routes: readonly ExtensionRoute[];
}

/** What extensions are registered with. */
export interface RegistrationOptions {
  readonly services: Pick<RestServices, 'herder' | 'clusterId'>;
  /** The paths of the worker's own resources, which no extension can take. */
  readonly taken: readonly Route[];
  readonly log: Logger;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Registers the extensions in their order. Rejects with WorkerStartError, which names the one that fails. */
export async function registerExtensions(
  extensions: readonly NamedRestExtension[],
  { services: { herder, clusterId }, taken, log }: RegistrationOptions,
): Promise<ExtensionChain> {
  const filters: RestFilter[] = [];
  const routes: ExtensionRoute[] = [];
  const context: RestExtensionContext = {
    clusterState: clusterStateOf(herder, clusterId),
    logger: log,
    addFilter: (filter) => void filters.push(filter),
    addRoute: (method, path, handler) => {
      const route = { method: method.toUpperCase(), path, handler };
      checkRoute(route, [...taken, ...routes.map(routeTaken)]);
      routes.push(route);
    },
  };
  for (const { name, version, extension } of extensions) {
    try {
      await extension.register(context);
    } catch (thrown) {
      const message = `The REST extension ${name} could not be registered: ${asError(thrown).message}`;
      throw new WorkerStartError(message, { cause: thrown });
    }
    log.info(`Registered REST extension ${name}${version === undefined ? '' : ` ${version}`}`);
  }
  return { filters, routes };
}

/** The handler with the paths of the extensions before it and their filters around both, the first filter outermost. */
export function withExtensions(
  handler: RequestHandler,
  { filters, routes }: ExtensionChain,
  log: Logger,
): RequestHandler {
  if (filters.length === 0 && routes.length === 0) return handler;
  const filtered = filters.reduceRight<RequestHandler>(
    (next, filter) => async (request, target) => filter({ request, target }, () => next(request, target)),
    withRoutes(handler, routes),
  );
  return async (request, target) => {
    try {
      return await filtered(request, target);
    } catch (error) {
      if (statusOf(error) === 500) log.error({ err: error }, `${request.method} ${target} failed in a REST extension`);
      return errorResponse(error);
    }
  };
}

function withRoutes(handler: RequestHandler, routes: readonly ExtensionRoute[]): RequestHandler {
  if (routes.length === 0) return handler;
  return async (request, target) => {
    const segments = pathSegments(target);
    const atPath = routes.flatMap((route) => {
      const parameters = parametersOf(route.path, segments);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = atPath.find(({ route }) => route.method === method);
    if (found !== undefined) return found.route.handler(request, found.parameters);
    return handler(request, target);
  };
}

/** What stands in place of the names in a path; undefined for another path. */
function parametersOf(path: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = path.slice(1).split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) parameters.set(part.slice(1), segment);
    else if (part !== segment) return undefined;
  }
  return Object.fromEntries(parameters);
}

function checkRoute({ method, path }: ExtensionRoute, taken: readonly Route[]): void {
  const refuse = (why: string) => new ConfigError(`${method} ${path}: ${why}`);
  if (!METHODS.includes(method)) throw refuse(`the method must be one of ${METHODS.join(', ')}`);
  if (!/^(?:\/(?::\w+|[\w.~-]+))+$/.test(path)) throw refuse('the path must look like /audit/:connector');
  const parts = path.slice(1).split('/');
  const isTaken = taken.some(({ pattern, methods }) => methods.includes(method) && isSamePath(pattern, parts));
  if (isTaken) throw refuse('this path is taken');
}

function isSamePath(left: readonly string[], right: readonly string[]): boolean {
  const isOpen = (part: string | undefined) => part?.startsWith(':') === true;
  return (
    left.length === right.length &&
    left.every((part, index) => part === right[index] || (isOpen(part) && isOpen(right[index])))
  );
}

function routeTaken({ method, path }: ExtensionRoute): Route {
  return { pattern: path.slice(1).split('/'), methods: [method] };
}

function clusterStateOf(herder: Herder, clusterId: string | null): ConnectClusterState {
  return {
    kafkaClusterId: clusterId,
    connectors: () => herder.connectors(),
    connectorConfig: async (connector) => ({ ...(await herder.connectorInfo(connector)).config }),
    connectorHealth: async (connector) => {
      const { name, type, connector: state, tasks } = await herder.connectorStatus(connector);
      const tasksState = new Map(tasks.map((task) => [task.id, partHealth(task)]));
      return { name, type, connectorState: partHealth(state), tasksState };
    },
  };
}

function partHealth({ state, workerId, trace }: StateInfo): RestPartHealth {
  return { state, workerId, trace };
}
