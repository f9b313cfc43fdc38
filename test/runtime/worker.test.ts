import { SinkTaskCounters } from '../../src/runtime/sink/sink-task-counters';
import type { TaskConfig } from '../../src/api/connector';
import { ConnectError, NotFoundError } from '../../src/errors';
import type { ConnectorFactory, MadeConnector } from '../../src/runtime/connector-factory';
import { Statuses } from '../../src/runtime/statuses';
import type { TaskFactory, TaskStart } from '../../src/runtime/task-factory';
import { Worker, type ConnectorStart } from '../../src/runtime/worker';
import { WorkerTask, type WorkerTaskOptions } from '../../src/runtime/worker-task';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import { FakeClock, settle } from '../support/fake-clock';
import { captureLog } from '../support/silent-log';
import { StubSource } from '../support/stub-plugins';

type Ending = 'stops' | 'hangs' | 'fails' | 'cannot be made';

/** Runs until it is told to stop, and then ends as it is told. */
class TestTask extends WorkerTask {
  readonly counters = new SinkTaskCounters();
  protected readonly client = { statistics: () => undefined };
  isAbandoned = false;

  constructor(
    options: WorkerTaskOptions,
    readonly ending: Ending,
  ) {
    super(options);
  }

  protected override initializeAndStart(): Promise<void> {
    return Promise.resolve();
  }

  protected override async execute(): Promise<void> {
    if (this.ending === 'fails') throw new Error('broken');
    while (this.mayRun) {
      if (this.isPauseWanted) this.reportPaused();
      await this.stateChange();
    }
    if (this.ending === 'hangs') await new Promise(() => undefined);
  }

  protected override close(): Promise<void> {
    return Promise.resolve();
  }

  protected override wakeup(): void {
    return undefined;
  }

  protected override abandon(): void {
    this.isAbandoned = true;
  }
}

class TestConnector extends StubSource {
  override start = jest.fn();
  override stop = jest.fn();
}

function setUp() {
  const log = captureLog();
  const clock = new FakeClock();
  const store = new MemoryStatusBackingStore();
  const statuses = new Statuses(store, log.log);
  const connector = new TestConnector();
  const factory = {
    build: jest.fn(async (): Promise<MadeConnector> => ({
      ...{ name: 'c', connector, type: 'source', className: 'X', version: '3' },
      props: { password: 'tr0ub4dor' },
    })),
    contextFor: jest.fn(
      (_made: MadeConnector, context: ConnectorStart['context'], raiseError: (error: Error) => void) => ({
        ...context,
        raiseError,
      }),
    ),
    taskConfigs: jest.fn((): Promise<TaskConfig[]> => Promise.resolve([{ n: '0' }])),
  };
  const fenceZombies = jest.fn(() => Promise.resolve());
  const tasks = {
    fenceZombies,
    build: async (start: TaskStart) => {
      const ending = start.taskConfig['ending'] as Ending;
      if (ending === 'cannot be made') throw new Error('no converter');
      const options = {
        ...{ id: start.id, log: log.log, clock, listener: statuses.tasks, targetState: start.targetState },
        stopping: new AbortController(),
      };
      return { task: new TestTask(options, ending), version: '4' };
    },
  } as unknown as TaskFactory;
  const connectors = factory as unknown as ConnectorFactory;
  const worker = new Worker({ connectors, tasks, statuses, clock, log: log.log, gracefulStopMs: 5000 });
  statuses.identify('w:1', worker);
  const startConnector = (targetState: ConnectorStart['targetState'] = 'STARTED') =>
    worker.startConnector({
      ...{ name: 'c', config: { name: 'c' }, folder: '/etc/c', targetState },
      context: { requestTaskReconfiguration: () => undefined },
    });
  const startTask = async (task: number, ending: Ending = 'stops') => {
    await worker.startTask({
      ...{ id: { connector: 'c', task }, connectorConfig: {}, taskConfig: { ending }, folder: undefined },
      targetState: 'STARTED',
    });
    await settle();
  };
  return { worker, log, clock, store, connector, factory, startConnector, startTask, fenceZombies };
}

describe('Worker, running connectors', () => {
  it('makes the connector of its settings and folder, starts it, and knows what it is', async () => {
    const { worker, startConnector, factory, connector, store } = setUp();
    expect(worker.connectorType('c')).toBe('unknown');
    await startConnector();
    expect(factory.build).toHaveBeenCalledWith({ name: 'c' }, '/etc/c');
    expect(connector.start).toHaveBeenCalledWith({ password: 'tr0ub4dor' });
    expect([worker.connectorType('c'), worker.connectorVersion('c'), worker.isConnectorRunning('c')]).toEqual([
      'source',
      '3',
      true,
    ]);
    expect(store.connector('c')).toMatchObject({ state: 'RUNNING', workerId: 'w:1', version: '3' });
  });

  it('does not start one that is to be paused, until it is resumed', async () => {
    const { worker, startConnector, connector, store } = setUp();
    await startConnector('PAUSED');
    expect(connector.start).not.toHaveBeenCalled();
    expect(store.connector('c')?.state).toBe('PAUSED');
    await worker.transitionConnector('c', 'STARTED');
    expect(connector.start).toHaveBeenCalledTimes(1);
  });

  it('shows one FAILED that cannot be made, and rejects with the reason', async () => {
    const { startConnector, factory, store, log } = setUp();
    factory.build.mockRejectedValue(new ConnectError('no such class'));
    await expect(startConnector()).rejects.toThrow('no such class');
    expect(store.connector('c')).toMatchObject({ state: 'FAILED' });
    expect(store.connector('c')?.trace).toContain('no such class');
    expect(log.lines.at(-2)).toMatchObject({ msg: 'Failed to create connector', connector: 'c', scope: 'worker' });
  });

  it('writes no secret of a failing connector into the log or its trace', async () => {
    const { startConnector, connector, store, log } = setUp();
    connector.start.mockImplementation(() => {
      throw new Error('login refused');
    });
    await expect(startConnector()).rejects.toThrow('login refused');
    expect(JSON.stringify(log.lines)).toContain('login refused');
    expect(JSON.stringify([log.lines, store.connector('c')])).not.toContain('tr0ub4dor');
  });

  it('fails a connector whose author raises an error', async () => {
    const { startConnector, factory, store } = setUp();
    await startConnector();
    factory.contextFor.mock.calls[0]?.[2](new Error('source is gone'));
    expect(store.connector('c')).toMatchObject({ state: 'FAILED' });
  });

  it('asks the connector for its tasks, and fails it when it cannot say', async () => {
    const { worker, startConnector, factory, store } = setUp();
    await expect(worker.taskConfigs('c', {})).rejects.toBeInstanceOf(NotFoundError);
    await startConnector();
    await expect(worker.taskConfigs('c', {})).resolves.toEqual([{ n: '0' }]);
    factory.taskConfigs.mockRejectedValue(new Error('cannot split'));
    await expect(worker.taskConfigs('c', {})).rejects.toThrow('cannot split');
    expect(store.connector('c')?.state).toBe('FAILED');
  });

  it('stops a connector and forgets it, and waits 5 seconds at most', async () => {
    const { worker, startConnector, connector, clock, log } = setUp();
    await startConnector();
    await worker.stopConnector('c');
    expect(connector.stop).toHaveBeenCalledTimes(1);
    expect(worker.connectorType('c')).toBe('unknown');
    await startConnector();
    connector.stop.mockReturnValue(new Promise(() => undefined));
    const stopped = worker.stopConnector('c');
    await clock.advance(5000);
    await stopped;
    expect(log.text()).toContain('Connector did not stop within 5000 ms');
  });

  it('does nothing for a connector that it does not have', async () => {
    const { worker } = setUp();
    await expect(worker.transitionConnector('x', 'PAUSED')).resolves.toBeUndefined();
    await expect(worker.stopConnector('x')).resolves.toBeUndefined();
    expect(worker.isConnectorRunning('x')).toBe(false);
  });
});

describe('Worker, running tasks', () => {
  it('runs tasks and lists those of a connector by number', async () => {
    const { worker, startTask, store } = setUp();
    for (const task of [10, 2, 0]) await startTask(task);
    expect(worker.tasksOf('c').map(({ id }) => id.task)).toEqual([0, 2, 10]);
    expect(worker.tasksOf('other')).toEqual([]);
    expect(store.task('c', 2)).toMatchObject({ state: 'RUNNING', version: '4' });
    expect(worker.taskVersion({ connector: 'c', task: 3 })).toBeUndefined();
  });

  it('shows a task FAILED that cannot be made, and does not reject', async () => {
    const { startTask, store, log } = setUp();
    await startTask(0, 'cannot be made');
    expect(store.task('c', 0)?.state).toBe('FAILED');
    expect(store.task('c', 0)?.trace).toContain('no converter');
    expect(log.lines.map(({ msg }) => msg)).toContain('Failed to start task');
  });

  it('starts no task of a connector before earlier ones are fenced', async () => {
    const { worker, store, fenceZombies } = setUp();
    const starts = [0, 1].map((task): TaskStart => ({
      ...{ id: { connector: 'c', task }, connectorConfig: {}, taskConfig: { ending: 'stops' }, folder: undefined },
      targetState: 'STARTED',
    }));
    fenceZombies.mockRejectedValueOnce(new ConnectError('not authorized'));
    await worker.startTasks(starts);
    expect(worker.tasksOf('c')).toEqual([]);
    expect(store.task('c', 1)).toMatchObject({
      state: 'FAILED',
      trace: expect.stringContaining('not authorized') as unknown,
    });
    await worker.startTasks(starts);
    expect(fenceZombies).toHaveBeenLastCalledWith(starts);
    expect(worker.tasksOf('c')).toHaveLength(2);
  });

  it('keeps a failed task, so that it can be seen and stopped', async () => {
    const { worker, startTask, store } = setUp();
    await startTask(0, 'fails');
    expect(store.task('c', 0)?.state).toBe('FAILED');
    await worker.stopTasks(worker.tasksOf('c'));
    expect([worker.tasksOf('c'), worker.abandonedTasks]).toEqual([[], 0]);
  });

  it('asks all tasks of a connector for a state', async () => {
    const { worker, startTask, store } = setUp();
    await startTask(0);
    await startTask(1);
    worker.transitionTasks('c', 'PAUSED');
    await settle();
    expect([store.task('c', 0)?.state, store.task('c', 1)?.state]).toEqual(['PAUSED', 'PAUSED']);
    await worker.stop();
  });

  it('stops tasks at once when they do, without waiting for the deadline', async () => {
    const { worker, startTask, clock } = setUp();
    await startTask(0);
    await worker.stopTasks(worker.tasksOf('c'));
    expect([worker.tasksOf('c'), worker.abandonedTasks, clock.sleeping]).toEqual([[], 0, 0]);
  });

  it('abandons by name those that do not stop, all against one deadline', async () => {
    const { worker, startTask, clock, log } = setUp();
    await startTask(0);
    await startTask(1, 'hangs');
    await startTask(2, 'hangs');
    const tasks = worker.tasksOf('c') as unknown as TestTask[];
    const stopped = worker.stopTasks(worker.tasksOf('c'));
    await clock.advance(4999);
    expect(worker.abandonedTasks).toBe(0);
    await clock.advance(1);
    await stopped;
    expect(tasks.map(({ isAbandoned }) => isAbandoned)).toEqual([false, true, true]);
    expect(worker.abandonedTasks).toBe(2);
    const named = log.lines.filter(({ msg }) => msg?.includes('task.shutdown.graceful.timeout.ms (5000 ms)'));
    expect(named).toMatchObject([
      { connector: 'c', task: 1 },
      { connector: 'c', task: 2 },
    ]);
  });

  it('stops all tasks, then all connectors, and starts nothing any more', async () => {
    const { worker, startTask, startConnector, connector } = setUp();
    await startConnector();
    await startTask(0);
    const [task] = worker.tasksOf('c');
    connector.stop.mockImplementation(() => expect(task?.phase).toBe('STOPPED'));
    await worker.stop();
    expect(connector.stop).toHaveBeenCalledTimes(1);
    await startTask(1);
    expect(worker.tasksOf('c')).toEqual([]);
    await expect(startConnector()).rejects.toThrow('the worker is stopping');
  });
});
