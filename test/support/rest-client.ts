/** Owns requests to the REST application without a socket, answered from a herder that a test makes up. */
import { createRestApplication, type RestApplicationOptions } from '../../src/rest/rest-application';
import type { RestServices } from '../../src/rest/rest-services';
import type { Herder } from '../../src/runtime/herder';
import { nonconformities } from './openapi-conformance';
import { captureLog } from './silent-log';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export interface RestClientOptions extends Partial<Omit<RestServices, 'herder'>> {
  readonly herder?: Partial<Herder>;
  readonly part?: RestApplicationOptions['part'];
  readonly timeoutMs?: number;
}

/** `ask('GET /connectors')` sends a request as it would come over the wire; the body is JSON unless headers say otherwise. */
export function restClient({ herder = {}, part = 'all', timeoutMs, ...services }: RestClientOptions) {
  const log = captureLog();
  const handle = createRestApplication({
    part,
    log: log.log,
    baseUrl: () => 'http://me:8083',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    services: {
      herder: herder as Herder,
      plugins: undefined as never,
      loggers: undefined as never,
      clusterId: 'cluster',
      tracksTopics: true,
      allowsTopicsReset: true,
      isReady: () => true,
      redact: (text) => text,
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
      redactLookedUp: (text) => text,
      ...services,
    },
  });
  const ask = async (line: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const [method = '', target = ''] = line.split(' ');
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const content = text === undefined ? {} : { 'content-type': 'application/json' };
    const request = new Request('http://me:8083/x' + target.replace(/^[^?]*/, ''), {
      method,
      headers: { ...content, ...headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const response = await handle(request, target);
    const answer = await response.text();
    const header = (name: string) => response.headers.get(name);
    // Every answer of the suite must fit the document; a part of the API lacks some of its paths.
    const observed = { method, target, status: response.status, header, body: answer };
    if (part === 'all') expect(nonconformities(observed)).toEqual([]);
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && answer !== '';
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      json: isJson ? JSON.parse(answer) : undefined,
    };
  };
  return { ask, log, handle };
}
