/** Owns the status page: when `/` is it instead of JSON, and what its buttons send to `/status-page`. */
import type { Hono } from 'hono';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { asError, NotFoundError } from '../errors';
import { VERSION } from '../version';
import { requireKnownHost, requireOwnOrigin } from './browser-request';
import { HttpError, routingError, statusOf } from './http-errors';
import type { RestServices } from './rest-services';
import { acceptsOf } from './route-table';
import { PAGE_HEADERS, statusPageHtml, type PageConnector } from './status-page';

const FORM = 'application/x-www-form-urlencoded';
/** Where forms go; relative to the page, whatever stands before it. */
const PATH = 'status-page';
const LONGEST_FORM = 1 << 16;
const TASK = /^\d{1,9}$/;

/** Puts the path of the forms among the others; what is sent there is answered before, unless it is none. */
export function addStatusPageResource(app: Hono): void {
  app.post(`/${PATH}`, () => {
    throw routingError(415);
  });
}

/** The page of one worker. */
export class StatusPageResource {
  readonly #services: RestServices;
  readonly #ownHosts: () => readonly string[];
  /** Another page cannot read it, so it cannot send it. */
  readonly #token = randomBytes(24).toString('base64url');

  /** `ownHosts`: the names by which settings call this worker. */
  constructor(services: RestServices, ownHosts: () => readonly string[]) {
    this.#services = services;
    this.#ownHosts = ownHosts;
  }

  /** The page, or what became of a button; undefined for a request that is none of its business. */
  async respond(request: Request, segments: readonly string[]): Promise<Response | undefined> {
    const { method, headers } = request;
    const [path, ...more] = segments;
    const isForm = path === PATH && more.length === 0 && method === 'POST' && isFormType(headers.get('content-type'));
    const isPage = path === undefined && ['GET', 'HEAD'].includes(method) && prefersPage(headers.get('accept'));
    if (!isForm && !isPage) return undefined;
    requireKnownHost(headers, this.#ownHosts());
    if (isPage) return this.#page(200);
    requireOwnOrigin(headers);
    try {
      await this.#press(new URLSearchParams(await readForm(request)));
    } catch (thrown) {
      return await this.#page(statusOf(thrown), this.#services.redact(asError(thrown).message));
    }
    return new Response(null, { status: 303, headers: { location: './' } });
  }

  async #press(form: URLSearchParams): Promise<void> {
    if (!isSame(form.get('token') ?? '', this.#token)) {
      throw new HttpError(403, 'The page is older than this worker: load it again, then press the button');
    }
    const { herder } = this.#services;
    const connector = form.get('connector') ?? '';
    const task = form.get('task');
    const action = form.get('action');
    if (task !== null && !TASK.test(task)) throw new HttpError(400, 'task must be a number');
    if (action === 'restart' && task !== null) return herder.restartTask({ connector, task: Number(task) });
    if (action === 'pause' && task === null) return herder.pauseConnector(connector);
    if (action === 'resume' && task === null) return herder.resumeConnector(connector);
    if (action !== 'restart') throw new HttpError(400, 'action must be pause, resume or restart');
    await herder.restartConnector({ connector, includeTasks: true, onlyFailed: false });
  }

  async #page(status: number, alert?: string): Promise<Response> {
    const { clusterId } = this.#services;
    const connectors = await this.#connectors();
    const html = statusPageHtml({
      version: VERSION,
      clusterId,
      connectors,
      token: this.#token,
      ...(alert === undefined ? {} : { alert }),
    });
    return new Response(html, { status, headers: PAGE_HEADERS });
  }

  /** One that vanishes meanwhile is left out. */
  async #connectors(): Promise<PageConnector[]> {
    const { herder, taskFigures } = this.#services;
    const found: PageConnector[] = [];
    for (const name of await herder.connectors()) {
      try {
        const { config } = await herder.connectorInfo(name);
        found.push({
          status: await herder.connectorStatus(name),
          className: config['connector.class'] ?? '',
          figures: (task) => taskFigures?.({ connector: name, task }),
        });
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
      }
    }
    return found;
  }
}

/** True for what browsers send: HTML beside other types, and not less welcome than JSON. HTML alone is refused, as in Java. */
export function prefersPage(accept: string | null): boolean {
  const ranges = acceptsOf(accept ?? '');
  const html = ranges.find(({ type }) => type === 'text/html');
  const json = ranges.find(({ type }) => type === 'application/json');
  return html !== undefined && html.quality > 0 && ranges.length > 1 && html.quality >= (json?.quality ?? 0);
}

function isFormType(contentType: string | null): boolean {
  return (contentType ?? '').toLowerCase().startsWith(FORM);
}

async function readForm(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > LONGEST_FORM)
    throw new HttpError(413, 'The form is too long');
  return request.text();
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}
