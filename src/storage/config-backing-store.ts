/** Owns where the configurations of connectors and tasks and their target states rest, and who hears of changes. */

/** What a user asked for; kept until asked otherwise. */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED';

/** A connector's settings as they were given, placeholders unresolved. */
export type RawConfig = Readonly<Record<string, string | null>>;

/**
 * Told of every change after it is stored, whoever made it. The store waits for the answer before it takes the next
 * change of the same connector.
 */
export interface ConfigBackingStoreListener {
  onConnectorConfigUpdate(connector: string): Promise<void>;
  onConnectorConfigRemove(connector: string): Promise<void>;
  onTaskConfigsUpdate(connector: string): Promise<void>;
  onTargetStateChange(connector: string): Promise<void>;
}

/** Keeps configurations. A change resolves when it is stored and the listener has carried it out. */
export interface ConfigBackingStore {
  setListener(listener: ConfigBackingStoreListener): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Names of all connectors, in the order of their creation. */
  connectors(): string[];
  connectorConfig(connector: string): RawConfig | undefined;
  targetState(connector: string): TargetState | undefined;
  /** The configurations of the tasks by number; empty when there are none. */
  taskConfigs(connector: string): readonly Readonly<Record<string, string>>[];
  /** The connector configuration with which the present task configurations were made. */
  appliedConfig(connector: string): RawConfig | undefined;
  /** `targetState` undefined: stays as it is, STARTED for a new connector. */
  putConnectorConfig(connector: string, config: RawConfig, targetState?: TargetState): Promise<void>;
  /** Removes the connector, its task configurations and its target state. */
  removeConnectorConfig(connector: string): Promise<void>;
  putTaskConfigs(connector: string, configs: readonly Readonly<Record<string, string>>[]): Promise<void>;
  putTargetState(connector: string, state: TargetState): Promise<void>;
}
