/** Owns `/health` and what is below it: whether the worker has started, whether all runs that should, whether it is alive. */
import type { Context, Hono } from 'hono';
import type { NotReady } from '../runtime/readiness';
import { withinTime } from './request-timeout';
import type { RestServices } from './rest-services';

/** Longest wait for the herder before the worker counts as unhealthy. */
const HEALTH_TIMEOUT_MS = 10_000;

const HEALTHY = {
  status: 'healthy',
  message: 'Worker has completed startup and is ready to handle requests.',
};

const STARTING = { status: 'starting', message: 'Worker is still starting up.' };

const UNHEALTHY = {
  status: 'unhealthy',
  message: `Worker was unable to handle this request within ${HEALTH_TIMEOUT_MS} ms; it may not be able to handle others.`,
};

const ALIVE = { status: 'alive', message: 'The process answers.' };

export function addHealthResource(app: Hono, { herder, isReady }: Pick<RestServices, 'herder' | 'isReady'>): void {
  app.get('/health', async (c) => {
    const answer = await withinTime(herder.connectors(), HEALTH_TIMEOUT_MS);
    if (answer === undefined) return c.json(UNHEALTHY, 500);
    return isReady() ? c.json(HEALTHY) : c.json(STARTING, 503);
  });

  app.get('/health/ready', async (c) => {
    const parts = await withinTime(herder.notReady(), HEALTH_TIMEOUT_MS);
    return parts === undefined ? c.json({ ...UNHEALTHY, not_ready: [] }, 503) : readiness(c, parts, isReady());
  });

  app.get('/health/live', (c) => c.json(ALIVE));
}

/** The answer to every request before there is a herder: only probes are told more than that the worker is starting. */
export function startingResponse(path: string): Response {
  const probe = /^\/health(\/ready|\/live)?\/?$/.exec(path);
  if (probe?.[1] === '/live') return jsonResponse(ALIVE, 200);
  if (probe?.[1] === '/ready') return jsonResponse({ ...STARTING, not_ready: [] }, 503);
  return jsonResponse(probe === null ? { error_code: 503, message: STARTING.message } : STARTING, 503);
}

function readiness(c: Context, parts: readonly NotReady[], hasStarted: boolean): Response {
  const not_ready = parts.map(({ connector, task, state, reason }) => ({
    connector,
    task: task ?? null,
    state,
    reason: reason ?? null,
  }));
  if (!hasStarted) return c.json({ ...STARTING, not_ready }, 503);
  if (parts.length === 0) return c.json({ status: 'ready', message: 'All that should run is running.', not_ready });
  const message = `${parts.length} of the connectors and tasks that should run are not running.`;
  return c.json({ status: 'not_ready', message, not_ready }, 503);
}

function jsonResponse(body: object, status: number): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
