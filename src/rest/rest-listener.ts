/** Owns one address at which requests are taken. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions as TlsOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type * as NodeServerModule from '@hono/node-server';
import { asError, WorkerStartError } from '../errors';
import type { AccessLog } from './access-log';
import { errorResponse, HttpError } from './http-errors';
import { listenerUrl, type ListenerAddress, type PortAddress } from './listener-address';
import { answerBrokenRequest, intakeOptions, limitConnections, takeBody, type IntakeLimits } from './request-intake';
import type { RequestHandler } from './rest-application';
import { listenAtSocket } from './socket-file';

/** How a listener takes requests. */
export interface RestListenerOptions {
  /** A mebibyte in a minute, if not given. */
  readonly limits?: IntakeLimits;
  /** Certificate and key of an https listener. */
  readonly tls?: TlsOptions | undefined;
  /** Told of every request. */
  readonly accessLog?: AccessLog;
}

type RequestAdapter = ReturnType<typeof NodeServerModule.getRequestListener>;

const DEFAULT_LIMITS: IntakeLimits = { maxBytes: 1_048_576, receiveTimeoutMs: 60_000 };

/** A socket that takes requests. Who answers them may change while it is open. */
export class RestListener {
  readonly address: ListenerAddress;
  readonly #server: Server;
  readonly #limits: IntakeLimits;
  readonly #accessLog: AccessLog | undefined;
  /** The request of each connection that has no answer yet. */
  readonly #current = new WeakMap<Duplex, ServerResponse>();
  #handler: RequestHandler;
  #adapter: RequestAdapter | undefined;
  #closed: Promise<void> | undefined;

  constructor(address: ListenerAddress, handler: RequestHandler, options: RestListenerOptions = {}) {
    const { limits = DEFAULT_LIMITS, tls = {}, accessLog } = options;
    this.address = address;
    this.#handler = handler;
    this.#limits = limits;
    this.#accessLog = accessLog;
    this.#server = this.#createServer(tls);
    limitConnections(this.#server);
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      void answerBrokenRequest(error, socket, this.#current.get(socket));
    });
  }

  /** The port that was really bound; 0 for a socket file. */
  get port(): number {
    if (this.address.scheme === 'unix') return 0;
    return (this.#server.address() as AddressInfo | null)?.port ?? this.address.port;
  }

  /** Its address with the port that was really bound. */
  get url(): string {
    return listenerUrl(this.address, this.port);
  }

  /** From now on this handler answers. */
  serve(handler: RequestHandler): void {
    this.#handler = handler;
  }

  /** Binds the socket. Rejects with WorkerStartError, which names the setting. */
  open(): Promise<void> {
    const { address } = this;
    return address.scheme === 'unix' ? listenAtSocket(this.#server, address) : this.#listenAtPort(address);
  }

  /** Takes no more connections and waits for requests on their way, up to the time. Idempotent. */
  close(timeoutMs: number): Promise<void> {
    return (this.#closed ??= this.#close(timeoutMs));
  }

  #createServer(tls: TlsOptions): Server {
    const { address } = this;
    const take = (incoming: IncomingMessage, outgoing: ServerResponse) => {
      void this.#take(incoming, outgoing, () => {
        this.#adapter ??= this.#createAdapter();
        void this.#adapter(incoming, outgoing);
      });
    };
    const options = intakeOptions(this.#limits);
    if (address.scheme !== 'https') return createHttpServer(options, take);
    const server = createHttpsServer({ ...options, ...tls }, take);
    if (tls.requestCert === true) server.on('secureConnection', refuseUntrusted);
    return server;
  }

  /** Made for the first request: all that stands behind it takes longer to load than to connect to Kafka. */
  #createAdapter(): RequestAdapter {
    const { address } = this;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it at the start
    const { getRequestListener } = require('@hono/node-server') as typeof NodeServerModule;
    return getRequestListener(
      (request, env) => this.#handler(request, (env as { incoming: { url?: string } }).incoming.url ?? '/'),
      {
        hostname: address.scheme === 'unix' || address.host === '' ? 'localhost' : address.host,
        overrideGlobalObjects: false,
        errorHandler: (error) => errorResponse(new HttpError(400, asError(error).message)),
      },
    );
  }

  /** The body first, so that nothing is begun for a client that never sends it. */
  async #take(incoming: IncomingMessage, outgoing: ServerResponse, answer: () => void): Promise<void> {
    this.#accessLog?.(incoming, outgoing);
    const { socket } = incoming;
    this.#current.set(socket, outgoing);
    outgoing.once('finish', () => this.#current.delete(socket));
    const body = await takeBody(incoming, outgoing, this.#limits);
    if (body === undefined) return;
    // Where the adapter looks for a body that has been read already.
    Object.assign(incoming, { rawBody: body });
    answer();
  }

  async #listenAtPort({ scheme, host, port, setting }: PortAddress): Promise<void> {
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

/** A certificate need not be shown where it is only requested; one that is shown must be trusted, as in Java. */
function refuseUntrusted(socket: TLSSocket): void {
  if (!socket.authorized && Object.keys(socket.getPeerCertificate()).length > 0) socket.destroy();
}
