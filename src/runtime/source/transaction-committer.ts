/** Owns commits in transactions (exactly once): records and their source offsets become visible together, or not at all. */
import type { SourceRecord } from '../../api/source-record';
import type { Clock } from '../../clock';
import { asError, ConnectError, KafkaError, TaskStoppingError } from '../../errors';
import type { KafkaProducer } from '../../kafka/clients';
import { KAFKA_CODES } from '../../kafka/kafka-errors';
import { withContext, type Logger } from '../../logger';
import type { OffsetWriter } from '../../storage/offset-writer';
import type { RecordConfirmations } from './record-confirmations';
import type { SourceCommitter, SourceProgress, SourceTaskEnd } from './source-committer';
import type { SourceTaskCounters } from './source-task-counters';
import type { SubmittedRecords } from './submitted-records';
import type { TransactionBoundary } from './transaction-boundary';
import type { TransactionRequest } from './transaction-context';

/** What the committer of a task is made with. */
export interface TransactionCommitterOptions {
  readonly producer: KafkaProducer;
  readonly transactionalId: string;
  readonly submitted: SubmittedRecords;
  /** Sends offsets through the same producer. */
  readonly writer: Pick<OffsetWriter, 'write'>;
  readonly confirmations: RecordConfirmations;
  readonly boundary: TransactionBoundary;
  readonly clock: Clock;
  readonly log: Logger;
  readonly counters: Pick<SourceTaskCounters, 'noteCommit'>;
  /** `offset.flush.timeout.ms`: how long the abort of a failed task may take. */
  readonly timeoutMs: number;
}

const FLUSH_SLICE_MS = 1000;

/** Transactions of one source task. A commit that fails ends the task: what was sent is aborted and polled again after a restart. */
export class TransactionCommitter implements SourceCommitter {
  readonly #options: TransactionCommitterOptions;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #progress: SourceProgress | undefined;
  #isOpen = false;
  #isSending = false;
  #isAbandoned = false;
  /** Records in the outgoing block, which need an open transaction before they are handed over. */
  #unhanded = 0;
  #idleLoop: Promise<void> | undefined;
  #idleCommit: Promise<void> | undefined;

  constructor(options: TransactionCommitterOptions) {
    this.#options = options;
    this.#log = withContext(options.log, { scope: 'offsets' });
  }

  /** Fences whoever had the transactional id before: offsets are to be read only after that. */
  async prepare(signal: AbortSignal): Promise<void> {
    try {
      await this.#options.producer.initTransactions(signal);
    } catch (cause) {
      if (signal.aborted) throw new TaskStoppingError('The task is told to stop', { cause });
      throw this.#explained('cannot be taken over', cause);
    }
  }

  start(progress: SourceProgress): void {
    this.#progress = progress;
    const { idleCommitMs } = this.#options.boundary;
    if (idleCommitMs !== undefined) this.#idleLoop = this.#commitWhenIdle(idleCommitMs);
  }

  beginBatch(): Promise<void> | undefined {
    this.#isSending = true;
    return this.#idleCommit;
  }

  beforeHandOver(): Promise<void> | undefined {
    return this.#unhanded === 0 ? undefined : this.#readyToHandOver();
  }

  recordSent(record: SourceRecord): true | Promise<true> {
    this.#unhanded++;
    return this.recordDropped(record);
  }

  recordDropped(record: SourceRecord): true | Promise<true> {
    const request = this.#options.boundary.afterRecord(record);
    return request === undefined ? true : this.#carryOut(request).then(() => true);
  }

  endBatch(): Promise<void> | undefined {
    const request = this.#options.boundary.afterBatch(this.#options.clock.monotonic());
    this.#isSending = request !== undefined;
    return request === undefined
      ? undefined
      : this.#carryOut(request).finally(() => {
          this.#isSending = false;
        });
  }

  /** What a poll or the task ends by itself is left to them. */
  commit(): Promise<Error | undefined> {
    return this.#options.boundary.idleCommitMs === undefined ? Promise.resolve(undefined) : this.#commitIdle();
  }

  abandon(): void {
    this.#isAbandoned = true;
    this.#stopping.abort();
  }

  async stop(end: () => SourceTaskEnd): Promise<void> {
    this.#stopping.abort();
    await this.#idleLoop;
    if (this.#progress === undefined || end() === 'cancelled') return;
    const request = end() === 'stopped' ? this.#options.boundary.atEnd() : undefined;
    try {
      if (request !== undefined) await this.#carryOut(request);
    } finally {
      if (this.#isOpen && !this.#isAbandoned) await this.#abortInTime();
    }
  }

  async #readyToHandOver(): Promise<void> {
    if (!this.#isOpen) await this.#begin();
    this.#unhanded = 0;
  }

  async #begin(): Promise<void> {
    await this.#options.producer.beginTransaction();
    this.#isOpen = true;
  }

  /** Ends the open transaction. Offsets are committed after an abort as well: the task would see the same records for ever. */
  async #carryOut(request: TransactionRequest): Promise<void> {
    const { confirmations, clock } = this.#options;
    const start = clock.monotonic();
    try {
      await this.#settle();
      if (request === 'abort') await this.#abort();
      await this.#commit();
      this.#note(true, start);
    } catch (cause) {
      this.#note(false, start);
      throw cause instanceof KafkaError ? this.#explained('cannot be committed', cause) : cause;
    }
    confirmations.release();
    await confirmations.committed();
  }

  #note(hasSucceeded: boolean, start: number): void {
    const now = this.#options.clock.monotonic();
    this.#options.counters.noteCommit(hasSucceeded, now - start, now);
  }

  /** Waits until everything sent is acknowledged. Throws what the task is to fail with. */
  async #settle(): Promise<void> {
    await this.beforeHandOver();
    await this.#options.producer.handOver();
    while (!(await this.#options.producer.flush(FLUSH_SLICE_MS))) {
      if (this.#isAbandoned) throw new TaskStoppingError('The task is abandoned');
      this.#look();
    }
    this.#look();
  }

  #look(): void {
    this.#progress?.collect();
    this.#progress?.throwFailure();
  }

  async #commit(): Promise<void> {
    const { producer, submitted, writer, boundary, clock } = this.#options;
    const offsets = submitted.committable();
    if (!this.#isOpen && offsets.size === 0) return;
    if (!this.#isOpen) await this.#begin();
    await writer.write(offsets.values());
    await producer.commitTransaction();
    this.#isOpen = false;
    submitted.forget(offsets);
    boundary.committed(clock.monotonic());
    this.#progress?.collect();
    this.#log.debug(`Committed a transaction with the offsets of ${offsets.size} source partitions`);
  }

  async #abort(): Promise<void> {
    if (!this.#isOpen) {
      this.#log.warn('The task asked for the abort of a transaction that is empty: there is nothing to abort');
      return;
    }
    this.#log.info('Aborting the transaction, as the task asked for');
    await this.#options.producer.abortTransaction();
    this.#isOpen = false;
  }

  /** Otherwise readers of committed records would wait until the transaction times out. */
  async #abortInTime(): Promise<void> {
    const { producer, clock, timeoutMs } = this.#options;
    if (producer.fatalError() !== undefined) return;
    const timer = new AbortController();
    const aborted = producer.abortTransaction().then(
      () => this.#log.info('The open transaction was aborted: its records are sent again after a restart'),
      (thrown: unknown) => this.#log.warn({ err: asError(thrown) }, 'The open transaction could not be aborted'),
    );
    await Promise.race([aborted, clock.sleep(timeoutMs, timer.signal)]);
    timer.abort();
  }

  /** Between two batches only: what the loop is sending ends with its batch. */
  async #commitWhenIdle(intervalMs: number): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.#options.clock.sleep(intervalMs, signal);
      if (signal.aborted) return;
      await this.#commitIdle();
    }
  }

  async #commitIdle(): Promise<Error | undefined> {
    if (this.#isSending || !this.#isOpen) return undefined;
    let problem: Error | undefined;
    this.#idleCommit ??= this.#carryOut('commit').catch((thrown: unknown) => {
      problem = asError(thrown);
      this.#progress?.fail(problem);
    });
    await this.#idleCommit;
    this.#idleCommit = undefined;
    return problem;
  }

  #explained(what: string, cause: unknown): ConnectError {
    const { transactionalId } = this.#options;
    const error = asError(cause);
    const isFenced = cause instanceof KafkaError && FENCED.has(cause.kafkaCode);
    const hint = isFenced
      ? '. A later worker runs the same task (same group.id and connector name) and has fenced this one'
      : '';
    return new ConnectError(`Transaction of ${transactionalId} ${what}: ${error.message}${hint}`, { cause });
  }
}

/** By which Kafka says that there is a newer producer. */
const FENCED: ReadonlySet<number> = new Set([
  KAFKA_CODES.fenced,
  KAFKA_CODES.invalidProducerEpoch,
  KAFKA_CODES.producerFenced,
]);
