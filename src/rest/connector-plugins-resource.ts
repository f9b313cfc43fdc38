/** Owns `/connector-plugins`: which plugins there are, their settings, and whether settings are valid. */
import type { Hono } from 'hono';
import { definitionJson, reportJson } from './config-json';
import { readValidateRequest } from './request-body';
import type { RestServices } from './rest-services';

export function addConnectorPluginsResource(app: Hono, { plugins }: RestServices): void {
  app.get('/connector-plugins', async (c) => {
    const text = c.req.query('connectorsOnly') ?? '';
    return c.json(await plugins.list({ connectorsOnly: text === '' || text.toLowerCase() === 'true' }));
  });

  app.get('/connector-plugins/:plugin/config', async (c) => {
    return c.json((await plugins.config(c.req.param('plugin'))).map(definitionJson));
  });

  app.put('/connector-plugins/:plugin/config/validate', async (c) => {
    const config = readValidateRequest(await c.req.text());
    const report = await plugins.validate(c.req.param('plugin'), config);
    return c.json(reportJson(config['connector.class'] ?? '', report));
  });
}
