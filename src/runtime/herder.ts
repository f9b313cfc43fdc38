/** Owns what REST and the command line may ask for. All of it is asynchronous, whichever mode answers. */
import type { ReportedState } from '../storage/status-backing-store';
import type { RawConfig, TargetState } from '../storage/config-backing-store';
import type { TaskId } from './task-id';

/** A connector to be created. */
export interface ConnectorRequest {
  readonly name: string;
  readonly config: RawConfig;
  readonly initialState?: TargetState;
  /** Folder against which plugin files of this connector resolve, before the working directory. */
  readonly folder?: string;
}

/** A connector as REST shows it. */
export interface ConnectorInfo {
  readonly name: string;
  readonly config: RawConfig;
  readonly tasks: readonly TaskId[];
  readonly type: 'source' | 'sink' | 'unknown';
}

/** A state as REST shows it. */
export interface StateInfo {
  readonly state: ReportedState;
  readonly workerId: string;
  readonly trace: string | undefined;
  readonly version: string | undefined;
}

/** The states of a connector and its tasks. */
export interface ConnectorStateInfo {
  readonly name: string;
  readonly connector: StateInfo;
  readonly tasks: readonly (StateInfo & { readonly id: number })[];
  readonly type: 'source' | 'sink' | 'unknown';
}

/** Which parts of a connector to restart. */
export interface RestartRequest {
  readonly connector: string;
  readonly onlyFailed: boolean;
  readonly includeTasks: boolean;
}

/** The mode's answers. Rejects with NotFoundError, AlreadyExistsError, BadRequestError or ConnectError. */
export interface Herder {
  start(): Promise<void>;
  /** Stops all connectors and tasks within `task.shutdown.graceful.timeout.ms`, then the worker. Idempotent. */
  stop(): Promise<void>;
  connectors(): Promise<string[]>;
  connectorInfo(connector: string): Promise<ConnectorInfo>;
  connectorStatus(connector: string): Promise<ConnectorStateInfo>;
  taskConfigs(connector: string): Promise<readonly Readonly<Record<string, string>>[]>;
  /** Resolves when the connector has started and its tasks are made. */
  createConnector(request: ConnectorRequest): Promise<ConnectorInfo>;
  /** Creates the connector or changes its configuration. */
  putConnectorConfig(
    connector: string,
    config: RawConfig,
  ): Promise<{ readonly isNew: boolean; readonly info: ConnectorInfo }>;
  deleteConnector(connector: string): Promise<void>;
  pauseConnector(connector: string): Promise<void>;
  resumeConnector(connector: string): Promise<void>;
  stopConnector(connector: string): Promise<void>;
  /** Restarts the connector object; tasks only as the request says. Resolves with the planned states. */
  restartConnector(request: RestartRequest): Promise<ConnectorStateInfo>;
  restartTask(id: TaskId): Promise<void>;
}
