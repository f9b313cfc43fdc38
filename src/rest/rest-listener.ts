/** Owns one address at which requests are taken. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { asError, ConfigError, WorkerStartError } from '../errors';
import type { AccessLog } from './access-log';
import { errorResponse, HttpError } from './http-errors';
import type { RequestHandler } from './rest-application';

/** An address as settings name it. */
export interface ListenerAddress {
  readonly scheme: 'http' | 'https';
  /** Empty: all interfaces. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The setting that names it, for complaints. */
  readonly setting: string;
}

/** The address that a URL such as `http://localhost:8083` means. Throws ConfigError. */
export function parseListener(url: string, setting: string): ListenerAddress {
  const parts = /^([a-z]+):\/\/(\[[0-9a-f:.%]*\]|[^:/[\]]*):(\d{1,5})\/?$/i.exec(url.trim());
  const [, protocol = '', host = '', port = ''] = parts ?? [];
  const scheme = protocol.toLowerCase();
  if (parts === null || Number(port) > 65_535) throw refuse(url, setting, 'it must look like http://localhost:8083');
  if (scheme !== 'http' && scheme !== 'https') throw refuse(url, setting, 'the protocol must be http or https');
  return { scheme, host: host.replace(/^\[|\]$/g, ''), port: Number(port), setting };
}

/** What a listener may have beside its address. */
export interface RestListenerOptions {
  readonly tls?: ServerOptions | undefined;
  readonly accessLog?: AccessLog;
}

/** A socket that takes requests. Who answers them may change while it is open. */
export class RestListener {
  readonly address: ListenerAddress;
  readonly #server: Server;
  #handler: RequestHandler;
  #closed: Promise<void> | undefined;

  /** `tls`: certificate and key of an https listener. `accessLog` is told of every request. */
  constructor(address: ListenerAddress, handler: RequestHandler, options: RestListenerOptions = {}) {
    const { tls = {}, accessLog } = options;
    this.address = address;
    this.#handler = handler;
    const listener = getRequestListener(
      (request, env) => this.#handler(request, (env as { incoming: { url?: string } }).incoming.url ?? '/'),
      {
        hostname: address.host === '' ? 'localhost' : address.host,
        overrideGlobalObjects: false,
        errorHandler: (error) => errorResponse(new HttpError(400, asError(error).message)),
      },
    );
    const take = (request: IncomingMessage, response: ServerResponse) => {
      accessLog?.(request, response);
      void listener(request, response);
    };
    this.#server = address.scheme === 'https' ? createHttpsServer(tls, take) : createHttpServer(take);
  }

  /** The port that was really bound. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.address.port;
  }

  /** From now on this handler answers. */
  serve(handler: RequestHandler): void {
    this.#handler = handler;
  }

  /** Binds the socket. Rejects with WorkerStartError, which names the setting. */
  async open(): Promise<void> {
    const { scheme, host, port, setting } = this.address;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen({ port, ...(host === '' ? {} : { host }) }, resolve);
      });
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      const why = code === 'EADDRINUSE' ? 'the port is in use' : asError(cause).message;
      throw new WorkerStartError(`Cannot listen at ${scheme}://${host}:${port} (${setting}): ${why}`, { cause });
    }
  }

  /** Takes no more connections and waits for requests on their way, up to the time. Idempotent. */
  close(timeoutMs: number): Promise<void> {
    return (this.#closed ??= this.#close(timeoutMs));
  }

  async #close(timeoutMs: number): Promise<void> {
    if (!this.#server.listening) return;
    const late = setTimeout(() => this.#server.closeAllConnections(), timeoutMs);
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
    clearTimeout(late);
  }
}

function refuse(url: string, setting: string, reason: string): ConfigError {
  return new ConfigError(`Invalid value ${url} for configuration ${setting}: ${reason}`, {
    findings: [{ key: setting, value: url, reason }],
  });
}
