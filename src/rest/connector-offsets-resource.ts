/** Owns `/connectors/{connector}/offsets`: reading, altering and resetting offsets. */
import type { Hono } from 'hono';
import { stringifyJson } from '../data/json-text';
import { readOffsets } from './request-body';
import type { RestServices } from './rest-services';

export function addConnectorOffsetsResource(app: Hono, { herder }: RestServices): void {
  app.get('/connectors/:connector/offsets', async (c) => {
    const offsets = await herder.connectorOffsets(c.req.param('connector'));
    const entries = offsets.map(({ partition, offset }) => ({ partition, offset }));
    // Offsets beyond 2^53 are bigints, which the language's own writer refuses.
    return c.body(stringifyJson({ offsets: entries }), 200, { 'content-type': 'application/json' });
  });

  app.patch('/connectors/:connector/offsets', async (c) => {
    const offsets = readOffsets(await c.req.text());
    return c.json({ message: await herder.alterConnectorOffsets(c.req.param('connector'), offsets) });
  });

  app.delete('/connectors/:connector/offsets', async (c) => {
    return c.json({ message: await herder.resetConnectorOffsets(c.req.param('connector')) });
  });
}
