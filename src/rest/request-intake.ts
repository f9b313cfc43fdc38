/** Owns how much of a client's request is taken in, and for how long: what is too large or too slow is refused early. */
import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorResponse, HttpError } from './http-errors';

/** What a client may send. */
export interface IntakeLimits {
  /** The largest body, in bytes. */
  readonly maxBytes: number;
  /** The longest time for a whole request to arrive, in milliseconds. */
  readonly receiveTimeoutMs: number;
}

/** How long the rest of a refused body is read and thrown away, so that its sender gets to read the answer. */
const LINGER_MS = 2000;
/** Longest time for the headers of a request, which are small. */
const HEADERS_TIMEOUT_MS = 20_000;
/** How often slow requests are looked for. */
const CHECK_INTERVAL_MS = 1000;
/** Open connections of a listener: beyond them the process might run out of files to open. */
const MAX_CONNECTIONS = 800;

/** The options of a server that keeps to the limits. */
export function intakeOptions({ receiveTimeoutMs }: IntakeLimits): ServerOptions {
  return {
    requestTimeout: receiveTimeoutMs,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, receiveTimeoutMs),
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, receiveTimeoutMs),
  };
}

/** Limits that are set on the server itself. */
export function limitConnections(server: { maxConnections: number }): void {
  server.maxConnections = MAX_CONNECTIONS;
}

/**
 * The whole body of a request. `undefined`: the request is settled already, the body was too large (answered 413) or its
 * sender went away.
 */
export async function takeBody(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { maxBytes }: IntakeLimits,
): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) {
    refuseBody(incoming, outgoing, maxBytes);
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) return void chunks.push(chunk);
      incoming.off('data', onData);
      chunks.length = 0;
      refuseBody(incoming, outgoing, maxBytes);
      resolve(undefined);
    };
    incoming.on('data', onData);
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('close', () => resolve(undefined));
    incoming.once('error', () => resolve(undefined));
  });
}

/** The answer is complete at once; the connection stays a moment for a sender that does not look up before it is done. */
function refuseBody(incoming: IncomingMessage, outgoing: ServerResponse, maxBytes: number): void {
  const message = `The body of the request is larger than ${maxBytes} bytes (rest.request.max.bytes)`;
  const body = JSON.stringify({ error_code: 413, message });
  outgoing.writeHead(413, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  outgoing.write(body);
  incoming.resume();
  const finish = () => {
    clearTimeout(late);
    outgoing.end(() => incoming.destroy());
  };
  const late = setTimeout(finish, LINGER_MS);
  incoming.once('end', finish);
  incoming.once('close', finish);
}

/** Answers what is no request, or did not arrive in time, and closes the connection. `current`: the answer to it, if begun. */
export async function answerBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  current: ServerResponse | undefined,
): Promise<void> {
  const isAnswered = current?.headersSent === true;
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswered) return void socket.destroy(error);
  const { status, reason, message } = brokenRequest(error.code);
  const body = await errorResponse(new HttpError(status, message)).text();
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function brokenRequest(code: string | undefined): { status: number; reason: string; message: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, reason: 'Request Timeout', message: 'The request did not arrive in time' };
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        reason: 'Request Header Fields Too Large',
        message: 'The headers of the request are too large',
      };
    default:
      return { status: 400, reason: 'Bad Request', message: `The request is not HTTP: ${code ?? 'it cannot be read'}` };
  }
}
