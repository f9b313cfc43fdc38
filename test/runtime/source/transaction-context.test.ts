import { SourceRecord } from '../../../src/api/source-record';
import { IllegalArgumentError, IllegalStateError } from '../../../src/errors';
import { WorkerTransactionContext } from '../../../src/runtime/source/transaction-context';

const record = () => new SourceRecord({ topic: 't', sourcePartition: null, sourceOffset: null });

describe('WorkerTransactionContext', () => {
  it('hands over a request for the batch once', () => {
    const context = new WorkerTransactionContext();
    expect(context.takeForBatch()).toBeUndefined();
    context.commitTransaction();
    expect(context.takeForBatch()).toBe('commit');
    expect(context.takeForBatch()).toBeUndefined();
    context.abortTransaction();
    expect(context.takeForBatch()).toBe('abort');
  });

  it('hands over a request for a record once, and only for that record', () => {
    const context = new WorkerTransactionContext();
    const [first, second] = [record(), record()];
    context.commitTransaction(first);
    context.abortTransaction(second);
    expect(context.takeForRecord(second)).toBe('abort');
    expect(context.takeForRecord(first)).toBe('commit');
    expect(context.takeForRecord(first)).toBeUndefined();
    expect(context.takeForBatch()).toBeUndefined();
  });

  it('refuses commit and abort of the same thing', () => {
    const context = new WorkerTransactionContext();
    const same = record();
    context.commitTransaction(same);
    context.abortTransaction(same);
    expect(() => context.takeForRecord(same)).toThrow(IllegalStateError);
    context.commitTransaction();
    context.abortTransaction();
    expect(() => context.takeForBatch()).toThrow(IllegalStateError);
  });

  it.each([null, undefined])('refuses %s as a record', (nothing) => {
    const context = new WorkerTransactionContext();
    expect(() => context.commitTransaction(nothing as never)).toThrow(IllegalArgumentError);
  });
});
