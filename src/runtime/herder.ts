/** Owns what REST and the command line may ask for. All of it is asynchronous, whichever mode answers. */
import type { ConnectObject } from '../data/connect-value';
import type { ReportedState } from '../storage/status-backing-store';
import type { RawConfig, TargetState } from '../storage/config-backing-store';
import type { NotReady } from './readiness';
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

/** The offset of one partition. What the members are is the connector's business, for sinks Kafka's. */
export interface ConnectorOffset {
  readonly partition: ConnectObject | null;
  /** `null` in a request: to be removed. */
  readonly offset: ConnectObject | null;
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
  taskStatus(id: TaskId): Promise<StateInfo>;
  /** The connectors and tasks that do not run although they should; none where all is well. */
  notReady(): Promise<readonly NotReady[]>;
  taskConfigs(connector: string): Promise<readonly Readonly<Record<string, string>>[]>;
  /** Resolves when the connector has started and its tasks are made. */
  createConnector(request: ConnectorRequest): Promise<ConnectorInfo>;
  /** Creates the connector or changes its configuration. `isTrusted`: it stands so in a file of the command line. */
  putConnectorConfig(
    connector: string,
    config: RawConfig,
    isTrusted?: boolean,
  ): Promise<{ readonly isNew: boolean; readonly info: ConnectorInfo }>;
  /** Changes some settings of a connector; those that are null in the patch are removed. */
  patchConnectorConfig(connector: string, patch: RawConfig): Promise<ConnectorInfo>;
  deleteConnector(connector: string): Promise<void>;
  pauseConnector(connector: string): Promise<void>;
  resumeConnector(connector: string): Promise<void>;
  stopConnector(connector: string): Promise<void>;
  /** Restarts the connector object; tasks only as the request says. Resolves with the planned states. */
  restartConnector(request: RestartRequest): Promise<ConnectorStateInfo>;
  restartTask(id: TaskId): Promise<void>;
  /** The topics that a connector has used since the last reset; none for a connector that is not known. */
  activeTopics(connector: string): Promise<string[]>;
  resetActiveTopics(connector: string): Promise<void>;
  connectorOffsets(connector: string): Promise<ConnectorOffset[]>;
  /** Resolves with a sentence for the user. Rejects with BadRequestError unless the connector is STOPPED. */
  alterConnectorOffsets(connector: string, offsets: readonly ConnectorOffset[]): Promise<string>;
  /** As `alterConnectorOffsets`, for all partitions. */
  resetConnectorOffsets(connector: string): Promise<string>;
}
