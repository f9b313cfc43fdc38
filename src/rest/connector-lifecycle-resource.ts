/** Owns the states of connectors and tasks over HTTP: status, pause, resume, stop, restart. */
import type { Hono } from 'hono';
import { stateJson, taskStateJson } from './connector-json';
import { routingError } from './http-errors';
import type { RestServices } from './rest-services';

export function addConnectorLifecycleResource(app: Hono, { herder, redactLookedUp }: RestServices): void {
  app.get('/connectors/:connector/status', async (c) => {
    return c.json(stateJson(await herder.connectorStatus(c.req.param('connector'))));
  });

  app.put('/connectors/:connector/pause', async (c) => {
    await herder.pauseConnector(c.req.param('connector'));
    return c.body(null, 202);
  });

  app.put('/connectors/:connector/resume', async (c) => {
    await herder.resumeConnector(c.req.param('connector'));
    return c.body(null, 202);
  });

  app.put('/connectors/:connector/stop', async (c) => {
    await herder.stopConnector(c.req.param('connector'));
    return c.body(null, 204);
  });

  app.post('/connectors/:connector/restart', async (c) => {
    const includeTasks = isTrue(c.req.query('includeTasks'));
    const onlyFailed = isTrue(c.req.query('onlyFailed'));
    const connector = c.req.param('connector');
    const plan = await herder.restartConnector({ connector, includeTasks, onlyFailed });
    return includeTasks || onlyFailed ? c.json(stateJson(plan), 202) : c.body(null, 204);
  });

  app.get('/connectors/:connector/tasks', async (c) => {
    const connector = c.req.param('connector');
    const configs = await herder.taskConfigs(connector);
    const { config: written } = await herder.connectorInfo(connector);
    // A connector may have put what was looked up under another name than it was given.
    const shown = (config: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key, value === written[key] ? value : redactLookedUp(value)]),
      );
    return c.json(configs.map((config, task) => ({ id: { connector, task }, config: shown(config) })));
  });

  app.get('/connectors/:connector/tasks/:task/status', async (c) => {
    const task = taskNumber(c.req.param('task'));
    return c.json(taskStateJson(task, await herder.taskStatus({ connector: c.req.param('connector'), task })));
  });

  app.post('/connectors/:connector/tasks/:task/restart', async (c) => {
    await herder.restartTask({ connector: c.req.param('connector'), task: taskNumber(c.req.param('task')) });
    return c.body(null, 204);
  });
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

function taskNumber(text: string): number {
  const task = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (Math.abs(task) < 2 ** 31) return task;
  throw routingError(404);
}
