import { Hono } from 'hono';
import { addOpenApiResource } from '../../src/rest/openapi-resource';
import document from '../../src/rest/openapi.json';
import { addResources } from '../../src/rest/rest-application';
import { nonconformities } from '../support/openapi-conformance';
import { restClient } from '../support/rest-client';
import { VERSION } from '../../src/version';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

function documented(): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => METHODS.includes(key))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** What the application has resources for. */
function routes(): string[] {
  const app = new Hono();
  addResources(app, { services: {} as never, part: 'all', baseUrl: () => '', log: undefined as never });
  return app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
}

describe('the OpenAPI document', () => {
  it('has every route, and nothing else', () => {
    expect(documented().sort()).toEqual(routes().sort());
  });

  it('names each operation once', () => {
    const ids = [...JSON.stringify(document).matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(documented().length);
  });

  it('is served with the version of this package', async () => {
    const { json } = await restClient({}).ask('GET /openapi.json');
    expect(json).toMatchObject({ openapi: '3.1.0', info: { version: VERSION }, paths: document.paths });
  });

  it('has only the paths of the application that serves it', async () => {
    const app = new Hono();
    app.get('/health', (c) => c.text(''));
    addOpenApiResource(app);
    const served = (await (await app.request('/openapi.json')).json()) as typeof document;
    expect(Object.keys(served.paths)).toEqual(['/openapi.json', '/health']);
  });

  it('says how each path parameter is named', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `#/components/parameters/${name ?? ''}`);
      const given = (item as { parameters?: readonly { $ref: string }[] }).parameters ?? [];
      expect(given.map(({ $ref }) => $ref)).toEqual(named);
    }
  });
});

describe('the check of answers against the document', () => {
  const json = (body: unknown) => ({ header: () => 'application/json', body: JSON.stringify(body) });

  it.each<readonly [line: string, status: number, answered: readonly [body: unknown, complaint: string]]>([
    ['GET /connectors/c', 418, [{}, 'this status is not documented']],
    ['GET /nope', 200, [{}, 'this status is not documented']],
    ['GET /connectors', 200, [[1], 'must be string']],
    ['GET /connectors/c', 404, [{ error_code: 404 }, "must have required property 'message'"]],
    ['GET /', 200, [{ version: '1', commit: '', kafka_cluster_id: null, more: 1 }, 'must NOT have additional']],
    ['PUT /connectors/c/pause', 202, [{}, 'it has a body']],
    ['DELETE /health', 200, [{}, 'this status is not documented']],
  ])('refuses %s answered %p with %j', (line, status, [body, complaint]) => {
    const [method = '', target = ''] = line.split(' ');
    expect(nonconformities({ method, target, status, ...json(body) }).join()).toContain(complaint);
  });

  it('refuses other content types, and headers that are missing', () => {
    const answer = { method: 'GET', target: '/connectors', status: 200, body: '[]' };
    expect(nonconformities({ ...answer, header: () => 'text/html' })).toEqual([
      'GET /connectors 200: its content type is "text/html"',
    ]);
    const created = { method: 'POST', target: '/connectors', status: 201, body: '{}' };
    const header = (name: string) => (name === 'content-type' ? 'application/json' : null);
    expect(nonconformities({ ...created, header })[0]).toContain('it lacks the header Location');
  });
});
