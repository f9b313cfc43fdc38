/** Owns `/` and `/health`: what is running, and whether it is ready. */
import type { Hono } from 'hono';
import { VERSION } from '../version';
import { withinTime } from './request-timeout';
import type { RestServices } from './rest-services';

/** Longest wait for the herder before the worker counts as unhealthy. */
const HEALTH_TIMEOUT_MS = 10_000;

const HEALTHY = {
  status: 'healthy',
  message: 'Worker has completed startup and is ready to handle requests.',
};

/** What is answered before the connectors of the command line are created. */
export const STARTING = { status: 'starting', message: 'Worker is still starting up.' };

const UNHEALTHY = {
  status: 'unhealthy',
  message: `Worker was unable to handle this request within ${HEALTH_TIMEOUT_MS} ms; it may not be able to handle others.`,
};

export function addRootResource(app: Hono, { herder, clusterId, isReady }: RestServices): void {
  app.get('/', (c) => c.json({ version: VERSION, commit: 'unknown', kafka_cluster_id: clusterId }));

  app.get('/health', async (c) => {
    const answer = await withinTime(herder.connectors(), HEALTH_TIMEOUT_MS);
    if (answer === undefined) return c.json(UNHEALTHY, 500);
    return isReady() ? c.json(HEALTHY) : c.json(STARTING, 503);
  });
}
