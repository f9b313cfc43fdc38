/** Owns `/connectors`: creating, listing, changing and deleting connectors. */
import type { Context, Hono } from 'hono';
import { javaTrim } from '../config/config-types';
import { BadRequestError, NotFoundError } from '../errors';
import type { ConnectorInfo, ConnectorRequest, Herder } from '../runtime/herder';
import { infoJson, stateJson } from './connector-json';
import { readConfig, readCreateRequest } from './request-body';
import { locationPath } from './request-path';
import type { RestServices } from './rest-services';

/** `baseUrl`: how this worker is reached, for `Location`. */
export function addConnectorsResource(app: Hono, { herder }: RestServices, baseUrl: () => string): void {
  const created = (c: Context, info: ConnectorInfo) =>
    c.json(infoJson(info), 201, { location: baseUrl() + locationPath(info.name) });

  app.get('/connectors', async (c) => {
    const expansions = c.req.queries('expand') ?? [];
    if (expansions.length === 0) return c.json(await herder.connectors());
    return c.json(await expanded(herder, expansions));
  });

  app.post('/connectors', async (c) => {
    const request = readCreateRequest(await c.req.text());
    const name = javaTrim(request.name);
    const config = named(name, request.config);
    const { initialState } = request;
    return created(c, await herder.createConnector({ name, config, ...(initialState && { initialState }) }));
  });

  app.get('/connectors/:connector', async (c) => {
    return c.json(infoJson(await herder.connectorInfo(c.req.param('connector'))));
  });

  app.delete('/connectors/:connector', async (c) => {
    await herder.deleteConnector(c.req.param('connector'));
    return c.body(null, 204);
  });

  app.get('/connectors/:connector/config', async (c) => {
    return c.json((await herder.connectorInfo(c.req.param('connector'))).config);
  });

  app.put('/connectors/:connector/config', async (c) => {
    const name = c.req.param('connector');
    const { isNew, info } = await herder.putConnectorConfig(name, named(name, readConfig(await c.req.text())));
    return isNew ? created(c, info) : c.json(infoJson(info));
  });

  app.patch('/connectors/:connector/config', async (c) => {
    const name = c.req.param('connector');
    const patch = readConfig(await c.req.text());
    await herder.connectorInfo(name);
    return c.json(infoJson(await herder.patchConnectorConfig(name, named(name, patch))));
  });
}

/** The settings with the name among them. Throws BadRequestError when they hold another one. */
function named(name: string, config: ConnectorRequest['config']): ConnectorRequest['config'] {
  const included = Object.hasOwn(config, 'name') ? config['name'] : undefined;
  if (included === undefined || included === null) return { ...config, name };
  if (included === name) return config;
  throw new BadRequestError(
    `Connector name configuration (${included}) doesn't match connector name in the URL (${name})`,
  );
}

/** What is asked for of each connector; one that vanishes meanwhile is left out. */
async function expanded(herder: Herder, expansions: readonly string[]): Promise<Record<string, object>> {
  const found: [string, object][] = [];
  for (const name of await herder.connectors()) {
    try {
      const status = expansions.includes('status') ? { status: stateJson(await herder.connectorStatus(name)) } : {};
      const info = expansions.includes('info') ? { info: infoJson(await herder.connectorInfo(name)) } : {};
      found.push([name, { ...status, ...info }]);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
  return Object.fromEntries(found);
}
