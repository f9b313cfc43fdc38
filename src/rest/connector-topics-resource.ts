/** Owns `/connectors/{connector}/topics`: which topics a connector has used. */
import type { Hono } from 'hono';
import { HttpError } from './http-errors';
import type { RestServices } from './rest-services';

export function addConnectorTopicsResource(app: Hono, services: RestServices): void {
  const { herder, tracksTopics, allowsTopicsReset } = services;

  app.get('/connectors/:connector/topics', async (c) => {
    if (!tracksTopics) throw new HttpError(403, 'Topic tracking is disabled.');
    const connector = c.req.param('connector');
    return c.json(Object.fromEntries([[connector, { topics: await herder.activeTopics(connector) }]]));
  });

  app.put('/connectors/:connector/topics/reset', async (c) => {
    if (!tracksTopics) throw new HttpError(403, 'Topic tracking is disabled.');
    if (!allowsTopicsReset) throw new HttpError(403, 'Topic tracking reset is disabled.');
    await herder.resetActiveTopics(c.req.param('connector'));
    return c.body(null, 202);
  });
}
