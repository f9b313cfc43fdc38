import { SourceRecord } from '../../../src/api/source-record';
import { RecordConfirmations } from '../../../src/runtime/source/record-confirmations';
import { SourceOffsetCommitter } from '../../../src/runtime/source/source-offset-committer';
import { SourceTaskCounters } from '../../../src/runtime/source/source-task-counters';
import { SubmittedRecords } from '../../../src/runtime/source/submitted-records';
import type { PartitionOffset } from '../../../src/storage/offset-writer';
import { FakeClock, settle } from '../../support/fake-clock';
import { captureLog } from '../../support/silent-log';

function setUp(write: (offsets: PartitionOffset[]) => Promise<void> = () => Promise.resolve()) {
  const settled = new Set<number>();
  const submitted = new SubmittedRecords({ settledBelow: () => 0, isSettled: (sequence) => settled.has(sequence) });
  const written: unknown[] = [];
  const clock = new FakeClock();
  const log = captureLog();
  const task = { commit: jest.fn() };
  const producer = { handOver: jest.fn(), flush: jest.fn(() => Promise.resolve(true)) };
  const counters = new SourceTaskCounters();
  const committer = new SourceOffsetCommitter({
    counters,
    producer,
    confirmations: new RecordConfirmations(task, log.log),
    submitted,
    clock,
    log: log.log,
    intervalMs: 60_000,
    timeoutMs: 5000,
    writer: {
      write: async (offsets) => {
        const all = [...offsets];
        await write(all);
        written.push(...all.map(([, offset]) => offset?.position));
      },
    },
  });
  let sequence = 0;
  const submit = (partition: string, position: number, isSettled = true) => {
    if (isSettled) settled.add(sequence);
    submitted.submit(
      sequence++,
      new SourceRecord({ topic: 't', sourcePartition: { partition }, sourceOffset: { position } }),
    );
  };
  return { committer, counters, written, clock, log, task, submit, submitted, settled, producer };
}

const progress = (collect = () => 0) => ({ collect, throwFailure: () => undefined, fail: () => undefined });

describe('SourceOffsetCommitter', () => {
  it('commits at every interval, and once more at the end', async () => {
    const { committer, written, clock, submit } = setUp();
    committer.start(progress());
    submit('a', 1);
    await clock.advance(60_000);
    expect(written).toEqual([1]);
    submit('a', 2);
    await committer.stop(() => 'stopped');
    expect(written).toEqual([1, 2]);
  });

  it('commits nothing more for a cancelled task', async () => {
    const { committer, written, submit } = setUp();
    committer.start(progress());
    submit('a', 1);
    await committer.stop(() => 'cancelled');
    expect(written).toEqual([]);
  });

  it('tells the task after each commit, also when there was nothing to write, and survives what it throws', async () => {
    const { committer, task, log } = setUp();
    await committer.commit();
    expect(task.commit).toHaveBeenCalledTimes(1);
    task.commit.mockRejectedValue(new Error('no'));
    await committer.commit();
    expect(log.text()).toContain('commit of the task failed');
  });

  it('keeps what could not be written for the next commit and does not tell the task', async () => {
    let isBroken = true;
    const { committer, counters, written, submit, task } = setUp(async () => {
      if (isBroken) throw new Error('disk full');
    });
    submit('a', 1);
    await committer.commit();
    expect(counters.commitResults.share(0, 0)).toBe(1);
    expect(task.commit).not.toHaveBeenCalled();
    isBroken = false;
    await committer.commit();
    expect(written).toEqual([1]);
    expect(counters.commitTimes.count).toBe(2);
    expect(counters.commitResults.share(1, 0)).toBe(0.5);
  });

  it('counts a write that takes too long as failed and goes on', async () => {
    const { committer, counters, clock, log, submit } = setUp(() => new Promise(() => undefined));
    submit('a', 1);
    const commit = committer.commit();
    await settle();
    await clock.advance(5000);
    await commit;
    expect(counters.commitResults.share(0, clock.monotonic())).toBe(1);
    expect(counters.commitTimes.sumMs).toBe(5000);
    expect(log.lines.some(({ err }) => err?.message.includes('offset.flush.timeout.ms'))).toBe(true);
  });

  it('never commits past a record whose failure became known while it looked', async () => {
    const { committer, written, submit, submitted } = setUp();
    submit('a', 1);
    submit('a', 2);
    const failures = [0, 1, 0];
    const collect = () => {
      const count = failures.shift() ?? 0;
      if (count > 0) submitted.fail(1);
      return count;
    };
    committer.start(progress(collect));
    await committer.commit();
    expect(written).toEqual([1]);
  });

  it('waits at the end for what is on its way, and says what was not acknowledged in time', async () => {
    const { committer, producer, log, submit, written } = setUp();
    committer.start(progress());
    submit('a', 1);
    submit('b', 1, false);
    producer.flush.mockResolvedValue(false);
    await committer.stop(() => 'failed');
    expect(producer.handOver).toHaveBeenCalledTimes(1);
    expect(log.text()).toContain('records were not acknowledged within offset.flush.timeout.ms');
    expect(written).toEqual([1]);
  });

  it('does not commit for a task that is cancelled while it waits for acknowledgements', async () => {
    const { committer, producer, submit, written } = setUp();
    committer.start(progress());
    submit('a', 1);
    let end: 'stopped' | 'cancelled' = 'stopped';
    producer.flush.mockImplementation(async () => ((end = 'cancelled'), true));
    await committer.stop(() => end);
    expect(written).toEqual([]);
  });
});
