/** Owns requests to a running REST interface that send and receive JSON. */

/** What came back; `json` is undefined where there is no body. */
export interface JsonAnswer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

/** `ask('GET', '/connectors')` asks the worker at `url()`, which may be another for each test. */
export function jsonRequests(url: () => string) {
  return async (method: string, target: string, body?: unknown): Promise<JsonAnswer> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await fetch(url() + target, { method, headers, ...content });
    const text = await response.text();
    return { status: response.status, text, json: (text === '' ? undefined : JSON.parse(text)) as unknown };
  };
}
