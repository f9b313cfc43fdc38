/** Owns a worker of the fault suite that has a REST address: what its tasks are, and starting them again as an operator would. */
import { freePort } from '../support/free-port';
import type { OurWorker } from '../support/our-worker';
import type { FaultScene, Life } from './fault-scene';

/** A worker and its REST requests. Each connector of the suite has one task. */
export class Service {
  readonly worker: OurWorker;
  readonly #url: string;

  private constructor(worker: OurWorker, url: string) {
    this.worker = worker;
    this.#url = url;
  }

  static async start(scene: FaultScene, life: Life = {}): Promise<Service> {
    const url = `http://127.0.0.1:${await freePort()}`;
    return new Service(scene.start({ ...life, worker: { listeners: url, ...life.worker } }), url);
  }

  /** Empty while the worker does not say. */
  async stateOfTask(connector: string): Promise<string> {
    const answer = await fetch(`${this.#url}/connectors/${connector}/tasks/0/status`);
    return answer.ok ? ((await answer.json()) as { state: string }).state : '';
  }

  async restartTask(connector: string): Promise<void> {
    const answer = await fetch(`${this.#url}/connectors/${connector}/tasks/0/restart`, { method: 'POST' });
    if (!answer.ok) throw new Error(`The task could not be restarted: ${answer.status} ${await answer.text()}`);
  }

  /** Starts again what has failed, and returns its names. */
  async restartFailed(connectors: readonly string[]): Promise<string[]> {
    const restarted: string[] = [];
    for (const connector of connectors) {
      if ((await this.stateOfTask(connector)) !== 'FAILED') continue;
      await this.restartTask(connector);
      restarted.push(connector);
    }
    return restarted;
  }
}
