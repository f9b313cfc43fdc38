/** Owns configurations that live as long as the process, as Apache's standalone worker keeps them. */
import { NotFoundError } from '../errors';
import type { ConfigBackingStore, ConfigBackingStoreListener, RawConfig, TargetState } from './config-backing-store';

interface Entry {
  config: RawConfig;
  targetState: TargetState;
  taskConfigs: readonly Readonly<Record<string, string>>[];
  appliedConfig: RawConfig | undefined;
}

/** The config store of standalone mode. */
export class MemoryConfigBackingStore implements ConfigBackingStore {
  readonly #entries = new Map<string, Entry>();
  #listener: ConfigBackingStoreListener | undefined;

  setListener(listener: ConfigBackingStoreListener): void {
    this.#listener = listener;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  connectors(): string[] {
    return [...this.#entries.keys()];
  }

  connectorConfig(connector: string): RawConfig | undefined {
    return this.#entries.get(connector)?.config;
  }

  targetState(connector: string): TargetState | undefined {
    return this.#entries.get(connector)?.targetState;
  }

  taskConfigs(connector: string): readonly Readonly<Record<string, string>>[] {
    return this.#entries.get(connector)?.taskConfigs ?? [];
  }

  appliedConfig(connector: string): RawConfig | undefined {
    return this.#entries.get(connector)?.appliedConfig;
  }

  async putConnectorConfig(connector: string, config: RawConfig, targetState?: TargetState): Promise<void> {
    const present = this.#entries.get(connector);
    this.#entries.set(connector, {
      config: { ...config },
      targetState: targetState ?? present?.targetState ?? 'STARTED',
      taskConfigs: present?.taskConfigs ?? [],
      appliedConfig: present?.appliedConfig,
    });
    await this.#listener?.onConnectorConfigUpdate(connector);
  }

  async removeConnectorConfig(connector: string): Promise<void> {
    if (this.#entries.delete(connector)) await this.#listener?.onConnectorConfigRemove(connector);
  }

  async putTaskConfigs(connector: string, configs: readonly Readonly<Record<string, string>>[]): Promise<void> {
    const entry = this.#existing(connector);
    entry.taskConfigs = JSON.parse(JSON.stringify(configs)) as Record<string, string>[];
    entry.appliedConfig = configs.length === 0 ? undefined : entry.config;
    await this.#listener?.onTaskConfigsUpdate(connector);
  }

  async putTargetState(connector: string, state: TargetState): Promise<void> {
    this.#existing(connector).targetState = state;
    await this.#listener?.onTargetStateChange(connector);
  }

  #existing(connector: string): Entry {
    const entry = this.#entries.get(connector);
    if (entry === undefined) throw new NotFoundError(`Connector ${connector} not found`);
    return entry;
  }
}
