/** Owns `/`: what is running. */
import type { Hono } from 'hono';
import { VERSION } from '../version';
import type { RestServices } from './rest-services';

export function addRootResource(app: Hono, { clusterId }: Pick<RestServices, 'clusterId'>): void {
  app.get('/', (c) => c.json({ version: VERSION, commit: 'unknown', kafka_cluster_id: clusterId }));
}
