/** Owns the line that each answered request leaves in the log, laid out as the server of Apache's worker does it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSecretName } from '../config/secrets';
import type { Logger } from '../logger';

/** Told of a request when it comes in; writes its line when the answer is out, or its reader is gone. */
export type AccessLog = (request: IncomingMessage, response: ServerResponse) => void;

/** Asked every few seconds by machines: as long as all is well nobody wants to read of it. */
const PROBE = /^\/(?:health(?:\/\w+)?|metrics)\/?(?:\?|$)/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Lines at info, as in Java; probes that succeed at debug. */
export function accessLogTo(log: Logger): AccessLog {
  return (request, response) => {
    if (!log.isLevelEnabled('info')) return;
    const begun = Date.now();
    const bytes = countBytes(response);
    const client = request.socket.remoteAddress ?? '-';
    response.once('close', () => {
      const isProbe = request.method === 'GET' && response.statusCode < 400 && PROBE.test(request.url ?? '');
      const line = `${client} - - [${dateText(new Date(begun))}] ${quoted(requestLine(request))} ${response.statusCode} ${bytes()}`;
      const { referer, 'user-agent': agent } = request.headers;
      const visitor = `${quoted(referer && withoutSecrets(referer))} ${quoted(agent)}`;
      log[isProbe ? 'debug' : 'info'](`${line} ${visitor} ${Date.now() - begun}`);
    });
  };
}

function requestLine({ method, url, httpVersion }: IncomingMessage): string {
  return `${method ?? ''} ${withoutSecrets(url ?? '')} HTTP/${httpVersion}`;
}

/** Passwords before an `@` and the values of parameters whose names tell a secret are nobody's business. */
function withoutSecrets(url: string): string {
  const [path = '', ...query] = url.split('?');
  const shown = query
    .join('?')
    .split('&')
    .map((parameter) => {
      const [name = '', ...value] = parameter.split('=');
      return value.length > 0 && isSecretName(name) ? `${name}=[hidden]` : parameter;
    });
  const plain = path.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
  return query.length === 0 ? plain : `${plain}?${shown.join('&')}`;
}

function quoted(text: string | undefined): string {
  return text === undefined || text === '' ? '"-"' : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** `25/Nov/2026:19:54:27 +0000`. */
function dateText(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day}:${time} +0000`;
}

/** How many bytes of the body have been handed to the response. */
function countBytes(response: ServerResponse): () => number {
  let bytes = 0;
  const counting =
    (write: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const [chunk] = args;
      if (typeof chunk === 'string') bytes += Buffer.byteLength(chunk);
      else if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
      return write(...args);
    };
  response.write = counting(response.write.bind(response) as (...args: unknown[]) => unknown) as typeof response.write;
  response.end = counting(response.end.bind(response) as (...args: unknown[]) => unknown) as typeof response.end;
  return () => bytes;
}
