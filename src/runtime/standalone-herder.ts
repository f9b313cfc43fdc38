/** Owns standalone mode: which connectors and tasks should run, and how a change of that is carried out. */
import { isDeepStrictEqual } from 'node:util';
import { AlreadyExistsError, asError, NotFoundError } from '../errors';
import type { Logger } from '../logger';
import type { ConfigBackingStore, ConfigBackingStoreListener, RawConfig } from '../storage/config-backing-store';
import type { StatusBackingStore } from '../storage/status-backing-store';
import type { ActiveTopics } from './active-topics';
import type { ConnectorConfigValidator } from './connector-config-validator';
import type { ConnectorOffsets, OffsetsOwner } from './connector-offsets';
import type {
  ConnectorInfo,
  ConnectorOffset,
  ConnectorRequest,
  ConnectorStateInfo,
  Herder,
  RestartRequest,
} from './herder';
import { notReadyParts, type NotReady } from './readiness';
import { loggerOf } from './logger-names';
import { planRestart } from './restart-plan';
import { SerialQueue } from './serial-queue';
import { connectorStateOf, taskStateOf } from './state-info';
import type { Statuses } from './statuses';
import type { TaskStart } from './task-factory';
import { taskIdText, type TaskId } from './task-id';
import type { Worker } from './worker';

/** What the herder is made with. */
export interface StandaloneHerderOptions {
  readonly worker: Worker;
  readonly configs: ConfigBackingStore;
  readonly statusStore: StatusBackingStore;
  readonly statuses: Statuses;
  readonly validator: ConnectorConfigValidator;
  readonly offsets: ConnectorOffsets;
  readonly activeTopics: ActiveTopics;
  readonly log: Logger;
}

/** The herder of one process. Changes of one connector come one after another, of several side by side. */
export class StandaloneHerder implements Herder, ConfigBackingStoreListener {
  readonly #options: StandaloneHerderOptions;
  readonly #changes = new SerialQueue();
  readonly #folders = new Map<string, string>();
  #stopped: Promise<void> | undefined;

  constructor(options: StandaloneHerderOptions) {
    this.#options = options;
    options.configs.setListener(this);
  }

  async start(): Promise<void> {
    await this.#options.statusStore.start();
    await this.#options.configs.start();
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  connectors(): Promise<string[]> {
    return Promise.resolve(this.#options.configs.connectors());
  }

  async connectorInfo(connector: string): Promise<ConnectorInfo> {
    return Promise.resolve(this.#info(connector));
  }

  async connectorStatus(connector: string): Promise<ConnectorStateInfo> {
    const { statusStore, worker } = this.#options;
    return Promise.resolve(connectorStateOf(statusStore, connector, worker.connectorType(connector)));
  }

  async taskStatus(id: TaskId): ReturnType<Herder['taskStatus']> {
    return Promise.resolve(taskStateOf(this.#options.statusStore, id));
  }

  notReady(): Promise<readonly NotReady[]> {
    return Promise.resolve(notReadyParts(this.#options.configs, this.#options.statusStore));
  }

  async taskConfigs(connector: string): Promise<readonly Readonly<Record<string, string>>[]> {
    this.#existing(connector);
    return Promise.resolve(this.#options.configs.taskConfigs(connector));
  }

  createConnector(request: ConnectorRequest): Promise<ConnectorInfo> {
    const { name, config, initialState, folder } = request;
    if (folder !== undefined) this.#options.validator.trust(config);
    return this.#changes.run(name, async () => {
      await this.#requireValid(name, config, folder);
      if (this.#options.configs.connectorConfig(name) !== undefined) {
        throw new AlreadyExistsError(`Connector ${name} already exists`);
      }
      if (folder !== undefined) this.#folders.set(name, folder);
      await this.#options.configs.putConnectorConfig(name, config, initialState);
      return this.#info(name);
    });
  }

  putConnectorConfig(name: string, config: RawConfig, isTrusted = false): ReturnType<Herder['putConnectorConfig']> {
    if (isTrusted) this.#options.validator.trust(config);
    return this.#changes.run(name, () => this.#put(name, config));
  }

  patchConnectorConfig(name: string, patch: RawConfig): Promise<ConnectorInfo> {
    return this.#changes.run(name, async () => {
      const patched = new Map(Object.entries(this.#existing(name)));
      for (const [key, value] of Object.entries(patch)) {
        if (value === null) patched.delete(key);
        else patched.set(key, value);
      }
      return (await this.#put(name, Object.fromEntries(patched))).info;
    });
  }

  deleteConnector(connector: string): Promise<void> {
    return this.#changes.run(connector, async () => {
      this.#existing(connector);
      await this.#options.configs.removeConnectorConfig(connector);
    });
  }

  pauseConnector(connector: string): Promise<void> {
    return this.#putTargetState(connector, 'PAUSED');
  }

  resumeConnector(connector: string): Promise<void> {
    return this.#putTargetState(connector, 'STARTED');
  }

  stopConnector(connector: string): Promise<void> {
    return this.#putTargetState(connector, 'STOPPED');
  }

  restartConnector(request: RestartRequest): Promise<ConnectorStateInfo> {
    const { connector } = request;
    return this.#changes.run(connector, async () => {
      this.#existing(connector, 'Unknown connector: ');
      const { statuses, statusStore, worker, configs } = this.#options;
      const { restartsConnector, tasks: ids } = planRestart(request, statusStore);
      if (restartsConnector) statuses.onRestart(connector);
      for (const id of ids) statuses.onTaskRestart(id);
      const plan = await this.connectorStatus(connector);
      await worker.stopTasks(worker.tasksOf(connector).filter(({ id }) => ids.some(({ task }) => task === id.task)));
      if (restartsConnector) await this.#startConnector(connector);
      for (const id of ids)
        if (configs.taskConfigs(connector)[id.task] !== undefined) await worker.startTask(this.#taskStart(id));
      if (restartsConnector) await this.#reconfigure(connector);
      return plan;
    });
  }

  restartTask(id: TaskId): Promise<void> {
    return this.#changes.run(id.connector, async () => {
      this.#existing(id.connector);
      const { worker, configs } = this.#options;
      if (configs.taskConfigs(id.connector)[id.task] === undefined) {
        throw new NotFoundError(`Task ${taskIdText(id)} not found`);
      }
      await worker.stopTasks(worker.tasksOf(id.connector).filter((task) => task.id.task === id.task));
      await worker.startTask(this.#taskStart(id));
    });
  }

  activeTopics(connector: string): Promise<string[]> {
    return Promise.resolve(this.#options.activeTopics.of(connector));
  }

  resetActiveTopics(connector: string): Promise<void> {
    this.#options.activeTopics.reset(connector);
    return Promise.resolve();
  }

  async connectorOffsets(connector: string): Promise<ConnectorOffset[]> {
    return this.#options.offsets.read(this.#ownerOf(connector));
  }

  alterConnectorOffsets(connector: string, offsets: readonly ConnectorOffset[]): Promise<string> {
    return this.#changes.run(connector, () => this.#options.offsets.alter(this.#ownerOf(connector), offsets));
  }

  resetConnectorOffsets(connector: string): Promise<string> {
    return this.#changes.run(connector, () => this.#options.offsets.reset(this.#ownerOf(connector)));
  }

  async onConnectorConfigUpdate(connector: string): Promise<void> {
    await this.#startConnector(connector);
    await this.#reconfigure(connector);
  }

  async onConnectorConfigRemove(connector: string): Promise<void> {
    const { worker, statuses } = this.#options;
    await worker.stopTasks(worker.tasksOf(connector));
    await worker.removeConnector(connector);
    statuses.onDeletion(connector);
    this.#folders.delete(connector);
  }

  async onTaskConfigsUpdate(connector: string): Promise<void> {
    const { worker, statuses, statusStore, configs } = this.#options;
    await worker.stopTasks(worker.tasksOf(connector));
    for (const [task] of statusStore.tasks(connector)) statuses.onTaskDeletion({ connector, task });
    const ids = [...configs.taskConfigs(connector).keys()].map((task) => ({ connector, task }));
    await worker.startTasks(ids.map((id) => this.#taskStart(id)));
  }

  async onTargetStateChange(connector: string): Promise<void> {
    const { worker, configs } = this.#options;
    const target = configs.targetState(connector) ?? 'STARTED';
    if (target === 'STOPPED') await configs.putTaskConfigs(connector, []);
    await worker.transitionConnector(connector, target);
    worker.transitionTasks(connector, target);
    await this.#reconfigure(connector);
  }

  async #requireValid(connector: string, config: RawConfig, folder: string | undefined): Promise<void> {
    const unused = await this.#options.validator.requireValid(config, folder);
    const log = loggerOf(this.#options.log, 'StandaloneHerder', { connector, scope: 'worker' });
    for (const sentence of unused) log.warn(sentence);
  }

  #putTargetState(connector: string, state: 'STARTED' | 'PAUSED' | 'STOPPED'): Promise<void> {
    return this.#changes.run(connector, async () => {
      this.#existing(connector, 'Unknown connector ');
      await this.#options.configs.putTargetState(connector, state);
    });
  }

  async #startConnector(name: string): Promise<void> {
    const { worker, configs } = this.#options;
    await worker.stopConnector(name);
    await worker.startConnector({
      name,
      config: this.#existing(name),
      folder: this.#folders.get(name),
      targetState: configs.targetState(name) ?? 'STARTED',
      context: { requestTaskReconfiguration: () => this.#requestReconfiguration(name) },
    });
  }

  #taskStart(id: TaskId): TaskStart {
    const { configs } = this.#options;
    const [folder, targetState] = [this.#folders.get(id.connector), configs.targetState(id.connector) ?? 'STARTED'];
    const taskConfig = configs.taskConfigs(id.connector)[id.task] ?? {};
    return { id, connectorConfig: this.#existing(id.connector), taskConfig, folder, targetState };
  }

  /** Makes task configurations anew; tasks are restarted only if these or the connector's settings changed. */
  async #reconfigure(connector: string): Promise<void> {
    const { worker, configs } = this.#options;
    if (configs.targetState(connector) !== 'STARTED' || !worker.isConnectorRunning(connector)) return;
    const config = this.#existing(connector);
    const made = await worker.taskConfigs(connector, config);
    const isSame =
      isDeepStrictEqual(made, configs.taskConfigs(connector)) &&
      isDeepStrictEqual(config, configs.appliedConfig(connector));
    if (!isSame) await configs.putTaskConfigs(connector, made);
  }

  #requestReconfiguration(connector: string): void {
    const log = loggerOf(this.#options.log, 'StandaloneHerder', { connector, scope: 'worker' });
    log.info('Task reconfiguration was requested');
    this.#changes
      .run(connector, () => this.#reconfigure(connector))
      .catch((error: unknown) => log.error({ err: asError(error) }, 'Task reconfiguration failed'));
  }

  async #put(name: string, config: RawConfig): Promise<{ isNew: boolean; info: ConnectorInfo }> {
    const isNew = this.#options.configs.connectorConfig(name) === undefined;
    await this.#requireValid(name, config, this.#folders.get(name));
    await this.#options.configs.putConnectorConfig(name, config);
    return { isNew, info: this.#info(name) };
  }

  #ownerOf(name: string): OffsetsOwner {
    const { configs } = this.#options;
    const isStopped = configs.targetState(name) === 'STOPPED' && configs.taskConfigs(name).length === 0;
    return { name, config: this.#existing(name), folder: this.#folders.get(name), isStopped };
  }

  #existing(connector: string, unknown?: string): RawConfig {
    const config = this.#options.configs.connectorConfig(connector);
    if (config !== undefined) return config;
    throw new NotFoundError(unknown === undefined ? `Connector ${connector} not found` : unknown + connector);
  }

  #info(name: string): ConnectorInfo {
    const { configs, worker } = this.#options;
    const tasks = configs.taskConfigs(name).map((_config, task) => ({ connector: name, task }));
    return { name, config: this.#existing(name), tasks, type: worker.connectorType(name) };
  }

  async #stop(): Promise<void> {
    await this.#options.worker.stop();
    await this.#options.statusStore.stop();
    await this.#options.configs.stop();
  }
}
