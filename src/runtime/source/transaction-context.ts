/** Owns what a task asks for its transactions, where `transaction.boundary=connector` leaves them to it (KIP-618). */
import type { SourceRecord } from '../../api/source-record';
import type { TransactionContext } from '../../api/source-task';
import { IllegalArgumentError, IllegalStateError } from '../../errors';

/** What is to be done with the open transaction. */
export type TransactionRequest = 'commit' | 'abort';

/** Notes requests until the record, or the batch, that they concern has been sent. */
export class WorkerTransactionContext implements TransactionContext {
  readonly #records: Readonly<Record<TransactionRequest, Set<SourceRecord>>> = { commit: new Set(), abort: new Set() };
  readonly #batch: Record<TransactionRequest, boolean> = { commit: false, abort: false };

  commitTransaction(record?: SourceRecord): void {
    this.#note('commit', arguments.length === 0, record);
  }

  abortTransaction(record?: SourceRecord): void {
    this.#note('abort', arguments.length === 0, record);
  }

  /** What was asked for after this record, once. Throws IllegalStateError when both were. */
  takeForRecord(record: SourceRecord): TransactionRequest | undefined {
    const [isCommit, isAbort] = [this.#records.commit.delete(record), this.#records.abort.delete(record)];
    return decide(isCommit, isAbort, 'after the same record');
  }

  /** What was asked for after the batch, once. Throws IllegalStateError when both were. */
  takeForBatch(): TransactionRequest | undefined {
    const { commit, abort } = this.#batch;
    this.#batch.commit = this.#batch.abort = false;
    return decide(commit, abort, 'after the same batch');
  }

  #note(request: TransactionRequest, isForBatch: boolean, record: SourceRecord | undefined): void {
    if (isForBatch) {
      this.#batch[request] = true;
      return;
    }
    // Plain JavaScript may hand over anything.
    if (typeof record !== 'object' || (record as unknown) === null) {
      throw new IllegalArgumentError(`Source record used to define the boundary of a transaction must not be null`);
    }
    this.#records[request].add(record);
  }
}

function decide(isCommit: boolean, isAbort: boolean, when: string): TransactionRequest | undefined {
  if (isCommit && isAbort) {
    throw new IllegalStateError(`The task asked for both commit and abort of the transaction ${when}`);
  }
  if (isAbort) return 'abort';
  return isCommit ? 'commit' : undefined;
}
