/** Owns where the transactions of a source task end: after each poll, at intervals, or where the task says (KIP-618). */
import type { SourceRecord } from '../../api/source-record';
import type { TransactionRequest, WorkerTransactionContext } from './transaction-context';

/** Asked by the committer at every place where a transaction may end; undefined: it goes on. */
export interface TransactionBoundary {
  afterRecord(record: SourceRecord): TransactionRequest | undefined;
  /** `now` in milliseconds of the clock that never goes back. */
  afterBatch(now: number): TransactionRequest | undefined;
  /** When the task is told to stop. */
  atEnd(): TransactionRequest | undefined;
  /** A transaction was committed. */
  committed(now: number): void;
  /** Milliseconds after which an open transaction is committed although no batch ends it. */
  readonly idleCommitMs: number | undefined;
}

/** `transaction.boundary=poll`: one transaction for each batch. */
export class PollBoundary implements TransactionBoundary {
  readonly idleCommitMs = undefined;

  afterRecord(): undefined {
    return undefined;
  }

  afterBatch(): TransactionRequest {
    return 'commit';
  }

  atEnd(): TransactionRequest {
    return 'commit';
  }

  committed(): void {
    // The next batch is the next transaction.
  }
}

/** `transaction.boundary=interval`: the first batch that ends after the interval; without one, the interval itself. */
export class IntervalBoundary implements TransactionBoundary {
  readonly idleCommitMs: number;
  #last: number;

  constructor(intervalMs: number, now: number) {
    this.idleCommitMs = intervalMs;
    this.#last = now;
  }

  afterRecord(): undefined {
    return undefined;
  }

  afterBatch(now: number): TransactionRequest | undefined {
    return now - this.#last >= this.idleCommitMs ? 'commit' : undefined;
  }

  atEnd(): TransactionRequest {
    return 'commit';
  }

  committed(now: number): void {
    this.#last = now;
  }
}

/** `transaction.boundary=connector`: where the task asks for it. */
export class ConnectorBoundary implements TransactionBoundary {
  readonly idleCommitMs = undefined;
  readonly #context: WorkerTransactionContext;

  constructor(context: WorkerTransactionContext) {
    this.#context = context;
  }

  afterRecord(record: SourceRecord): TransactionRequest | undefined {
    return this.#context.takeForRecord(record);
  }

  afterBatch(): TransactionRequest | undefined {
    return this.#context.takeForBatch();
  }

  atEnd(): TransactionRequest | undefined {
    return this.#context.takeForBatch();
  }

  committed(): void {
    // The task decides.
  }
}
