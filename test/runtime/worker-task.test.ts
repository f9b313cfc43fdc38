import { SinkTaskCounters } from '../../src/runtime/sink/sink-task-counters';
import { BrokerUnavailableError, TaskStoppingError } from '../../src/errors';
import { WorkerTask, type TaskStatusListener } from '../../src/runtime/worker-task';
import type { TargetState } from '../../src/storage/config-backing-store';
import { FakeClock, settle } from '../support/fake-clock';
import { captureLog } from '../support/silent-log';

interface Behaviour {
  start?: () => Promise<void>;
  execute?: (task: TestTask) => Promise<void>;
  close?: () => Promise<void>;
}

class TestTask extends WorkerTask {
  readonly counters = new SinkTaskCounters();
  protected readonly client = { statistics: () => undefined };
  readonly calls: string[] = [];
  behaviour: Behaviour = {};

  protected override async initializeAndStart(): Promise<void> {
    this.calls.push('start');
    await this.behaviour.start?.();
  }

  protected override async execute(): Promise<void> {
    this.calls.push('execute');
    await this.behaviour.execute?.(this);
    while (this.mayRun) await this.stateChange();
  }

  protected override async close(): Promise<void> {
    this.calls.push('close');
    await this.behaviour.close?.();
  }

  endWith(...steps: (() => unknown)[]): Promise<void> {
    return this.inTurn(...steps);
  }

  protected override wakeup(): void {
    this.calls.push('wakeup');
  }

  protected override abandon(): void {
    this.calls.push('abandon');
  }

  connectWith(connect: () => Promise<void>): Promise<void> {
    return this.untilConnected(connect);
  }
}

function setUp(behaviour: Behaviour = {}, targetState: TargetState = 'STARTED') {
  const events: string[] = [];
  const listener: TaskStatusListener = {
    onStartup: () => void events.push('RUNNING'),
    onPause: () => void events.push('PAUSED'),
    onResume: () => void events.push('RESUMED'),
    onFailure: (_id, error) => void events.push(`FAILED ${error.message}`),
    onShutdown: () => void events.push('UNASSIGNED'),
  };
  const clock = new FakeClock();
  const log = captureLog();
  const task = new TestTask({
    id: { connector: 'c', task: 0 },
    log: log.log,
    clock,
    listener,
    targetState,
    stopping: new AbortController(),
  });
  task.behaviour = behaviour;
  return { task, events, clock, log };
}

describe('WorkerTask', () => {
  describe('startup', () => {
    it.each([
      ['succeeded', () => Promise.resolve(), false],
      ['failed', () => Promise.reject(new Error('no')), false],
      ['broken off', () => Promise.resolve(), true],
    ] as const)('tells that it %s', async (expected, start, isStopped) => {
      const { task } = setUp({ start });
      if (isStopped) task.stop();
      void task.run();
      await expect(task.startup).resolves.toBe(expected);
      task.stop();
      await task.ended();
    });
  });

  it('reports RUNNING after start and UNASSIGNED at its end', async () => {
    const { task, events } = setUp();
    const ended = task.run();
    await settle();
    expect(events).toEqual(['RUNNING']);
    task.stop();
    await ended;
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(task.calls).toEqual(['start', 'execute', 'wakeup', 'close']);
  });

  it('is FAILED with a line in the log when it throws, and is closed all the same', async () => {
    const { task, events, log } = setUp({ execute: () => Promise.reject(new Error('broken')) });
    await task.run();
    expect(events).toEqual(['RUNNING', 'FAILED broken']);
    expect(task.calls).toContain('close');
    expect(task.phase).toBe('FAILED');
    expect(log.text()).toContain('will not recover until manually restarted');
  });

  it('is shown FAILED before it is closed, so that a close that hangs hides nothing', async () => {
    const { task, events } = setUp({
      execute: () => Promise.reject(new Error('broken')),
      close: () => new Promise(() => undefined),
    });
    void task.run();
    await settle();
    expect(events).toContain('FAILED broken');
  });

  it('calls start only after the first resume when it was created paused', async () => {
    const { task, events } = setUp({}, 'PAUSED');
    void task.run();
    await settle();
    expect(task.calls).toEqual([]);
    expect(events).toEqual(['PAUSED']);
    task.transitionTo('STARTED');
    await settle();
    expect(task.calls).toContain('start');
    expect(events).toEqual(['PAUSED', 'RUNNING']);
    task.stop();
  });

  it('ends without start when it is stopped while it waits for its first resume', async () => {
    const { task } = setUp({}, 'PAUSED');
    const ended = task.run();
    await settle();
    task.stop();
    await ended;
    expect(task.calls).not.toContain('start');
  });

  it('does not take a wait that the stop ended for a failure', async () => {
    const { task, events } = setUp({
      execute: async (own) => {
        own.stop();
        throw new TaskStoppingError('ended');
      },
    });
    await task.run();
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('reports nothing more once it is cancelled', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { task, events } = setUp({ execute: () => new Promise((_, reject) => (fail = reject)) });
    const ended = task.run();
    await settle();
    task.cancel();
    fail(new Error('too late'));
    await ended;
    expect(events).toEqual(['RUNNING']);
    expect(task.calls).toContain('abandon');
  });

  it('tries again to connect while no broker answers, and says so', async () => {
    const { task, clock, log } = setUp();
    let left = 2;
    const connected = task.connectWith(async () => {
      if (left-- > 0) throw new BrokerUnavailableError('no broker at localhost:1');
    });
    await settle();
    await clock.advance(1000);
    await clock.advance(1000);
    await connected;
    expect(log.text().match(/no broker at localhost:1/g)).toHaveLength(2);
  });

  it('takes every step of an end, in order, although one fails, and says which error that was', async () => {
    const { task, log } = setUp();
    const taken: string[] = [];
    const fail = () => {
      throw new Error('cannot stop');
    };
    await task.endWith(
      () => taken.push('first'),
      fail,
      async () => void taken.push('last'),
    );
    expect(taken).toEqual(['first', 'last']);
    expect(log.lines.at(-1)).toMatchObject({ level: 50, err: { message: 'cannot stop' } });
  });
});
