/** Owns starting our worker with a REST listener and waiting until it calls itself healthy. */
import { freePort } from './free-port';
import { startOurWorker, waitFor, type OurWorker, type OurWorkerOptions } from './our-worker';

/** A worker, and the root of its REST interface, without a slash at the end. */
export interface HealthyWorker {
  readonly worker: OurWorker;
  readonly url: string;
}

export async function startHealthyWorker(options: OurWorkerOptions): Promise<HealthyWorker> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const worker = startOurWorker({ ...options, worker: { ...options.worker, listeners: url } });
  const isHealthy = async () => (await fetch(`${url}/health`).catch(() => undefined))?.status === 200;
  await waitFor('the worker is healthy', isHealthy, { worker });
  return { worker, url };
}
