/** Owns the reports of connectors and tasks: what becomes of a state change in the status store. */
import type { Logger } from '../logger';
import type { ReportedState, Status, StatusBackingStore } from '../storage/status-backing-store';
import { loggerOf } from './logger-names';
import type { TaskId } from './task-id';
import type { TaskStatusListener } from './worker-task';

/** Hears of a connector's changes of state. */
export interface ConnectorStatusListener {
  onStartup(connector: string): void;
  onPause(connector: string): void;
  onStop(connector: string): void;
  onFailure(connector: string, error: Error): void;
  onRestart(connector: string): void;
  onDeletion(connector: string): void;
}

/** Plugin versions for the statuses; undefined where none is known. */
export interface VersionLookup {
  connectorVersion(connector: string): string | undefined;
  taskVersion(id: TaskId): string | undefined;
}

/** Told of every task that fails, for the policy of the mode. */
export type FailureListener = (what: { connector: string; task: number | undefined }, error: Error) => void;

/** Writes statuses under this worker's id. */
export class Statuses implements ConnectorStatusListener {
  readonly #store: StatusBackingStore;
  readonly #log: Logger;
  readonly #redact: (text: string) => string;
  #workerId = '';
  #versions: VersionLookup | undefined;
  #onFailed: FailureListener | undefined;

  /** `redact` masks secrets in traces, before they are stored. */
  constructor(store: StatusBackingStore, log: Logger, redact: (text: string) => string = (text) => text) {
    this.#store = store;
    this.#redact = redact;
    this.#log = loggerOf(log, 'AbstractHerder');
  }

  /** The advertised host and port of this worker. */
  get workerId(): string {
    return this.#workerId;
  }

  identify(workerId: string, versions: VersionLookup): void {
    this.#workerId = workerId;
    this.#versions = versions;
  }

  onFailed(listener: FailureListener): void {
    this.#onFailed = listener;
  }

  /** What tasks report to. */
  readonly tasks: TaskStatusListener = {
    onStartup: (id) => this.putTask(id, 'RUNNING'),
    onPause: (id) => this.putTask(id, 'PAUSED'),
    onResume: (id) => this.putTask(id, 'RUNNING'),
    onFailure: (id, error) => this.failTask(id, error),
    onShutdown: (id) => this.putTask(id, 'UNASSIGNED'),
  };

  onStartup(connector: string): void {
    this.#putConnector(connector, 'RUNNING');
  }

  onPause(connector: string): void {
    this.#putConnector(connector, 'PAUSED');
  }

  onStop(connector: string): void {
    this.#putConnector(connector, 'STOPPED');
  }

  onFailure(connector: string, error: Error): void {
    this.#putConnector(connector, 'FAILED', this.#redact(traceOf(error)));
    this.#onFailed?.({ connector, task: undefined }, error);
  }

  onRestart(connector: string): void {
    this.#putConnector(connector, 'RESTARTING', this.#store.connector(connector)?.trace);
  }

  onDeletion(connector: string): void {
    this.#store.deleteConnector(connector);
  }

  /** Marks a task that is about to be restarted; the trace of its last failure stays. */
  onTaskRestart(id: TaskId): void {
    this.putTask(id, 'RESTARTING', this.#store.task(id.connector, id.task)?.trace);
  }

  onTaskDeletion(id: TaskId): void {
    this.#store.deleteTask(id.connector, id.task);
  }

  failTask(id: TaskId, error: Error): void {
    this.putTask(id, 'FAILED', this.#redact(traceOf(error)));
    this.#onFailed?.(id, error);
  }

  putTask(id: TaskId, state: ReportedState, trace?: string): void {
    this.#log.debug({ connector: id.connector, task: id.task }, `Task is ${state}`);
    this.#store.putTask(id.connector, id.task, this.#status(state, trace, this.#versions?.taskVersion(id)));
  }

  #putConnector(connector: string, state: ReportedState, trace?: string): void {
    this.#log.debug({ connector }, `Connector is ${state}`);
    this.#store.putConnector(connector, this.#status(state, trace, this.#versions?.connectorVersion(connector)));
  }

  #status(state: ReportedState, trace: string | undefined, version: string | undefined): Status {
    return { state, trace, workerId: this.#workerId, generation: 0, version };
  }
}

/** The stack of an error with those of its causes, as Java prints a trace. */
export function traceOf(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\nCaused by: ${traceOf(error.cause)}` : own;
}
