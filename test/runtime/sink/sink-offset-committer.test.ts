import type { SinkTask } from '../../../src/api/sink-task';
import { TopicPartitionMap, type TopicPartition } from '../../../src/api/topic-partition';
import { RetriableError } from '../../../src/errors';
import { SinkOffsetCommitter } from '../../../src/runtime/sink/sink-offset-committer';
import { AuthorCalls } from '../../../src/runtime/author-calls';
import { SinkTaskCounters } from '../../../src/runtime/sink/sink-task-counters';
import { FakeClock, settle } from '../../support/fake-clock';
import { FakeConsumer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';
import { message, setUpSinkTask, T0, T1 } from '../../support/sink-task-set-up';

type Offsets = TopicPartitionMap<number>;

function setUp(preCommit: (offsets: Offsets) => Offsets | Promise<Offsets> = (offsets) => offsets) {
  const clock = new FakeClock();
  const consumer = new FakeConsumer();
  const counters = new SinkTaskCounters();
  const log = captureLog();
  const errantRecordsSafe = jest.fn<Promise<void>, [readonly TopicPartition[]]>(() => Promise.resolve());
  let isCancelled = false;
  const committer = new SinkOffsetCommitter({
    task: { preCommit } as unknown as SinkTask,
    consumer,
    clock,
    log: log.log,
    counters,
    calls: new AuthorCalls(clock),
    timeoutMs: 5000,
    intervalMs: 60_000,
    errantRecordsSafe,
    isCancelled: () => isCancelled,
    standingAt: (partition) => consumer.position(partition),
  });
  committer.assign(T0, 10);
  committer.assign(T1, 20);
  const committed = () =>
    consumer.commits.map((offsets) => [...offsets].map(([tp, offset]) => `${tp.partition}:${offset}`));
  return {
    errantRecordsSafe,
    clock,
    consumer,
    counters,
    log,
    committer,
    committed,
    cancel: () => (isCancelled = true),
  };
}

const delivered = (...entries: [typeof T0, number][]) => new TopicPartitionMap<number>(entries);

describe('SinkOffsetCommitter', () => {
  it('commits nothing before the interval has passed, unless it is asked to', async () => {
    const { committer, committed } = setUp();
    committer.delivered(delivered([T0, 15]));
    await committer.commitIfDue(false);
    expect(committed()).toEqual([]);
    await committer.commitIfDue(true);
    expect(committed()).toEqual([['0:15', '1:20']]);
  });

  it('commits at each interval what was delivered since', async () => {
    const { committer, committed, clock } = setUp();
    committer.delivered(delivered([T0, 15]));
    await clock.advance(60_000);
    await committer.commitIfDue(false);
    await clock.advance(60_000);
    await committer.commitIfDue(false);
    expect(committed()).toEqual([['0:15', '1:20']]);
  });

  describe('when preCommit throws', () => {
    it('says so and gives back the last committed offsets to go on from', async () => {
      const { committer, committed, counters } = setUp(() => {
        throw new Error('not flushed');
      });
      committer.delivered(delivered([T0, 15]));
      await expect(committer.commitIfDue(true)).resolves.toBe(true);
      expect([...committer.rewind()]).toEqual([
        [T0, 10],
        [T1, 20],
      ]);
      expect(committed()).toEqual([]);
      expect(counters.commitFailures).toBe(1);
    });
  });

  it('ignores offsets beyond what was delivered and those of partitions it does not have', async () => {
    const { committer, committed, log } = setUp(() => delivered([T0, 99], [T1, 21], [{ topic: 'x', partition: 0 }, 1]));
    committer.delivered(delivered([T0, 15], [T1, 25]));
    await committer.commitIfDue(true);
    expect(committed()).toEqual([['0:10', '1:21']]);
    expect(log.text()).toContain('beyond the last record delivered');
    expect(log.text()).toContain('not assigned');
  });

  it('commits nothing when preCommit returns nothing', async () => {
    const { committer, committed } = setUp(() => new TopicPartitionMap());
    committer.delivered(delivered([T0, 15]));
    await committer.commitIfDue(true);
    expect(committed()).toEqual([]);
  });

  it('does not start another commit while one is unanswered, until it has been given up', async () => {
    const { committer, consumer, clock, counters } = setUp();
    consumer.commitAnswer = () => new Promise(() => undefined);
    committer.delivered(delivered([T0, 15]));
    await committer.commitIfDue(true);
    await committer.commitIfDue(true);
    expect(consumer.calls).toEqual(['commit']);
    await clock.advance(5000);
    await committer.commitIfDue(true);
    expect(consumer.calls).toEqual(['commit', 'commit']);
    expect(counters).toMatchObject({ commitSequence: 2, commitCompletions: 0, commitFailures: 0 });
  });

  it('counts an answer that comes after a newer commit was begun as skipped, whatever it says', async () => {
    const { committer, consumer, clock, counters } = setUp();
    let answer: () => void = () => undefined;
    consumer.commitAnswer = () => new Promise((resolve) => (answer = resolve));
    committer.delivered(delivered([T0, 15]));
    await committer.commitIfDue(true);
    const late = answer;
    await clock.advance(5000);
    await committer.commitIfDue(true);
    late();
    await settle();
    expect(counters).toMatchObject({ commitSkips: 1, commitCompletions: 0 });
    answer();
    await settle();
    expect(counters).toMatchObject({ commitSkips: 1, commitCompletions: 1, commitSequence: 2 });
  });

  it('counts a commit of nothing new as completed, and none where nothing is assigned', async () => {
    const { committer, counters } = setUp();
    await committer.commitIfDue(true);
    expect(counters).toMatchObject({ commitSequence: 1, commitCompletions: 1, commitFailures: 0 });
    committer.forget([T0, T1]);
    await committer.commitIfDue(true);
    expect(counters.commitSequence).toBe(1);
  });

  it('knows how many records are delivered, or consumed, and not committed', () => {
    const { committer } = setUp();
    committer.delivered(delivered([T0, 15], [T1, 21]));
    expect(committer.uncommitted()).toBe(6);
    expect(committer.uncommitted(delivered([T1, 30]))).toBe(15);
  });

  it('repeats with the next commit what the broker refused', async () => {
    const { committer, consumer, committed } = setUp();
    consumer.commitAnswer = () => Promise.reject(new Error('rebalance in progress'));
    committer.delivered(delivered([T0, 15]));
    await committer.commitIfDue(true);
    await settle();
    consumer.commitAnswer = () => Promise.resolve();
    await committer.commitIfDue(true);
    expect(committed()).toEqual([['0:15', '1:20']]);
  });

  describe('when partitions go away', () => {
    it('calls preCommit, then close, then commits only those', async () => {
      const order: string[] = [];
      const { committer, committed, consumer } = setUp((offsets) => {
        order.push('preCommit');
        return offsets;
      });
      consumer.commitAnswer = async () => void order.push('commit');
      committer.delivered(delivered([T0, 15], [T1, 25]));
      await committer.commitAndClose([T1], async () => void order.push('close'));
      expect(order).toEqual(['preCommit', 'close', 'commit']);
      expect(committed()).toEqual([['1:25']]);
    });

    it('calls close although preCommit threw, and commits nothing', async () => {
      const { committer, committed } = setUp(() => {
        throw new Error('no');
      });
      const close = jest.fn(() => Promise.resolve());
      await committer.commitAndClose([T0], close);
      expect(close).toHaveBeenCalledTimes(1);
      expect(committed()).toEqual([]);
    });

    it('does not commit for a cancelled task', async () => {
      const { committer, committed, cancel } = setUp();
      committer.delivered(delivered([T0, 15]));
      cancel();
      await committer.commitAndClose([T0], () => Promise.resolve());
      expect(committed()).toEqual([]);
    });

    it('does nothing at all for partitions it never had', async () => {
      const { committer } = setUp();
      const close = jest.fn(() => Promise.resolve());
      await committer.commitAndClose([{ topic: 'x', partition: 0 }], close);
      expect(close).not.toHaveBeenCalled();
    });
  });

  describe('when failed records were reported', () => {
    it('asks whether they are safe before preCommit and, as that may report more, after it', async () => {
      const asked: string[] = [];
      const { committer, errantRecordsSafe } = setUp((offsets) => {
        asked.push('preCommit');
        return offsets;
      });
      errantRecordsSafe.mockImplementation((partitions) => {
        asked.push(partitions.map(({ partition }) => partition).join());
        return Promise.resolve();
      });
      committer.delivered(delivered([T0, 15]));
      await committer.commitIfDue(true);
      expect(asked).toEqual(['0,1', 'preCommit', '0,1']);
    });

    it.each(['before', 'after'])('rejects and commits nothing when one turns out lost %s preCommit', async (when) => {
      const { committer, committed, errantRecordsSafe } = setUp();
      if (when === 'after') errantRecordsSafe.mockResolvedValueOnce();
      errantRecordsSafe.mockRejectedValueOnce(new Error('not written'));
      committer.delivered(delivered([T0, 15]));
      await expect(committer.commitIfDue(true)).rejects.toThrow('not written');
      expect(committed()).toEqual([]);
    });

    it('closes partitions that go away all the same', async () => {
      const { committer, committed, errantRecordsSafe } = setUp();
      errantRecordsSafe.mockRejectedValueOnce(new Error('not written'));
      committer.delivered(delivered([T0, 15]));
      const close = jest.fn(() => Promise.resolve());
      await expect(committer.commitAndClose([T0], close)).rejects.toThrow('not written');
      expect(close).toHaveBeenCalled();
      expect(committed()).toEqual([]);
    });
  });
});

describe('SinkOffsetCommitter of a task whose consumer stands behind records that are none, aborted ones or markers', () => {
  it('commits where it stands when everything before was put', async () => {
    const { task, sink, consumer, committed, stop } = setUpSinkTask();
    sink.onPut = ({ length }) => {
      if (length > 0) consumer.positionsByPartition.set(T0, 7);
    };
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(1));
    void task.run();
    await settle(20);
    await stop();
    expect(committed()).toEqual(['0:7,1:0']);
  });

  it('does so too when partitions are revoked', async () => {
    const { task, consumer, committed, stop } = setUpSinkTask();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    consumer.positionsByPartition.set(T0, 3);
    consumer.revoke(T0);
    await settle(20);
    expect(committed()).toEqual(['0:3']);
    await stop();
  });

  it.each([
    ['put fails', 'v'],
    ['they cannot be decoded', 'bad'],
  ])('does not take records for delivered when %s', async (_title, value) => {
    const { task, sink, consumer, events, committed } = setUpSinkTask();
    sink.onOpen = () => {
      consumer.positionsByPartition.set(T0, 7);
    };
    sink.onPut = ({ length }) => {
      if (length > 0) throw new Error('disk full');
    };
    consumer.assign(T0);
    consumer.deliver(message(0, 0, value));
    await task.run();
    expect(events[1]).toMatch(/^FAILED /);
    expect(committed()).toEqual([]);
  });

  it('does not take them for delivered while they wait for another put', async () => {
    const { task, sink, consumer, committed, stop, context } = setUpSinkTask();
    sink.onPut = ({ length }) => {
      if (length === 0) return;
      consumer.positionsByPartition.set(T0, 7);
      context.requestCommit();
      throw new RetriableError('later');
    };
    consumer.assign(T0);
    consumer.deliver(message(0));
    void task.run();
    await settle(20);
    await stop();
    expect(committed()).toEqual([]);
  });
});
