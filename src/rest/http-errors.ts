/** Owns which error is answered with which HTTP status, and how. */
import { JsonSyntaxError } from '../data/json-reader';
import { AlreadyExistsError, asError, BadRequestError, ConnectError, NotFoundError } from '../errors';

/** A request that is answered with a status of its own, whatever the herder would say. */
export class HttpError extends ConnectError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  415: 'Unsupported Media Type',
};

/** The error of a request that no resource takes. */
export function routingError(status: 404 | 405 | 406 | 415): HttpError {
  return new HttpError(status, `HTTP ${status} ${REASONS[status] ?? ''}`);
}

/** The status of an error. The class decides. */
export function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof AlreadyExistsError) return 409;
  if (error instanceof BadRequestError || error instanceof JsonSyntaxError) return 400;
  return 500;
}

/** The answer to a request that failed. `redact` masks secrets. */
export function errorResponse(thrown: unknown, redact = (text: string) => text): Response {
  const status = statusOf(thrown);
  const message = redact(asError(thrown).message);
  return new Response(JSON.stringify({ error_code: status, message }), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}
