/** Owns how the REST server of a worker is made from its settings. Nothing of it is loaded where it is not wanted. */
import type { Props } from '../api/plugin';
import type { Logger } from '../logger';
import type * as RestServerModule from '../rest/rest-server';
import type { RestServer } from '../rest/rest-server';
import type * as RestTlsModule from '../rest/rest-tls';
import { parseHeaderRules } from '../runtime/header-rules';
import type { StandaloneConfig } from '../runtime/standalone-config';

/** The server, not yet open. Throws ConfigError for wrong settings. */
export function createRestServer(config: StandaloneConfig, props: Props, log: Logger): RestServer {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would read it with --no-rest too
  const { RestServer } = require('../rest/rest-server') as typeof RestServerModule;
  return new RestServer({
    listeners: Object.hasOwn(props, 'listeners') ? config.listeners : undefined,
    adminListeners: config['admin.listeners'],
    advertisedHost: config['rest.advertised.host.name'],
    advertisedPort: config['rest.advertised.port'],
    advertisedListener: config['rest.advertised.listener'],
    allowOrigin: config['access.control.allow.origin'],
    allowMethods: config['access.control.allow.methods'],
    headerRules: parseHeaderRules(config['response.http.headers.config']),
    tls: (setting) => restTls().readTls(props, setting),
    limits: {
      maxBytes: config['rest.request.max.bytes'],
      receiveTimeoutMs: config['rest.request.receive.timeout.ms'],
    },
    log,
  });
}

function restTls(): typeof RestTlsModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would read it without https as well
  return require('../rest/rest-tls') as typeof RestTlsModule;
}

/** By which statuses name a worker that takes no requests: the address at which it would. */
export function workerIdOf(config: StandaloneConfig): string {
  const [first] = config.listeners;
  const listener = /^https?:\/\/(?<host>\[[^\]]*\]|[^:]*):(?<port>\d+)$/i.exec(first ?? '')?.groups;
  const host = config['rest.advertised.host.name'] ?? (listener?.host === '' ? undefined : listener?.host);
  return `${host ?? '127.0.0.1'}:${config['rest.advertised.port'] ?? listener?.port ?? 8083}`;
}
