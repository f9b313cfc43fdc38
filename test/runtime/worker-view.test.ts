import { SinkTaskCounters } from '../../src/runtime/sink/sink-task-counters';
import { SourceTaskCounters } from '../../src/runtime/source/source-task-counters';
import { ErrorCounters } from '../../src/runtime/errors/error-counters';
import { StartupCounters } from '../../src/runtime/startup-counters';
import type { Worker } from '../../src/runtime/worker';
import { progressOf, WorkerView, type TaskWork } from '../../src/runtime/worker-view';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import type { ReportedState } from '../../src/storage/status-backing-store';

const DEAD_LETTERS = { deadLetterRequests: 3, deadLetterFailures: 1 };

function taskOf(counters: SourceTaskCounters | SinkTaskCounters, lags: number[] = []): TaskWork['task'] {
  return {
    counters,
    errors: Object.assign(new ErrorCounters(), {
      recordErrors: 2,
      recordsSkipped: 1,
      lastErrorTimestamp: 5,
      ...DEAD_LETTERS,
    }),
    lags: () => lags.map((lag, partition) => ({ topic: 't', partition, lag })),
  } as unknown as TaskWork['task'];
}

const status = (state: ReportedState) => ({ state, trace: undefined, workerId: 'w', generation: 0, version: '1' });

/** A worker with the connectors `a` (made, one task) and `b` (could not be made, a task failed before it was made). */
function setUp() {
  const statuses = new MemoryStatusBackingStore();
  statuses.putConnector('a', status('RUNNING'));
  statuses.putTask('a', 0, status('RUNNING'));
  statuses.putConnector('b', status('FAILED'));
  statuses.putTask('b', 0, status('FAILED'));
  const names = ['a', 'b'];
  const task = Object.assign(taskOf(new SinkTaskCounters()), { id: { connector: 'a', task: 0 } });
  const made = [{ task, plugins: { type: 'sink' }, version: '1' }];
  const worker = {
    connectorNames: ['a'],
    madeTasks: made,
    tasksOf: (name: string) => made.map((each) => each.task).filter(({ id }) => id.connector === name),
    connectorType: (name: string) => (name === 'a' ? 'sink' : 'unknown'),
    connectorClass: (name: string) => (name === 'a' ? { className: 'A', version: '1' } : undefined),
    connectorStartups: new StartupCounters(),
    taskStartups: new StartupCounters(),
  } as unknown as Worker;
  const view = new WorkerView({ worker, statuses, configs: { connectors: () => names }, monotonic: () => 7 });
  return { view, names, made };
}

describe('WorkerView', () => {
  it('shows what runs, and what failed before it was made', () => {
    const { view } = setUp();
    const { connectors, connectorCount, taskCount, now } = view.snapshot();
    expect({ connectorCount, taskCount, now }).toEqual({ connectorCount: 1, taskCount: 1, now: 7 });
    expect(connectors).toMatchObject([
      { name: 'a', type: 'sink', state: 'RUNNING', plugin: { className: 'A' }, tasks: [{ state: 'RUNNING' }] },
      { name: 'b', type: 'unknown', state: 'FAILED', plugin: undefined, tasks: [{ state: 'FAILED' }] },
    ]);
    expect(connectors[0]?.tasks[0]?.work).toBeDefined();
    expect(connectors[1]?.tasks[0]?.work).toBeUndefined();
  });

  it('shows nothing of what was removed, and a task that has not reported yet as unassigned', () => {
    const { view, names, made } = setUp();
    names.splice(1);
    made[0] = { ...made[0]!, task: Object.assign(made[0]!.task, { id: { connector: 'a', task: 1 } }) };
    expect(view.snapshot().connectors.map(({ name }) => name)).toEqual(['a']);
    expect(view.snapshot().connectors[0]?.tasks.map(({ id, state }) => [id.task, state])).toEqual([
      [0, 'RUNNING'],
      [1, 'UNASSIGNED'],
    ]);
  });
});

describe('WorkerView of one task', () => {
  it('tells how it fares, and nothing of one that was not made', () => {
    const { view } = setUp();
    expect(view.taskProgress({ connector: 'a', task: 0 })).toMatchObject({ recordsIn: 0, errors: 2 });
    expect(view.taskProgress({ connector: 'b', task: 0 })).toBeUndefined();
  });
});

describe('progressOf', () => {
  it('tells of a source what was polled, acknowledged and is on its way', () => {
    const counters = new SourceTaskCounters();
    counters.notePoll(60, 1, 0);
    counters.noteSettled(30, 0);
    counters.writeBytes = 300;
    expect(progressOf(taskOf(counters), 0)).toEqual({
      recordsIn: 60,
      recordsOut: 30,
      ratePerSecond: 1,
      active: 30,
      lag: undefined,
      errors: 2,
      skipped: 1,
      bytes: 300,
      deadLetters: 2,
      lastErrorTimestamp: 5,
    });
  });

  it('tells of a sink what was read, put and is left to read', () => {
    const counters = new SinkTaskCounters();
    counters.live = { active: () => 3, partitions: () => 2 };
    counters.noteRead(60, 0, 600);
    counters.notePut(30, 1, 0);
    expect(progressOf(taskOf(counters, [4, 6]), 0)).toMatchObject({
      recordsIn: 60,
      recordsOut: 30,
      ratePerSecond: 1,
      active: 3,
      bytes: 600,
      lag: 10,
    });
  });
});
