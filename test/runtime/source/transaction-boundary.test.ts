import { SourceRecord } from '../../../src/api/source-record';
import {
  ConnectorBoundary,
  IntervalBoundary,
  PollBoundary,
  type TransactionBoundary,
} from '../../../src/runtime/source/transaction-boundary';
import { WorkerTransactionContext } from '../../../src/runtime/source/transaction-context';

const RECORD = new SourceRecord({ topic: 't', sourcePartition: null, sourceOffset: null });

describe('PollBoundary', () => {
  it('ends a transaction with each batch, and at the end', () => {
    const boundary: TransactionBoundary = new PollBoundary();
    expect([boundary.afterRecord(RECORD), boundary.afterBatch(0), boundary.atEnd()]).toEqual([
      undefined,
      'commit',
      'commit',
    ]);
    expect(boundary.idleCommitMs).toBeUndefined();
  });
});

describe('IntervalBoundary', () => {
  it('ends a transaction with the first batch after the interval', () => {
    const boundary: TransactionBoundary = new IntervalBoundary(100, 1000);
    expect(boundary.afterBatch(1099)).toBeUndefined();
    expect(boundary.afterBatch(1100)).toBe('commit');
    boundary.committed(1100);
    expect(boundary.afterBatch(1199)).toBeUndefined();
    expect([boundary.afterRecord(RECORD), boundary.atEnd()]).toEqual([undefined, 'commit']);
  });

  it('does not leave a transaction open for longer when no batch comes', () => {
    expect(new IntervalBoundary(100, 0).idleCommitMs).toBe(100);
  });
});

describe('ConnectorBoundary', () => {
  it('ends a transaction where the task says, and nowhere else', () => {
    const context = new WorkerTransactionContext();
    const boundary = new ConnectorBoundary(context);
    const record = new SourceRecord({ topic: 't', sourcePartition: null, sourceOffset: null });
    expect([boundary.afterRecord(record), boundary.afterBatch(), boundary.atEnd()]).toEqual(Array(3).fill(undefined));
    context.abortTransaction(record);
    expect(boundary.afterRecord(record)).toBe('abort');
    context.commitTransaction();
    expect(boundary.afterBatch()).toBe('commit');
  });
});
