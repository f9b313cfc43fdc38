/** Owns statuses that live as long as the process. */
import type { Status, StatusBackingStore } from './status-backing-store';

/** The status store of standalone mode. */
export class MemoryStatusBackingStore implements StatusBackingStore {
  readonly #connectors = new Map<string, Status>();
  readonly #tasks = new Map<string, Map<number, Status>>();

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  putConnector(connector: string, status: Status): void {
    this.#connectors.set(connector, status);
  }

  putTask(connector: string, task: number, status: Status): void {
    const tasks = this.#tasks.get(connector) ?? new Map<number, Status>();
    this.#tasks.set(connector, tasks.set(task, status));
  }

  deleteConnector(connector: string): void {
    this.#connectors.delete(connector);
    this.#tasks.delete(connector);
  }

  deleteTask(connector: string, task: number): void {
    this.#tasks.get(connector)?.delete(task);
  }

  connector(connector: string): Status | undefined {
    return this.#connectors.get(connector);
  }

  task(connector: string, task: number): Status | undefined {
    return this.#tasks.get(connector)?.get(task);
  }

  tasks(connector: string): readonly (readonly [task: number, status: Status])[] {
    return [...(this.#tasks.get(connector) ?? [])].sort(([left], [right]) => left - right);
  }
}
