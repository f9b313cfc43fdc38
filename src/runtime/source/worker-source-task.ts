/** Owns the loop of a source task: poll, encode, send, collect acknowledgements. When offsets are committed is its committer's. */
import type { SourceRecord } from '../../api/source-record';
import type { SourceTaskContext } from '../../api/source-task';
import { isPromise, type Props } from '../../api/plugin';
import { asError, ConnectError } from '../../errors';
import type { DeliveryFailure, KafkaAdmin, KafkaProducer, ProducerRecord } from '../../kafka/clients';
import { closeConverters, type ConverterSet } from '../converter-set';
import { isRetriable, type RetryWithTolerance } from '../errors/retry-with-tolerance';
import type { HeldSourceTask } from '../held-task';
import { nextTurn, WorkerTask, type WorkerTaskOptions } from '../worker-task';
import type { RecordConfirmations } from './record-confirmations';
import { sendFailure } from './send-failure';
import type { InputEnd } from './input-end';
import type { SourceCommitter, SourceTaskEnd } from './source-committer';
import type { SourceRecordEncoder } from './source-record-encoder';
import type { SourceTaskCounters } from './source-task-counters';
import { SourceTaskReach } from './source-task-reach';
import type { SubmittedRecords } from './submitted-records';
import type { TopicCreation } from './topic-creation';

/** What a source task is wired with. */
export interface WorkerSourceTaskParts {
  readonly task: HeldSourceTask;
  readonly context: SourceTaskContext;
  /** Settings handed to the author's `start`. */
  readonly props: Props;
  readonly producer: KafkaProducer;
  readonly admin: KafkaAdmin | undefined;
  readonly encoder: SourceRecordEncoder;
  readonly converters: ConverterSet;
  readonly submitted: SubmittedRecords;
  /** Shared with the committer. */
  readonly counters: SourceTaskCounters;
  readonly committer: SourceCommitter;
  readonly confirmations: RecordConfirmations;
  /** What the author says about the end of the input, through the context. */
  readonly inputEnd: InputEnd;
  readonly topicCreation: TopicCreation | undefined;
  readonly boundary: RetryWithTolerance;
  /** Whether a record that Kafka did not take is reported and skipped. */
  readonly skipsFailedSends: boolean;
  /** Closes the offset reader, so that reads of an abandoned task fail. */
  readonly closeOffsetReader: () => void;
}

/** Wait before a record is sent again after a retriable failure (Java: 100 ms). */
const SEND_RETRY_BACKOFF_MS = 100;
/** Records of one poll that are handed to the client together. */
const HAND_OVER_EVERY = 1000;
const CLOSE_TIMEOUT_MS = 30_000;
/** As Java names it. */
const PRODUCE_SITE = {
  stage: 'KAFKA_PRODUCE',
  executingClass: 'org.apache.kafka.connect.runtime.WorkerSourceTask',
} as const;

/** A source task and everything it is wired with. */
export class WorkerSourceTask extends WorkerTask {
  readonly counters: SourceTaskCounters;
  protected readonly client: KafkaProducer;
  override readonly reach: SourceTaskReach;
  readonly #parts: WorkerSourceTaskParts;
  #failure: Error | undefined;
  #isInitialized = false;
  #lastTopic = '';
  /** Records that `poll` has returned are not all sent yet. */
  #isSending = false;

  constructor(options: WorkerTaskOptions, parts: WorkerSourceTaskParts) {
    super(options);
    this.#parts = parts;
    this.client = parts.producer;
    this.counters = parts.counters;
    this.reach = new SourceTaskReach({
      ...parts,
      counters: this.counters,
      collect: () => this.#collect(),
      isSending: () => this.#isSending,
    });
  }

  protected override async initializeAndStart(): Promise<void> {
    const { task, context, props, producer, admin, committer } = this.#parts;
    await this.untilConnected(() => producer.connect());
    if (admin !== undefined) await this.untilConnected(() => admin.connect());
    if (!this.mayRun) return;
    await committer.prepare(this.stopSignal);
    this.#isInitialized = true;
    await task.initialize(context);
    await this.authorCalls.watch('start', task.start(props));
    committer.start({
      collect: () => this.#collect(),
      throwFailure: () => this.#throwFailure(),
      fail: (error) => void (this.#failure ??= error),
    });
  }

  protected override async execute(): Promise<void> {
    while (this.mayRun) {
      if (this.isPauseWanted) {
        await this.#waitForResume();
        continue;
      }
      this.#collect();
      this.#throwFailure();
      const records = await this.#poll();
      if (records !== null) await this.holder.run('conversion', () => this.#send(records));
      this.#isSending = false;
      await nextTurn();
    }
  }

  protected override close(): Promise<void> {
    const { task, producer, admin, committer, encoder, converters, closeOffsetReader } = this.#parts;
    return this.inTurn(
      () => committer.stop(() => this.#end()),
      () => closeOffsetReader(),
      () => (this.#isInitialized ? task.stop() : undefined),
      () => producer.close(this.isCancelled ? 0 : CLOSE_TIMEOUT_MS),
      () => admin?.close(),
      () => encoder.close(),
      () => closeConverters(converters),
    );
  }

  protected override wakeup(): void {
    // The stop signal ends every wait of this loop.
  }

  protected override abandon(): void {
    this.#parts.closeOffsetReader();
    this.#parts.committer.abandon();
    void this.#parts.producer.close(0);
  }

  #end(): SourceTaskEnd {
    if (this.isCancelled) return 'cancelled';
    return this.phase === 'FAILED' ? 'failed' : 'stopped';
  }

  async #waitForResume(): Promise<void> {
    this.reportPaused();
    await this.stateChange();
    if (!this.isPauseWanted) this.reportResumed();
  }

  async #poll(): Promise<readonly SourceRecord[] | null> {
    const { task, inputEnd } = this.#parts;
    const start = this.clock.monotonic();
    inputEnd.pollStarts();
    try {
      const polled = this.authorCalls.watch('poll', task.poll());
      const records = isPromise(polled) ? await polled : polled;
      this.#isSending = records !== null && records.length > 0;
      inputEnd.pollEnds(records?.length ?? 0);
      const now = this.clock.monotonic();
      if (records !== null) this.counters.notePoll(records.length, now - start, now);
      return records;
    } catch (thrown) {
      const error = asError(thrown);
      if (!isRetriable(error)) throw error;
      this.log.warn({ err: error }, 'poll failed with a retriable error: polling again');
      return null;
    }
  }

  async #send(records: readonly SourceRecord[]): Promise<void> {
    const { committer } = this.#parts;
    let unhanded = 0;
    this.#lastTopic = '';
    const begun = committer.beginBatch();
    if (begun !== undefined) await begun;
    for (let index = 0; index < records.length && this.mayRun;) {
      const record = records[index];
      if (record === undefined) throw new ConnectError('poll returned an array with a hole');
      const sent = this.#sendOne(record);
      if (sent instanceof Promise ? await sent : sent) index++;
      if (++unhanded < HAND_OVER_EVERY) continue;
      unhanded = 0;
      await this.#handOver();
    }
    await this.#handOver();
    const ended = committer.endBatch();
    if (ended !== undefined) await ended;
  }

  /** True when the record is on its way or dropped, false when it must be sent again. */
  #sendOne(record: SourceRecord): boolean | Promise<boolean> {
    const encoded = this.#parts.encoder.encode(record);
    if (encoded instanceof Promise) return encoded.then((message) => this.#dispatch(record, message));
    return this.#dispatch(record, encoded);
  }

  #dispatch(record: SourceRecord, message: ProducerRecord | null): boolean | Promise<boolean> {
    if (message === null) {
      this.counters.skippedTotal++;
      this.#parts.confirmations.confirm(record, null);
      return this.#parts.committer.recordDropped(record);
    }
    const creation = this.#parts.topicCreation?.ensure(message.topic);
    if (creation === undefined) return this.#submit(record, message);
    return creation.then(
      () => this.#submit(record, message),
      (error: unknown) => this.#retryLater(asError(error)),
    );
  }

  #submit(record: SourceRecord, message: ProducerRecord): true | Promise<true> {
    this.#parts.submitted.submit(this.#parts.producer.send(message), record);
    if (message.topic !== this.#lastTopic) this.noteTopic((this.#lastTopic = message.topic));
    return this.#parts.committer.recordSent(record);
  }

  async #retryLater(error: Error): Promise<false> {
    if (!isRetriable(error)) throw error;
    this.log.warn({ err: error }, 'Failed to send a record with a retriable error: sending it again');
    await this.clock.sleep(SEND_RETRY_BACKOFF_MS, this.stopSignal);
    return false;
  }

  async #handOver(): Promise<void> {
    const ready = this.#parts.committer.beforeHandOver();
    if (ready !== undefined) await ready;
    for (let isTaken = false; !isTaken;) {
      const pending = this.#parts.producer.handOver(this.stopSignal);
      isTaken = pending === undefined || (await this.#isTaken(pending));
    }
    this.#collect();
    this.#throwFailure();
  }

  /** False when the client had no room within `max.block.ms`: what it did not take is still there, in order. */
  async #isTaken(pending: Promise<void>): Promise<boolean> {
    try {
      await pending;
      return true;
    } catch (thrown) {
      return this.#retryLater(asError(thrown));
    }
  }

  /** Takes in what the producer has settled. Returns how many failures there were. */
  #collect(): number {
    const { producer, submitted } = this.#parts;
    const below = producer.settledBelow();
    const failures = producer.takeFailures();
    // It tells why, where the failures that follow from it only say that they were purged.
    this.#failure ??= producer.fatalError();
    for (const failure of failures) this.#noteFailure(failure);
    if (this.#parts.confirmations.areWanted) {
      for (const { sequence, metadata } of producer.takeDeliveries()) {
        const record = submitted.record(sequence);
        if (record !== undefined) this.#parts.confirmations.confirm(record, metadata);
      }
    }
    this.counters.writeBytes = producer.bytesSent;
    this.counters.noteSettled(submitted.settle(below), this.clock.monotonic());
    return failures.length;
  }

  #noteFailure(failure: DeliveryFailure): void {
    const record = this.#parts.submitted.record(failure.sequence);
    if (record === undefined) return;
    const error = sendFailure(record, failure);
    // What a dead producer has let fall is no fault of the records, and is not skipped.
    const isSkipped = this.#parts.skipsFailedSends && this.#failure === undefined;
    this.counters.noteSendFailure(isSkipped);
    if (!isSkipped) {
      this.#parts.submitted.fail(failure.sequence);
      this.#failure ??= error;
      return;
    }
    // Only the log hears of it: a source has no dead-letter queue.
    void this.#parts.boundary.reportFinal({ ...PRODUCE_SITE, record: { polled: record }, error });
    this.#parts.confirmations.confirm(record, null);
  }

  #throwFailure(): void {
    this.#failure ??= this.#parts.inputEnd.problem;
    if (this.#failure !== undefined) throw this.#failure;
  }
}
