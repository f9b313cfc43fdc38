/** Owns when the metrics of a worker are loaded: at the first scrape, so that the start does not pay for them. */
import type * as ExpositionModule from '../metrics/prometheus-exposition';
import type { Exposition, PrometheusExposition } from '../metrics/prometheus-exposition';
import type { WorkerView } from '../runtime/worker-view';

/** Answers scrapes. `startTime`: of the worker, in milliseconds since the epoch. */
export function metricsOf(view: WorkerView, startTime: number): () => Promise<Exposition> {
  let exposition: PrometheusExposition | undefined;
  return () => (exposition ??= load(view, startTime)).scrape();
}

function load(view: WorkerView, startTime: number): PrometheusExposition {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it at the start
  const room = require('../metrics/prometheus-exposition') as typeof ExpositionModule;
  return new room.PrometheusExposition(view, startTime);
}
