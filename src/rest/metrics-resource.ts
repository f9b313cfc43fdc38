/** Owns `/metrics`: what Prometheus reads. */
import type { Hono } from 'hono';
import type { RestServices } from './rest-services';
import { METRICS_PATH } from './route-table';

export function addMetricsResource(app: Hono, { metrics }: Pick<RestServices, 'metrics'>): void {
  app.get(METRICS_PATH, async (c) => {
    const { contentType, text } = await metrics();
    return c.body(text, 200, { 'content-type': contentType });
  });
}
