/** Owns a proxy in front of a worker that passes requests on untouched and remembers what was answered. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ObservedAnswer } from './openapi-conformance';

/** One proxy; `close` it at the end. */
export class RecordingProxy {
  readonly answers: ObservedAnswer[] = [];
  readonly #server: Server;
  #targetPort = 0;

  constructor() {
    this.#server = createServer((incoming, outgoing) => {
      this.#forward(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Where requests go from now on: a port of this machine. */
  forwardTo(port: number): void {
    this.#targetPort = port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await buffer(incoming);
    const { method = 'GET', url: target = '/', headers } = incoming;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#targetPort, method, path: target, headers };
      request(options, resolve).on('error', reject).end(sent);
    });
    const body = await buffer(answer);
    const status = answer.statusCode ?? 0;
    const header = (name: string) => answer.headers[name.toLowerCase()]?.toString();
    this.answers.push({ method, target, status, header, body: body.toString() });
    outgoing.writeHead(status, answer.headers).end(body);
  }
}
