/** Owns the REST server of a worker: its listeners, how others reach it, and who answers at which stage of its life. */
import type { ServerOptions } from 'node:https';
import type { Logger } from '../logger';
import type { HeaderRule } from '../runtime/header-rules';
import { startingResponse } from './health-resource';
import { loggerOf } from '../runtime/logger-names';
import { accessLogTo } from './access-log';
import { parseListener, type ListenerAddress } from './listener-address';
import type { IntakeLimits } from './request-intake';
import type { NamedRestExtension } from '../runtime/rest-extensions';
import type * as RestApplicationModule from './rest-application';
import type { RequestHandler, RestApplicationOptions } from './rest-application';
import { registerExtensions, withExtensions } from './rest-extension-chain';
import { RestListener } from './rest-listener';
import { withCors, withHeaderRules } from './response-headers';
import type { RestServices } from './rest-services';

/** Settings of the server. */
export interface RestServerOptions {
  /** `listeners`; undefined where it is not set: the loopback address only. */
  readonly listeners: readonly string[] | undefined;
  /** `admin.listeners`: null for the same listeners, empty for none. */
  readonly adminListeners: readonly string[] | null;
  readonly advertisedHost: string | null;
  readonly advertisedPort: number | null;
  readonly advertisedListener: string | null;
  readonly allowOrigin: string;
  readonly allowMethods: string;
  readonly headerRules: readonly HeaderRule[];
  /** TLS of https listeners, those of `admin.listeners` apart. */
  readonly tls?: (setting: 'listeners' | 'admin.listeners') => ServerOptions;
  readonly limits: IntakeLimits;
  readonly log: Logger;
}

const LOOPBACK: ListenerAddress = { scheme: 'http', host: '127.0.0.1', port: 8083, setting: 'listeners' };

/** Longest wait at the end for requests on their way. */
const CLOSE_TIMEOUT_MS = 5000;

/** One server. `open`, then `serve` when the herder has started, then `close`. */
export class RestServer {
  readonly #options: RestServerOptions;
  readonly #log: Logger;
  readonly #listeners: readonly RestListener[];
  readonly #adminListeners: readonly RestListener[];

  /** Throws ConfigError for listeners that are none. */
  constructor(options: RestServerOptions) {
    this.#options = options;
    this.#log = loggerOf(options.log, 'RestServer');
    const addresses = options.listeners?.map((url) => parseListener(url, 'listeners')) ?? [LOOPBACK];
    this.#listeners = addresses.map((address) => this.#listenAt(address));
    this.#adminListeners = (options.adminListeners ?? [])
      .map((url) => parseListener(url, 'admin.listeners'))
      .map((address) => this.#listenAt(address));
  }

  /** Host and port by which others reach this worker: its id. Valid once the server is open. */
  get advertisedAddress(): string {
    const { advertisedHost, advertisedPort } = this.#options;
    const listener = this.#advertisedListener();
    if (listener?.address.scheme === 'unix' && !isGiven(advertisedHost)) return listener.url;
    const bound = listener?.address.scheme === 'unix' ? undefined : listener?.address.host;
    const host = isGiven(advertisedHost) ? advertisedHost : isGiven(bound) ? bound : '127.0.0.1';
    return `${host.includes(':') ? `[${host}]` : host}:${advertisedPort ?? listener?.port ?? 0}`;
  }

  /** What the paths of the API are appended to. A client of a socket file has to name some host, and names this machine. */
  get advertisedUrl(): string {
    const address = this.advertisedAddress;
    if (address.startsWith('unix:')) return 'http://localhost';
    const scheme = this.#advertisedListener()?.address.scheme;
    return `${scheme === 'https' ? 'https' : 'http'}://${address}`;
  }

  /** Binds all sockets; until `serve` every request hears that the worker is starting. Rejects with WorkerStartError. */
  async open(): Promise<void> {
    const log = this.#log;
    const { listeners } = this.#options;
    for (const listener of [...this.#listeners, ...this.#adminListeners]) await listener.open();
    if (listeners === undefined) {
      log.info(`listeners is not set: REST requests are taken at ${this.advertisedUrl} only, from this machine`);
    } else {
      log.info(`REST requests are taken at ${this.#listeners.map(({ url }) => url).join(', ')}`);
    }
    if (this.#adminListeners.length > 0) {
      log.info(`Requests below /admin are taken at ${this.#adminListeners.map(({ url }) => url).join(', ')} only`);
    }
  }

  /** From now on requests are answered. Rejects with WorkerStartError when an extension cannot be registered. */
  async serve(services: RestServices, extensions: readonly NamedRestExtension[] = []): Promise<void> {
    const { adminListeners, allowOrigin, allowMethods, headerRules, log } = this.#options;
    const common = {
      services,
      log,
      baseUrl: () => this.advertisedUrl,
      ownHosts: () => this.#listeners.flatMap(({ address }) => (address.scheme === 'unix' ? [] : [address.host])),
      allowsForeignPages: allowOrigin.trim() !== '',
    };
    const taken = extensions.length === 0 ? [] : restApplication().applicationRoutes(common);
    const chain = await registerExtensions(extensions, { services, taken, log: this.#log });
    const application = lateApplication({ ...common, part: adminListeners === null ? 'all' : 'public' });
    const extended = withExtensions(application, chain, this.#log);
    const cors = withCors(extended, { origins: allowOrigin, methods: allowMethods });
    const handler = withHeaderRules(cors, headerRules);
    for (const listener of this.#listeners) listener.serve(handler);
    // As in Kafka Connect nothing of extensions reaches the listeners of administration.
    const admin = lateApplication({ ...common, part: 'admin' });
    for (const listener of this.#adminListeners) listener.serve(admin);
  }

  /** Takes no more requests and waits a while for those on their way. Idempotent. */
  async close(): Promise<void> {
    const all = [...this.#listeners, ...this.#adminListeners];
    await Promise.all(all.map((listener) => listener.close(CLOSE_TIMEOUT_MS)));
  }

  #listenAt(address: ListenerAddress): RestListener {
    const { tls, limits } = this.#options;
    const setting = address.setting === 'listeners' ? 'listeners' : 'admin.listeners';
    return new RestListener(address, answerStarting, {
      tls: address.scheme === 'https' ? tls?.(setting) : undefined,
      accessLog: accessLogTo(this.#log),
      limits,
    });
  }

  /** The first of the wanted protocol, plain http where there is a choice. */
  #advertisedListener(): RestListener | undefined {
    const wanted = this.#options.advertisedListener?.toLowerCase();
    const ofScheme = (scheme: string) => this.#listeners.find(({ address }) => address.scheme === scheme);
    const found = wanted === undefined ? (ofScheme('http') ?? ofScheme('https')) : ofScheme(wanted);
    return found ?? this.#listeners[0];
  }
}

const answerStarting: RequestHandler = (_request, target) =>
  Promise.resolve(startingResponse(target.split(/[?#]/, 1)[0] ?? ''));

/** Made for the first request: a start is quicker without it. */
function lateApplication(options: RestApplicationOptions): RequestHandler {
  let application: RequestHandler | undefined;
  return (request, target) => (application ??= restApplication().createRestApplication(options))(request, target);
}

function restApplication(): typeof RestApplicationModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it at the start
  return require('./rest-application') as typeof RestApplicationModule;
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== '';
}
