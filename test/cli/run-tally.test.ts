import { RunTally } from '../../src/cli/run-tally';
import { ErrorCounters } from '../../src/runtime/errors/error-counters';
import type { ConnectorProgress, PartitionProgress } from '../../src/runtime/ending/run-progress';
import { SinkTaskCounters } from '../../src/runtime/sink/sink-task-counters';
import type { PartitionReach, TaskReach } from '../../src/runtime/task-reach';
import { progressOf, type TaskWork, type WorkerSnapshot } from '../../src/runtime/worker-view';

/** A sink task with counters of its own, at some places of the topic `t`. */
function sinkTask(reach: readonly Partial<PartitionReach>[] = [], lag?: number) {
  const counters = new SinkTaskCounters();
  const errors = new ErrorCounters();
  const partitions = reach.map((each, partition) => ({
    ...{ topic: 't', partition, fetched: undefined, delivered: 0, committed: 0 },
    ...each,
  }));
  const task = {
    ...{ counters, errors, lags: () => (lag === undefined ? [] : [{ topic: 't', partition: 0, lag }]) },
    reach: { kind: 'sink', partitions: () => partitions } as unknown as TaskReach,
  } as unknown as TaskWork['task'];
  return { task, counters, errors, partitions };
}

function setUp() {
  const world = {
    now: 0,
    tasks: [sinkTask()],
    state: 'RUNNING' as 'RUNNING' | 'FAILED',
    progress: { name: 'sink', type: 'sink', state: 'moving', moved: 0, partitions: [] } as ConnectorProgress,
  };
  const snapshot = () =>
    ({
      now: world.now,
      connectors: [
        {
          ...{ name: 'sink', type: 'sink', state: world.state, plugin: { className: 'Sink' } },
          tasks: world.tasks.map(({ task }, number) => ({
            ...{ id: { connector: 'sink', task: number }, state: world.state },
            work: { task, progress: progressOf(task, world.now) },
          })),
        },
      ],
    }) as unknown as WorkerSnapshot;
  const tally = new RunTally({
    snapshot,
    progress: () => ({ connectors: [world.progress], ending: undefined }),
    monotonic: () => world.now,
  });
  const look = (ms: number) => {
    world.now += ms;
    return tally.look();
  };
  return { world, tally, look, sink: () => tally.connectors()[0]! };
}

const aim = (more: Partial<PartitionProgress> = {}): PartitionProgress => ({
  ...{ topic: 't', partition: 0, from: 10, to: 110, delivered: 10, committed: 10, isDone: false },
  ...more,
});

describe('RunTally', () => {
  it('adds up tasks, and goes on where a task was restarted', () => {
    const { world, look, sink } = setUp();
    const first = world.tasks[0]!;
    first.counters.noteRead(5, 0, 50);
    first.counters.notePut(4, 1, 0);
    first.errors.deadLetterRequests = 1;
    look(0);
    const second = sinkTask();
    world.tasks = [second, sinkTask()];
    second.counters.notePut(3, 1, 0);
    world.tasks[1]!.counters.notePut(2, 1, 0);
    look(1000);
    expect(sink()).toMatchObject({ recordsIn: 5, recordsOut: 9, bytes: 50, deadLetters: 1, className: 'Sink' });
    expect(sink().tasks.map(({ recordsOut, perSecond }) => [recordsOut, perSecond])).toEqual([
      [7, 3],
      [2, 0],
    ]);
  });

  it('goes on counting tasks that the worker has forgotten', () => {
    const { world, look, sink } = setUp();
    const [first] = world.tasks;
    look(0);
    world.tasks = [];
    look(100);
    first!.counters.notePut(3, 1, 0);
    expect(sink().recordsOut).toBe(3);
  });

  it('knows where a run with an end stands, and how long it will take', () => {
    const { world, look, sink } = setUp();
    world.progress = { ...world.progress, partitions: [aim()] };
    look(0);
    expect(sink()).toMatchObject({ lag: 100, secondsLeft: undefined, phase: 'moving' });
    world.progress = { ...world.progress, partitions: [aim({ delivered: 30, committed: 20 })] };
    look(2000);
    expect(sink()).toMatchObject({ lag: 90, secondsLeft: 8 });
  });

  it('tells once of a connector that is done, and stops its time', () => {
    const { world, look, sink } = setUp();
    expect(look(0)).toEqual([]);
    world.progress = { ...world.progress, state: 'done' };
    expect([look(1500), look(1000)]).toEqual([['sink'], []]);
    world.now += 60_000;
    expect(sink()).toMatchObject({ phase: 'done', seconds: 1.5 });
  });

  it('calls a connector failed that has failed, unless its work is done', () => {
    const { world, look, sink } = setUp();
    world.state = 'FAILED';
    look(0);
    expect(sink().phase).toBe('failed');
    world.progress = { ...world.progress, state: 'done' };
    look(0);
    expect(sink().phase).toBe('done');
  });

  it('takes from its tasks where a sink of a service is, and where it began', () => {
    const { world, look, sink } = setUp();
    world.tasks = [sinkTask([{ delivered: 5, committed: 5 }], 40)];
    look(0);
    Object.assign(world.tasks[0]!.partitions[0]!, { delivered: 9, committed: 7 });
    look(0);
    const partition = { topic: 't', partition: 0, from: 5, to: undefined, delivered: 9, committed: 7, lag: 40 };
    expect(sink()).toMatchObject({ partitions: [partition], lag: 40, secondsLeft: 0 });
  });

  it('keeps where a sink began when its end is taken later', () => {
    const { world, look, sink } = setUp();
    world.tasks = [sinkTask([{ delivered: 0, committed: 0 }])];
    look(0);
    world.progress = { ...world.progress, partitions: [aim()] };
    look(0);
    expect(sink().partitions).toMatchObject([{ from: 0, to: 110 }]);
  });

  it('takes in what was committed at last', () => {
    const { world, tally, look, sink } = setUp();
    world.progress = { ...world.progress, partitions: [aim(), aim({ partition: 1 })] };
    look(0);
    tally.takeCommitted('sink', new Map([['t-0', 60]]));
    tally.takeCommitted('unknown', new Map([['t-0', 60]]));
    expect(sink().partitions).toMatchObject([{ committed: 60, delivered: 60, lag: 50 }, { committed: 10 }]);
    expect(sink().lag).toBe(150);
  });
});
