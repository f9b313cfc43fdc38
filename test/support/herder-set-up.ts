/** Owns a standalone herder for tests, with connectors and tasks that do as their settings say. */
import { SinkTaskCounters } from '../../src/runtime/sink/sink-task-counters';
import type { Connector, TaskConfig } from '../../src/api/connector';
import { BadRequestError, ConnectError } from '../../src/errors';
import { ActiveTopics } from '../../src/runtime/active-topics';
import type { ConnectorConfigValidator } from '../../src/runtime/connector-config-validator';
import type { ConnectorFactory, MadeConnector } from '../../src/runtime/connector-factory';
import type { ConnectorOffsets, OffsetsOwner } from '../../src/runtime/connector-offsets';
import { StandaloneHerder } from '../../src/runtime/standalone-herder';
import { Statuses } from '../../src/runtime/statuses';
import type { TaskFactory, TaskStart } from '../../src/runtime/task-factory';
import { taskIdText } from '../../src/runtime/task-id';
import { Worker } from '../../src/runtime/worker';
import { WorkerTask, type WorkerTaskOptions } from '../../src/runtime/worker-task';
import { MemoryConfigBackingStore } from '../../src/storage/memory-config-backing-store';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import type { RawConfig } from '../../src/storage/config-backing-store';
import { FakeClock, settle } from './fake-clock';
import { captureLog } from './silent-log';

class IdleTask extends WorkerTask {
  readonly counters = new SinkTaskCounters();
  protected readonly client = { statistics: () => undefined };
  constructor(
    options: WorkerTaskOptions,
    readonly hangs: boolean,
  ) {
    super(options);
  }

  protected override initializeAndStart(): Promise<void> {
    return Promise.resolve();
  }

  protected override async execute(): Promise<void> {
    while (this.mayRun) {
      if (this.isPauseWanted) this.reportPaused();
      else this.reportResumed();
      await this.stateChange();
    }
    if (this.hangs) await new Promise(() => undefined);
  }

  protected override close(): Promise<void> {
    return Promise.resolve();
  }

  protected override wakeup(): void {
    return undefined;
  }

  protected override abandon(): void {
    return undefined;
  }
}

/** What the fake connectors do is told by their settings. */
export function setUpHerder() {
  const log = captureLog();
  const clock = new FakeClock();
  const starts: string[] = [];
  const requests = new Map<string, () => void>();
  const taskCount = { value: 1 };
  const connectors = {
    forget: () => undefined,
    build: async (config: RawConfig): Promise<MadeConnector> => ({
      name: config.name ?? '',
      type: 'source',
      className: 'Fake',
      props: {},
      version: '1',
      connector: {
        initialize: () => undefined,
        start: () => {
          if (config.fails === 'start') throw new Error('cannot start');
        },
        stop: () => undefined,
      } as unknown as MadeConnector['connector'],
    }),
    contextFor: (made: MadeConnector, start: { requestTaskReconfiguration: () => void }) => {
      requests.set(made.name, start.requestTaskReconfiguration);
      return { ...start, raiseError: () => undefined };
    },
    taskConfigs: async (_connector: Connector, config: RawConfig): Promise<TaskConfig[]> => {
      if (config.fails === 'taskConfigs') throw new ConnectError('cannot split');
      return Array.from({ length: taskCount.value }, (_, task) => ({ task: String(task), file: config.file ?? '' }));
    },
  } as unknown as ConnectorFactory;
  const statusStore = new MemoryStatusBackingStore();
  const statuses = new Statuses(statusStore, log.log);
  const tasks = {
    fenceZombies: () => Promise.resolve(),
    build: async (start: TaskStart) => {
      starts.push(taskIdText(start.id));
      if (start.connectorConfig.fails === 'task') throw new Error('no converter');
      const task = new IdleTask(
        {
          id: start.id,
          log: log.log,
          clock,
          listener: statuses.tasks,
          targetState: start.targetState,
          stopping: new AbortController(),
        },
        start.connectorConfig.fails === 'hang',
      );
      return { task, version: '1' };
    },
  } as unknown as TaskFactory;
  const worker = new Worker({ connectors, tasks, statuses, clock, log: log.log, gracefulStopMs: 5000 });
  statuses.identify('w:1', worker);
  const trusted: RawConfig[] = [];
  const validator = {
    trust: (config: RawConfig) => void trusted.push(config),
    requireValid: async (config: RawConfig) => {
      if (config.fails === 'validation') throw new BadRequestError('invalid');
      return Object.keys(config).includes('tpoic') ? ['tpoic is not read'] : [];
    },
  } as unknown as ConnectorConfigValidator;
  const configs = new MemoryConfigBackingStore();
  const activeTopics = new ActiveTopics();
  const offsets = {
    read: async (owner: OffsetsOwner) => [{ partition: { owner: owner.name }, offset: { at: 1 } }],
    alter: async (owner: OffsetsOwner) => `altered, stopped: ${String(owner.isStopped)}`,
    reset: async (owner: OffsetsOwner) => `reset, stopped: ${String(owner.isStopped)}`,
  } as unknown as ConnectorOffsets;
  const herder = new StandaloneHerder({
    worker,
    configs,
    statusStore,
    statuses,
    validator,
    log: log.log,
    activeTopics,
    offsets,
  });
  const states = async (name: string) => {
    await settle();
    const { connector, tasks: all } = await herder.connectorStatus(name);
    return [connector.state, ...all.map(({ state }) => state)];
  };
  const create = (config: RawConfig = {}) => herder.createConnector({ name: 'c', config: { name: 'c', ...config } });
  return { herder, worker, clock, starts, requests, taskCount, states, create, log, configs, activeTopics, trusted };
}
