import type { SinkTask } from '../../../src/api/sink-task';
import type { TopicPartition } from '../../../src/api/topic-partition';
import { SinkAssignment } from '../../../src/runtime/sink/sink-assignment';
import { SinkOffsetCommitter } from '../../../src/runtime/sink/sink-offset-committer';
import { AuthorCalls } from '../../../src/runtime/author-calls';
import { SinkTaskCounters } from '../../../src/runtime/sink/sink-task-counters';
import { WorkerSinkTaskContext } from '../../../src/runtime/sink/sink-task-context';
import { TopicPartitionMap } from '../../../src/api/topic-partition';
import { FakeClock } from '../../support/fake-clock';
import { FakeConsumer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

const T0 = { topic: 't', partition: 0 };
const T1 = { topic: 't', partition: 1 };
const numbers = (partitions: readonly TopicPartition[]) => partitions.map(({ partition }) => partition).join();

/** A consumer that has the given partitions already. */
async function setUp(...assigned: TopicPartition[]) {
  const consumer = new FakeConsumer();
  const { log, lines } = captureLog();
  const calls: string[] = [];
  const lost: (readonly TopicPartition[])[] = [];
  let reports = Promise.resolve();
  const failReports = (error: Error) => (reports = Promise.reject(error));
  const task = {
    open: jest.fn((partitions: TopicPartition[]) => void calls.push(`open ${numbers(partitions)}`)),
    close: jest.fn((partitions: TopicPartition[]) => void calls.push(`close ${numbers(partitions)}`)),
    preCommit: jest.fn((offsets: TopicPartitionMap<number>) => {
      calls.push(`preCommit ${[...offsets].map(([{ partition }, offset]) => `${partition}:${offset}`).join()}`);
      return offsets;
    }),
  };
  const context = new WorkerSinkTaskContext({
    consumer,
    configs: () => Promise.resolve({}),
    errantRecordReporter: null,
    logger: log,
    stopSignal: new AbortController().signal,
  });
  const committer = new SinkOffsetCommitter({
    task: task as unknown as SinkTask,
    consumer,
    clock: new FakeClock(),
    log,
    counters: new SinkTaskCounters(),
    calls: new AuthorCalls(new FakeClock()),
    timeoutMs: 5000,
    intervalMs: 60_000,
    errantRecordsSafe: () => reports,
    isCancelled: () => false,
    standingAt: (partition) => consumer.position(partition),
  });
  const assignment = new SinkAssignment({
    task: task as unknown as SinkTask,
    consumer,
    context,
    committer,
    log,
    calls: new AuthorCalls(new FakeClock()),
    dropPending: (partitions) => void calls.push(`drop ${numbers(partitions)}`),
    reportsLost: (partitions) => void lost.push(partitions),
  });
  consumer.commitAnswer = () => Promise.resolve(void calls.push('commit'));
  await consumer.subscribe({ topics: ['t'] }, assignment);
  if (assigned.length > 0) {
    consumer.assign(...assigned);
    await consumer.poll(0);
  }
  const deliver = (partition: TopicPartition, next: number) =>
    committer.delivered(new TopicPartitionMap([[partition, next]]));
  return { assignment, consumer, context, task, calls, deliver, lines, lost, failReports };
}

describe('SinkAssignment', () => {
  it('opens new partitions, whose offsets count from where the consumer stands', async () => {
    const { assignment, consumer, calls } = await setUp();
    consumer.positionsByPartition.set(T0, 5);
    await assignment.onAssigned([T0]);
    await assignment.onRevoked([T0]);
    expect(calls.slice(0, 2)).toEqual(['open 0', 'preCommit 0:5']);
    expect(calls).not.toContain('commit');
  });

  it('asks, closes, commits and only then forgets what is revoked', async () => {
    const { assignment, deliver, calls, consumer } = await setUp(T0, T1);
    deliver(T0, 3);
    await assignment.onRevoked([T0]);
    expect(calls).toEqual(['open 0,1', 'preCommit 0:3', 'close 0', 'commit', 'drop 0']);
    expect([...(consumer.commits[0] ?? [])]).toEqual([[T0, 3]]);
  });

  it('closes what is lost without a commit, with a warning', async () => {
    const { assignment, deliver, calls, lines } = await setUp(T0);
    deliver(T0, 3);
    await assignment.onLost([T0]);
    expect(calls).toEqual(['open 0', 'close 0', 'drop 0']);
    expect(lines.at(-1)).toMatchObject({ level: 40, partitions: [T0] });
  });

  it('does not commit again what went away', async () => {
    const { assignment, deliver, calls } = await setUp(T0, T1);
    deliver(T0, 3);
    deliver(T1, 4);
    await assignment.onLost([T0]);
    await assignment.closeAll();
    expect(calls).toContain('preCommit 1:4');
  });

  it('makes no call for an empty set, and none at the end of a task that had no partitions', async () => {
    const { assignment, calls } = await setUp();
    await assignment.onAssigned([]);
    await assignment.onRevoked([]);
    await assignment.onLost([]);
    await assignment.closeAll();
    expect(calls.filter((call) => call !== 'drop ')).toEqual([]);
  });

  it('keeps what open threw until it is asked for, and opens nothing after', async () => {
    const { assignment, task } = await setUp();
    task.open.mockImplementationOnce(() => {
      throw new Error('cannot open');
    });
    await assignment.onAssigned([T0]);
    expect(() => assignment.throwError()).toThrow('cannot open');
    await assignment.onAssigned([T1]);
    expect(task.open).toHaveBeenCalledTimes(1);
  });

  it('keeps the first error, and commits although close threw', async () => {
    const { assignment, task, deliver, calls } = await setUp(T0, T1);
    task.close.mockRejectedValueOnce(new Error('cannot close') as never);
    deliver(T0, 3);
    await assignment.onRevoked([T0]);
    task.close.mockImplementationOnce(() => {
      throw new Error('second');
    });
    await assignment.onLost([T1]);
    expect(calls).toContain('commit');
    expect(() => assignment.throwError()).toThrow('cannot close');
  });

  it('throws nothing when nothing was thrown', async () => {
    const { assignment } = await setUp(T0);
    expect(() => assignment.throwError()).not.toThrow();
  });

  it('stops fetching everything while it holds, and goes on but for what the author paused', async () => {
    const { assignment, consumer, context } = await setUp(T0, T1);
    context.pause(T1);
    assignment.hold();
    expect([...consumer.paused].sort()).toEqual(['t-0', 't-1']);
    assignment.release();
    expect([...consumer.paused]).toEqual(['t-1']);
  });

  it('holds partitions that come while it holds', async () => {
    const { assignment, consumer } = await setUp(T0);
    assignment.hold();
    await assignment.onAssigned([T1]);
    expect([...consumer.paused].sort()).toEqual(['t-0', 't-1']);
  });

  it("lets an author's resume take effect only after the hold", async () => {
    const { assignment, consumer, context } = await setUp(T0);
    context.pause(T0);
    assignment.hold();
    context.resume(T0);
    expect([...consumer.paused]).toEqual(['t-0']);
    assignment.release();
    expect([...consumer.paused]).toEqual([]);
    context.pause(T0);
    context.resume(T0);
    expect([...consumer.paused]).toEqual([]);
  });

  it('forgets the pause of a partition that was meanwhile assigned to another', async () => {
    const { assignment, consumer, context } = await setUp(T0, T1);
    context.pause(T0);
    consumer.revoke(T0);
    await consumer.poll(0);
    await assignment.onAssigned([]);
    consumer.paused.clear();
    consumer.assign(T0);
    await consumer.poll(0);
    expect([...consumer.paused]).toEqual([]);
  });

  it('remembers what the author paused while a rebalance takes partitions away and gives them back', async () => {
    const { context, consumer } = await setUp(T0, T1);
    context.pause(T0, T1);
    consumer.revoke(T0, T1);
    await consumer.poll(0);
    consumer.paused.clear();
    consumer.assign(T1);
    await consumer.poll(0);
    expect([...consumer.paused]).toEqual(['t-1']);
    expect([context.isPaused(T0), context.isPaused(T1)]).toEqual([false, true]);
  });

  it('tells of lost partitions before it closes them: reports about them need not be safe', async () => {
    const { assignment, calls, lost } = await setUp(T0);
    await assignment.onLost([T0]);
    expect(lost).toEqual([[T0]]);
    expect(calls).toContain('close 0');
  });

  it('forgets revoked partitions also when the commit fails the task', async () => {
    const { assignment, calls, failReports } = await setUp(T0);
    void failReports(new Error('report failed')).catch(() => undefined);
    await expect(assignment.onRevoked([T0])).rejects.toThrow('report failed');
    expect(calls.slice(-2)).toEqual(['close 0', 'drop 0']);
  });
});
