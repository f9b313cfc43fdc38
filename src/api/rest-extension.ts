/** Owns what an author of REST extensions extends, and what an extension is given. */
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type PluginLogger, type Props } from './plugin';

/** The state of a connector or task: `RUNNING`, `PAUSED`, `FAILED` and so on. */
export interface RestPartHealth {
  readonly state: string;
  readonly workerId: string;
  /** The stack of the error, where there is one. */
  readonly trace: string | undefined;
}

/** The states of a connector and its tasks. */
export interface RestConnectorHealth {
  readonly name: string;
  readonly type: 'source' | 'sink' | 'unknown';
  readonly connectorState: RestPartHealth;
  /** By task number. */
  readonly tasksState: ReadonlyMap<number, RestPartHealth>;
}

/** What an extension may learn of the worker: it changes nothing. Rejects with NotFoundError for unknown connectors. */
export interface ConnectClusterState {
  connectors(): Promise<readonly string[]>;
  connectorHealth(connector: string): Promise<RestConnectorHealth>;
  /** The settings as they were given, placeholders unresolved. */
  connectorConfig(connector: string): Promise<Props>;
  /** `null` where the cluster has no id. */
  readonly kafkaClusterId: string | null;
}

/** A request on its way. */
export interface RestExchange {
  readonly request: Request;
  /** Path and query as they came over the wire. */
  readonly target: string;
}

/**
 * Runs around every request, also those that no resource takes: answers itself, or lets the next one answer. May run for several
 * requests at once. Throwing is answered 500.
 */
export type RestFilter = (exchange: RestExchange, next: () => Promise<Response>) => MaybePromise<Response>;

/** Answers requests for a path of an extension. `parameters`: what stands in place of `:name` in the path, decoded. */
export type RestRouteHandler = (
  request: Request,
  parameters: Readonly<Record<string, string>>,
) => MaybePromise<Response>;

/** What an extension is registered with. Filters run in the order in which they are added. */
export interface RestExtensionContext {
  addFilter(filter: RestFilter): void;
  /** `path`: for instance `/audit/:connector`. Throws ConfigError for a path and method that are taken. */
  addRoute(method: string, path: string, handler: RestRouteHandler): void;
  readonly clusterState: ConnectClusterState;
  readonly logger: PluginLogger;
}

/** Adds to the REST server of a worker. Named in `rest.extension.classes`; one instance per worker. */
export abstract class RestExtension {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['rest_extension'];

  /** Called once, before the server opens, with all settings of the worker, placeholders resolved. Throwing keeps it from starting. */
  configure?(props: Props): void;

  /** Called once, when the worker has started and before requests are answered. Throwing ends the worker. */
  abstract register(context: RestExtensionContext): MaybePromise<void>;

  /** Called once, after the last request. */
  close?(): MaybePromise<void>;

  /** For the log; the version of its npm package, if not given. */
  version?(): string;
}
