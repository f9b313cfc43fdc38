import { SourceRecord } from '../../../src/api/source-record';
import { KafkaError, TaskStoppingError } from '../../../src/errors';
import { RecordConfirmations } from '../../../src/runtime/source/record-confirmations';
import { SubmittedRecords } from '../../../src/runtime/source/submitted-records';
import {
  ConnectorBoundary,
  IntervalBoundary,
  PollBoundary,
  type TransactionBoundary,
} from '../../../src/runtime/source/transaction-boundary';
import { TransactionCommitter } from '../../../src/runtime/source/transaction-committer';
import { WorkerTransactionContext } from '../../../src/runtime/source/transaction-context';
import { FakeClock, settle } from '../../support/fake-clock';
import { FakeProducer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

function setUp(boundary: TransactionBoundary = new PollBoundary()) {
  const producer = new FakeProducer();
  producer.acknowledgesAtOnce = true;
  const log = captureLog();
  const clock = new FakeClock();
  const task = { commit: jest.fn(), commitRecord: jest.fn() };
  const confirmations = new RecordConfirmations(task, log.log, true);
  const submitted = new SubmittedRecords(producer);
  const offsets: unknown[] = [];
  const commits: boolean[] = [];
  const writer = {
    write: jest.fn(async (written: Iterable<readonly [unknown, unknown]>) => {
      offsets.push([...written].map(([, offset]) => offset));
      producer.send({ topic: 'offsets', partition: 0, key: 'k', value: 'v', timestamp: null, headers: null });
      void producer.handOver();
    }),
  };
  const committer = new TransactionCommitter({
    ...{ producer, transactionalId: 'g-c-0', submitted, writer, confirmations, boundary, clock },
    ...{ log: log.log, counters: { noteCommit: (hasSucceeded: boolean) => void commits.push(hasSucceeded) } },
    timeoutMs: 5000,
  });
  let failure: Error | undefined;
  const progress = {
    collect: () => (submitted.settle(producer.settledBelow()), 0),
    throwFailure: () => {
      if (failure !== undefined) throw failure;
    },
    fail: (error: Error) => void (failure ??= error),
  };
  const record = (position: number) =>
    new SourceRecord({ topic: 't', sourcePartition: { file: 'a' }, sourceOffset: { position } });
  /** What the loop of a task does with the records of a poll. */
  const send = async (...records: SourceRecord[]) => {
    await committer.beginBatch();
    for (const each of records) {
      const message = { topic: 't', partition: null, key: null, value: 'v', timestamp: null, headers: null };
      submitted.submit(producer.send(message), each);
      await committer.recordSent(each);
    }
    await committer.beforeHandOver();
    void producer.handOver();
    await committer.endBatch();
  };
  committer.start(progress);
  return {
    committer,
    producer,
    clock,
    log,
    task,
    confirmations,
    offsets,
    commits,
    writer,
    record,
    send,
    fail: progress.fail,
    failure: () => failure,
  };
}

describe('TransactionCommitter', () => {
  it('takes over the transactional id before anything else', async () => {
    const { committer, producer } = setUp();
    await committer.prepare(new AbortController().signal);
    expect(producer.transactions).toEqual(['init 0']);
  });

  it('ends quietly when it is told to stop while it waits for the coordinator', async () => {
    const { committer, producer } = setUp();
    producer.transactionAnswer = () => Promise.reject(new KafkaError('timed out', { kafkaCode: -185 }));
    await expect(committer.prepare(AbortSignal.abort())).rejects.toThrow(TaskStoppingError);
    await expect(committer.prepare(new AbortController().signal)).rejects.toThrow(
      'Transaction of g-c-0 cannot be taken',
    );
  });

  it('puts the records of a poll and the last of their offsets into one transaction', async () => {
    const { send, record, producer, offsets, task } = setUp();
    await send(record(1), record(2));
    await send(record(3));
    expect(producer.transactions).toEqual(['begin 0', 'commit 3', 'begin 3', 'commit 5']);
    expect(offsets).toEqual([[{ position: 2 }], [{ position: 3 }]]);
    expect(task.commit).toHaveBeenCalledTimes(2);
  });

  it('begins no transaction for a batch without records, and tells the task all the same', async () => {
    const { send, producer, task } = setUp();
    await send();
    expect(producer.transactions).toEqual([]);
    expect(task.commit).toHaveBeenCalledTimes(1);
  });

  it('confirms records when their transaction is committed', async () => {
    const { send, record, confirmations, task, producer } = setUp();
    producer.transactionAnswer = async (call) => {
      if (call === 'commit') expect(task.commitRecord).not.toHaveBeenCalled();
    };
    confirmations.confirm(record(1), null);
    await send(record(1));
    expect(task.commitRecord).toHaveBeenCalledTimes(1);
  });

  it('never commits offsets when a record was not delivered', async () => {
    const { send, record, producer, fail, writer } = setUp();
    fail(new Error('too large'));
    await expect(send(record(1))).rejects.toThrow('too large');
    expect(writer.write).not.toHaveBeenCalled();
    expect(producer.transactions).toEqual(['begin 0']);
  });

  it('waits for acknowledgements before it commits', async () => {
    const { send, record, producer } = setUp();
    producer.acknowledgesAtOnce = false;
    let isAcknowledged = false;
    producer.flush = async () => {
      await settle(1);
      if (isAcknowledged) producer.acknowledgeAll();
      return isAcknowledged;
    };
    const sending = send(record(1));
    await settle(10);
    expect(producer.transactions).toEqual(['begin 0']);
    isAcknowledged = true;
    await sending;
    expect(producer.transactions).toEqual(['begin 0', 'commit 2']);
  });

  it('says in the words of the broker that it was fenced', async () => {
    const { send, record, producer, committer, commits } = setUp();
    producer.transactionAnswer = async (call) => {
      if (call === 'commit') throw new KafkaError('There is a newer producer', { kafkaCode: -144, isFatal: true });
    };
    await expect(send(record(1))).rejects.toThrow(
      'Transaction of g-c-0 cannot be committed: There is a newer producer. A later worker',
    );
    expect(commits).toEqual([false]);
    producer.fatal = new Error('fenced');
    await committer.stop(() => 'failed');
    expect(producer.transactions).toEqual(['begin 0']);
  });

  it('aborts what a failed task left open', async () => {
    const { send, record, producer, fail, committer } = setUp();
    fail(new Error('no'));
    await expect(send(record(1))).rejects.toThrow('no');
    await committer.stop(() => 'failed');
    expect(producer.transactions).toEqual(['begin 0', 'abort 1']);
  });

  it('does nothing more for a cancelled task', async () => {
    const { send, record, producer, committer } = setUp(new IntervalBoundary(100, 1e9));
    await send(record(1));
    committer.abandon();
    await committer.stop(() => 'cancelled');
    expect(producer.transactions).toEqual(['begin 0']);
  });

  it('does not wait for acknowledgements of an abandoned task', async () => {
    const { send, record, producer, committer } = setUp();
    producer.flush = () => Promise.resolve(false);
    committer.abandon();
    await expect(send(record(1))).rejects.toThrow(TaskStoppingError);
  });

  describe('with transaction.boundary=interval', () => {
    it('commits with the first batch after the interval, and at the end', async () => {
      const { send, record, producer, committer, clock } = setUp(new IntervalBoundary(100, 1_000_000));
      await send(record(1));
      await send(record(2));
      expect(producer.transactions).toEqual(['begin 0']);
      clock.monotonic = () => 1_000_100;
      await send(record(3));
      expect(producer.transactions).toEqual(['begin 0', 'commit 4']);
      await send(record(4));
      await committer.stop(() => 'stopped');
      expect(producer.transactions).toEqual(['begin 0', 'commit 4', 'begin 4', 'commit 6']);
    });

    it('commits when no further batch comes', async () => {
      const { send, record, producer, clock, committer } = setUp(new IntervalBoundary(100, 1_000_000));
      await send(record(1));
      await clock.advance(100);
      expect(producer.transactions).toEqual(['begin 0', 'commit 2']);
      await committer.stop(() => 'stopped');
    });

    it('commits at once when a run that ends with its input asks for it', async () => {
      const { send, record, producer, committer } = setUp(new IntervalBoundary(100, 1_000_000));
      await send(record(1));
      await expect(committer.commit()).resolves.toBeUndefined();
      expect(producer.transactions).toEqual(['begin 0', 'commit 2']);
      producer.transactionAnswer = (call) =>
        call === 'commit' ? Promise.reject(new KafkaError('no', { kafkaCode: 1 })) : Promise.resolve();
      await send(record(2));
      expect((await committer.commit())?.message).toContain('no');
    });

    it('ends the task when such a commit fails', async () => {
      const { send, record, producer, clock, committer, failure } = setUp(new IntervalBoundary(100, 1_000_000));
      await send(record(1));
      producer.transactionAnswer = () => Promise.reject(new KafkaError('fenced', { kafkaCode: -144 }));
      await clock.advance(100);
      expect(failure()?.message).toContain('fenced');
      await committer.stop(() => 'cancelled');
    });
  });

  describe('with transaction.boundary=connector', () => {
    it('commits after a record in the middle of a batch, and goes on in a new transaction', async () => {
      const context = new WorkerTransactionContext();
      const { send, record, producer, offsets } = setUp(new ConnectorBoundary(context));
      const middle = record(2);
      context.commitTransaction(middle);
      await send(record(1), middle, record(3));
      expect(producer.transactions).toEqual(['begin 0', 'commit 3', 'begin 3']);
      context.commitTransaction();
      await send(record(4));
      expect(producer.transactions).toEqual(['begin 0', 'commit 3', 'begin 3', 'commit 6']);
      expect(offsets).toEqual([[{ position: 2 }], [{ position: 4 }]]);
    });

    it('drops the records of an aborted transaction, but not their offsets', async () => {
      const context = new WorkerTransactionContext();
      const { send, record, producer, offsets } = setUp(new ConnectorBoundary(context));
      context.abortTransaction();
      await send(record(1), record(2));
      expect(producer.transactions).toEqual(['begin 0', 'abort 2', 'begin 2', 'commit 3']);
      expect(offsets).toEqual([[{ position: 2 }]]);
    });

    it('has nothing to abort where nothing was sent', async () => {
      const context = new WorkerTransactionContext();
      const { send, log, producer } = setUp(new ConnectorBoundary(context));
      context.abortTransaction();
      await send();
      expect(producer.transactions).toEqual([]);
      expect(log.text()).toContain('nothing to abort');
    });

    it('aborts at the end what the task did not commit', async () => {
      const { send, record, producer, committer } = setUp(new ConnectorBoundary(new WorkerTransactionContext()));
      await send(record(1));
      await committer.stop(() => 'stopped');
      expect(producer.transactions).toEqual(['begin 0', 'abort 1']);
    });
  });
});
