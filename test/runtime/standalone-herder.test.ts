import type { Connector, TaskConfig } from '../../src/api/connector';
import { AlreadyExistsError, BadRequestError, ConnectError, NotFoundError } from '../../src/errors';
import type { ConnectorConfigValidator } from '../../src/runtime/connector-config-validator';
import type { ConnectorFactory, MadeConnector } from '../../src/runtime/connector-factory';
import { StandaloneHerder } from '../../src/runtime/standalone-herder';
import { Statuses } from '../../src/runtime/statuses';
import type { TaskFactory, TaskStart } from '../../src/runtime/task-factory';
import { taskIdText } from '../../src/runtime/task-id';
import { Worker } from '../../src/runtime/worker';
import { WorkerTask, type WorkerTaskOptions } from '../../src/runtime/worker-task';
import { MemoryConfigBackingStore } from '../../src/storage/memory-config-backing-store';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import type { RawConfig } from '../../src/storage/config-backing-store';
import { FakeClock, settle } from '../support/fake-clock';
import { captureLog } from '../support/silent-log';

class IdleTask extends WorkerTask {
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
function setUp() {
  const log = captureLog();
  const clock = new FakeClock();
  const starts: string[] = [];
  const requests = new Map<string, () => void>();
  const taskCount = { value: 1 };
  const connectors = {
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
      } as unknown as Connector,
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
  const validator = {
    requireValid: async (config: RawConfig) => {
      if (config.fails === 'validation') throw new BadRequestError('invalid');
      return Object.keys(config).includes('tpoic') ? ['tpoic is not read'] : [];
    },
  } as unknown as ConnectorConfigValidator;
  const configs = new MemoryConfigBackingStore();
  const herder = new StandaloneHerder({ worker, configs, statusStore, statuses, validator, log: log.log });
  const states = async (name: string) => {
    await settle();
    const { connector, tasks: all } = await herder.connectorStatus(name);
    return [connector.state, ...all.map(({ state }) => state)];
  };
  const create = (config: RawConfig = {}) => herder.createConnector({ name: 'c', config: { name: 'c', ...config } });
  return { herder, worker, clock, starts, requests, taskCount, states, create, log, configs };
}

describe('StandaloneHerder', () => {
  it('creates a connector and its tasks and answers when both are made', async () => {
    const { create, states } = setUp();
    await expect(create()).resolves.toEqual({
      name: 'c',
      config: { name: 'c' },
      tasks: [{ connector: 'c', task: 0 }],
      type: 'source',
    });
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('refuses a name that is taken, settings that are invalid, and a connector that it does not know', async () => {
    const { create, herder } = setUp();
    await expect(create({ fails: 'validation' })).rejects.toBeInstanceOf(BadRequestError);
    await create();
    await expect(create()).rejects.toBeInstanceOf(AlreadyExistsError);
    await expect(herder.connectorInfo('x')).rejects.toBeInstanceOf(NotFoundError);
    await expect(herder.deleteConnector('x')).rejects.toBeInstanceOf(NotFoundError);
    await expect(herder.pauseConnector('x')).rejects.toBeInstanceOf(NotFoundError);
    await expect(herder.restartTask({ connector: 'x', task: 0 })).rejects.toBeInstanceOf(NotFoundError);
  });

  it('answers the creation with the error when start or taskConfigs throws, and shows the connector FAILED', async () => {
    const start = setUp();
    await expect(start.create({ fails: 'start' })).rejects.toThrow('cannot start');
    expect(await start.states('c')).toEqual(['FAILED']);
    const split = setUp();
    await expect(split.create({ fails: 'taskConfigs' })).rejects.toThrow('cannot split');
    expect(await split.states('c')).toEqual(['FAILED']);
  });

  it('creates the connector although a task cannot be made, and shows that task FAILED', async () => {
    const { create, states } = setUp();
    await create({ fails: 'task' });
    expect(await states('c')).toEqual(['RUNNING', 'FAILED']);
  });

  it('says once, under the name of the connector, which settings nothing reads', async () => {
    const { create, log } = setUp();
    await create({ tpoic: 'x' });
    expect(log.lines.filter(({ msg }) => msg === 'tpoic is not read')).toMatchObject([{ connector: 'c', level: 40 }]);
  });

  it('begins in the state that was asked for, without tasks unless it is to run', async () => {
    const { herder, states } = setUp();
    await herder.createConnector({ name: 'c', config: { name: 'c' }, initialState: 'PAUSED' });
    expect(await states('c')).toEqual(['PAUSED']);
    await herder.resumeConnector('c');
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('pauses, resumes and stops connector and tasks', async () => {
    const { create, herder, states } = setUp();
    await create();
    await herder.pauseConnector('c');
    expect(await states('c')).toEqual(['PAUSED', 'PAUSED']);
    await herder.resumeConnector('c');
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
    await herder.stopConnector('c');
    expect(await states('c')).toEqual(['STOPPED']);
    await herder.resumeConnector('c');
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('restarts tasks after a change of settings and leaves them alone when nothing changed', async () => {
    const { create, herder, starts } = setUp();
    await create();
    await herder.putConnectorConfig('c', { name: 'c' });
    expect(starts).toEqual(['c-0']);
    await herder.putConnectorConfig('c', { name: 'c', 'value.converter': 'other' });
    expect(starts).toEqual(['c-0', 'c-0']);
  });

  it('creates a connector through a change of settings when there is none', async () => {
    const { herder } = setUp();
    await expect(herder.putConnectorConfig('c', { name: 'c' })).resolves.toMatchObject({ isNew: true });
    await expect(herder.putConnectorConfig('c', { name: 'c' })).resolves.toMatchObject({ isNew: false });
  });

  it('makes tasks anew when the connector asks for it', async () => {
    const { create, requests, taskCount, states } = setUp();
    await create();
    taskCount.value = 3;
    requests.get('c')?.();
    await settle(20);
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
  });

  it('restarts only what failed when it is asked to', async () => {
    const { create, herder, states, starts } = setUp();
    await create({ fails: 'task' });
    await states('c');
    const plan = await herder.restartConnector({ connector: 'c', onlyFailed: true, includeTasks: true });
    expect(plan.connector.state).toBe('RUNNING');
    expect(plan.tasks.map(({ state }) => state)).toEqual(['RESTARTING']);
    expect(starts).toEqual(['c-0', 'c-0']);
  });

  it('restarts the connector alone without flags', async () => {
    const { create, herder, starts } = setUp();
    await create();
    await herder.restartConnector({ connector: 'c', onlyFailed: false, includeTasks: false });
    expect(starts).toEqual(['c-0']);
  });

  it('deletes connector, tasks and statuses', async () => {
    const { create, herder, worker } = setUp();
    await create();
    await herder.deleteConnector('c');
    await expect(herder.connectors()).resolves.toEqual([]);
    await expect(herder.connectorStatus('c')).rejects.toBeInstanceOf(NotFoundError);
    expect(worker.tasksOf('c')).toEqual([]);
  });

  it('abandons a task that does not stop by the deadline, names it, and ends', async () => {
    const { create, herder, worker, clock, log } = setUp();
    await create({ fails: 'hang' });
    await settle();
    const stopped = herder.stop();
    await settle();
    await clock.advance(5000);
    await stopped;
    expect(worker.abandonedTasks).toBe(1);
    expect(log.text()).toContain('did not stop within task.shutdown.graceful.timeout.ms');
    expect(herder.stop()).toBe(herder.stop());
  });

  it('starts nothing any more once it stops', async () => {
    const { create, herder, starts } = setUp();
    await herder.stop();
    await expect(create()).rejects.toThrow('stopping');
    expect(starts).toEqual([]);
  });
});
