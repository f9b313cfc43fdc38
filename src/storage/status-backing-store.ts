/** Owns where the statuses of connectors and tasks rest. */

/** States as Kafka Connect reports them; STOPPED is for connectors only. */
export type ReportedState = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'RESTARTING' | 'STOPPED';

/** The state of a connector or a task, and who reported it. */
export interface Status {
  readonly state: ReportedState;
  /** The stack of the error, for FAILED; kept by RESTARTING. */
  readonly trace: string | undefined;
  /** Host and port of the worker's REST address. */
  readonly workerId: string;
  /** Counts the group's generations in distributed mode; 0 in standalone mode. */
  readonly generation: number;
  /** The plugin's version, when there is one. */
  readonly version: string | undefined;
}

/** Keeps the latest status of each connector and task. */
export interface StatusBackingStore {
  start(): Promise<void>;
  stop(): Promise<void>;
  putConnector(connector: string, status: Status): void;
  putTask(connector: string, task: number, status: Status): void;
  deleteConnector(connector: string): void;
  deleteTask(connector: string, task: number): void;
  connector(connector: string): Status | undefined;
  task(connector: string, task: number): Status | undefined;
  /** Task numbers and statuses of a connector, by number. */
  tasks(connector: string): readonly (readonly [task: number, status: Status])[];
}
