/** Owns the connectors and tasks that run in this process: starts them, stops them, abandons those that do not stop. */
import type { ConnectorContext, TaskConfig } from '../api/connector';
import type { Clock } from '../clock';
import { asError, ConfigError, ConnectError, NotFoundError } from '../errors';
import type { Logger } from '../logger';
import type { RawConfig, TargetState } from '../storage/config-backing-store';
import type { ConnectorFactory } from './connector-factory';
import { loggerOf } from './logger-names';
import type { MetricConfig } from './sampled-stat';
import { StartupCounters } from './startup-counters';
import type { Statuses, VersionLookup } from './statuses';
import type { MadeTask, TaskFactory, TaskStart } from './task-factory';
import { taskIdText, type TaskId } from './task-id';
import type { PluginName } from './task-plugins';
import { CONNECTOR_STOP_TIMEOUT_MS, WorkerConnector } from './worker-connector';
import type { WorkerTask } from './worker-task';

/** What a worker is made with. */
export interface WorkerOptions {
  readonly connectors: ConnectorFactory;
  readonly tasks: TaskFactory;
  readonly statuses: Statuses;
  readonly clock: Clock;
  readonly log: Logger;
  /** `task.shutdown.graceful.timeout.ms`: for all tasks of one stop together. */
  readonly gracefulStopMs: number;
  /** Windows over which the shares of starts that succeeded are taken. */
  readonly metricConfig?: MetricConfig;
}

/** A connector to be started. */
export interface ConnectorStart {
  readonly name: string;
  readonly config: RawConfig;
  readonly folder: string | undefined;
  readonly targetState: TargetState;
  readonly context: Omit<ConnectorContext, 'raiseError'>;
}

interface RunningConnector extends PluginName {
  readonly connector: WorkerConnector;
  readonly type: 'source' | 'sink';
}

/** Connectors and tasks of this process. The herder sees to it that the calls for one connector come one after another. */
export class Worker implements VersionLookup {
  readonly #options: WorkerOptions;
  readonly #log: Logger;
  readonly #connectors = new Map<string, RunningConnector>();
  readonly #tasks = new Map<string, MadeTask>();
  /** What came of starts since the worker runs. */
  readonly connectorStartups: StartupCounters;
  readonly taskStartups: StartupCounters;
  #abandoned = 0;
  #isStopping = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#log = loggerOf(options.log, 'Worker');
    this.connectorStartups = new StartupCounters(options.metricConfig);
    this.taskStartups = new StartupCounters(options.metricConfig);
  }

  /** Connectors that were made and not stopped since. */
  get connectorNames(): string[] {
    return [...this.#connectors.keys()];
  }

  /** Tasks that were made and not stopped since, failed ones included. */
  get madeTasks(): MadeTask[] {
    return [...this.#tasks.values()];
  }

  connectorClass(connector: string): PluginName | undefined {
    return this.#connectors.get(connector);
  }

  /** Tasks that did not stop in time since the start. */
  get abandonedTasks(): number {
    return this.#abandoned;
  }

  connectorVersion(connector: string): string | undefined {
    return this.#connectors.get(connector)?.version;
  }

  taskVersion(id: TaskId): string | undefined {
    return this.#tasks.get(taskIdText(id))?.version;
  }

  connectorType(connector: string): 'source' | 'sink' | 'unknown' {
    return this.#connectors.get(connector)?.type ?? 'unknown';
  }

  isConnectorRunning(connector: string): boolean {
    return this.#connectors.get(connector)?.connector.isRunning ?? false;
  }

  /** The tasks of a connector that run here, failed ones included, by number. */
  tasksOf(connector: string): WorkerTask[] {
    return [...this.#tasks.values()]
      .map(({ task }) => task)
      .filter(({ id }) => id.connector === connector)
      .sort((left, right) => left.id.task - right.id.task);
  }

  /** Makes the connector and brings it into its target state. Rejects with what is wrong; the connector is FAILED then. */
  async startConnector(start: ConnectorStart): Promise<void> {
    if (this.#isStopping) throw new ConnectError(`Connector ${start.name} was not started: the worker is stopping`);
    const log = loggerOf(this.#log, 'Worker', { connector: start.name, scope: 'worker' });
    log.info('Creating connector');
    try {
      const made = await this.#options.connectors.build(start.config, start.folder);
      const connector: WorkerConnector = new WorkerConnector({
        name: start.name,
        connector: made.connector,
        props: made.props,
        log: loggerOf(log, 'WorkerConnector'),
        listener: this.#options.statuses,
        context: this.#options.connectors.contextFor(made, start.context, (error: Error) => connector.fail(error)),
      });
      const { type, className, version } = made;
      this.#connectors.set(start.name, { connector, type, className, version });
    } catch (thrown) {
      const error = asError(thrown);
      log.error({ err: error }, 'Failed to create connector');
      this.#options.statuses.onFailure(start.name, error);
      this.connectorStartups.note(false, this.#options.clock.monotonic());
      throw error;
    }
    try {
      await this.transitionConnector(start.name, start.targetState);
    } finally {
      this.#noteConnectorStartup(start.name);
    }
  }

  /** Brings a connector into a state. Does nothing for a connector that could not be made. */
  async transitionConnector(name: string, state: TargetState): Promise<void> {
    await this.#connectors.get(name)?.connector.transitionTo(state);
  }

  /** Ends a connector and forgets it, within a bound. */
  async stopConnector(name: string): Promise<void> {
    const running = this.#connectors.get(name);
    if (running === undefined) return;
    this.#connectors.delete(name);
    const isStopped = await this.#within(CONNECTOR_STOP_TIMEOUT_MS, [running.connector.shutdown()]);
    if (!isStopped)
      this.#log.error({ connector: name }, `Connector did not stop within ${CONNECTOR_STOP_TIMEOUT_MS} ms`);
  }

  /** Ends a connector that is deleted. */
  async removeConnector(name: string): Promise<void> {
    await this.stopConnector(name);
    this.#options.connectors.forget(name);
  }

  /** The task configurations that the connector makes now, `tasks.max` enforced. A failure fails the connector. */
  async taskConfigs(name: string, config: RawConfig): Promise<TaskConfig[]> {
    const running = this.#connectors.get(name);
    if (running === undefined) throw new NotFoundError(`Connector ${name} is not running`);
    try {
      const { connector, holder } = running.connector;
      return await this.#options.connectors.taskConfigs(connector, config, holder);
    } catch (thrown) {
      const error = asError(thrown);
      running.connector.fail(error);
      if (error instanceof ConfigError) throw error;
      throw new ConnectError(`Connector ${name} could not make its task configurations: ${error.message}`, {
        cause: error,
      });
    }
  }

  /**
   * Starts all tasks of a connector; in exactly-once delivery earlier ones are fenced before the first starts. Never rejects: where
   * that fails, and where a task cannot be made, tasks are FAILED.
   */
  async startTasks(starts: readonly TaskStart[]): Promise<void> {
    try {
      await this.#options.tasks.fenceZombies(starts);
    } catch (thrown) {
      const error = asError(thrown);
      this.#options.log.error({ err: error }, 'Failed to start tasks');
      for (const { id } of starts) this.#options.statuses.failTask(id, error);
      return;
    }
    for (const start of starts) await this.startTask(start);
  }

  /** Makes a task and runs it. Never rejects: a task that cannot be made is FAILED. Does nothing while the worker stops. */
  async startTask(start: TaskStart): Promise<void> {
    if (this.#mayNotStart()) return;
    const { id } = start;
    const log = loggerOf(this.#log, 'Worker', { connector: id.connector, task: id.task });
    log.info('Creating task');
    try {
      const made = await this.#options.tasks.build(start, log);
      // A stop may have come while the task was made.
      if (this.#mayNotStart()) return;
      this.#tasks.set(taskIdText(id), made);
      void this.#noteTaskStartup(made.task);
      void made.task.run();
    } catch (thrown) {
      const error = asError(thrown);
      log.error({ err: error }, 'Failed to start task');
      this.#options.statuses.failTask(id, error);
      this.taskStartups.note(false, this.#options.clock.monotonic());
    }
  }

  /** Stops tasks, all against one deadline, and forgets them; those that do not stop are abandoned and named. */
  async stopTasks(tasks: readonly WorkerTask[]): Promise<void> {
    for (const task of tasks) task.stop();
    await this.#within(
      this.#options.gracefulStopMs,
      tasks.map((task) => task.ended()),
    );
    for (const task of tasks) {
      if (task.phase !== 'STOPPED' && task.phase !== 'FAILED') this.#abandon(task);
      this.#tasks.delete(taskIdText(task.id));
    }
  }

  /** Asks all tasks of a connector for a state; they take it up at their next turn. */
  transitionTasks(connector: string, state: TargetState): void {
    for (const task of this.tasksOf(connector)) task.transitionTo(state);
  }

  /** Stops everything: all tasks against one deadline, then all connectors. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.stopTasks([...this.#tasks.values()].map(({ task }) => task));
    await Promise.all([...this.#connectors.keys()].map((name) => this.stopConnector(name)));
  }

  /** A connector that begins paused or stopped has not been started. */
  #noteConnectorStartup(name: string): void {
    const phase = this.#connectors.get(name)?.connector.phase;
    if (phase !== 'STARTED' && phase !== 'FAILED') return;
    this.connectorStartups.note(phase === 'STARTED', this.#options.clock.monotonic());
  }

  async #noteTaskStartup(task: WorkerTask): Promise<void> {
    const startup = await task.startup;
    if (startup !== 'broken off') this.taskStartups.note(startup === 'succeeded', this.#options.clock.monotonic());
  }

  #mayNotStart(): boolean {
    return this.#isStopping;
  }

  #abandon(task: WorkerTask): void {
    this.#abandoned++;
    this.#log.error(
      { connector: task.id.connector, task: task.id.task },
      `Task did not stop within task.shutdown.graceful.timeout.ms (${this.#options.gracefulStopMs} ms) and is abandoned: what it has not committed will be delivered again`,
    );
    task.cancel();
  }

  /** True when all promises are done within the time. */
  async #within(ms: number, promises: readonly Promise<void>[]): Promise<boolean> {
    const timer = new AbortController();
    const done = Promise.all(promises).then(() => true);
    const late = this.#options.clock.sleep(ms, timer.signal).then(() => false);
    const isDone = await Promise.race([done, late]);
    timer.abort();
    return isDone;
  }
}
