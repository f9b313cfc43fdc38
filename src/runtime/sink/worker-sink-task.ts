/** Owns the loop of a sink task: commit when due, rewind, poll, decode, put. */
import { isPromise, type Props } from '../../api/plugin';
import type { SinkRecord } from '../../api/sink-record';
import { topicPartitionKey, TopicPartitionMap, type TopicPartition } from '../../api/topic-partition';
import { asError, ConnectError, KafkaError } from '../../errors';
import type { ConsumedBatch, KafkaConsumer, Subscription } from '../../kafka/clients';
import type { HeldSinkTask } from '../held-task';
import { closeConverters, type ConverterSet } from '../converter-set';
import type { UntilConnected } from '../errors/dead-letter-queue-reporter';
import { isRetriable } from '../errors/retry-with-tolerance';
import { WorkerTask, type WorkerTaskOptions } from '../worker-task';
import { SinkAssignment } from './sink-assignment';
import { SinkOffsetCommitter } from './sink-offset-committer';
import type { SinkRecordDecoder } from './sink-record-decoder';
import type { WorkerSinkTaskContext } from './sink-task-context';
import { SinkTaskCounters } from './sink-task-counters';
import { SinkTaskReach } from './sink-task-reach';

/** What a sink task is wired with. */
export interface WorkerSinkTaskParts {
  readonly task: HeldSinkTask;
  readonly context: WorkerSinkTaskContext;
  /** Settings handed to the author's `start`. */
  readonly props: Props;
  readonly consumer: KafkaConsumer;
  readonly subscription: Subscription;
  readonly decoder: SinkRecordDecoder;
  readonly converters: ConverterSet;
  /** `offset.flush.interval.ms` and `offset.flush.timeout.ms`. */
  readonly commitIntervalMs: number;
  readonly commitTimeoutMs: number;
  /** Reports of errant records: their errors and whether they are safe. */
  readonly errantRecords: ErrantRecords;
}

/** What the loop needs of the reports of failed records: those of the author and those of the error boundary. */
export interface ErrantRecords {
  /** Called once, before the author's `initialize`. Rejects when records could not be reported. */
  start(untilConnected: UntilConnected): Promise<void>;
  /** Throws the error that a report produced, even when the author swallowed it. */
  throwError(): void;
  /** Resolves when offsets of these partitions may be committed; rejects when a report of them failed. */
  safe(partitions: readonly TopicPartition[]): Promise<void>;
  /** Forgets what was reported of partitions that are lost. */
  forget(partitions: readonly TopicPartition[]): void;
  /** Waits a while for what is on its way. */
  close(): Promise<void>;
  /** Lets go at once. */
  abandon(): Promise<void>;
}

/** Records decoded and not yet taken by `put`, and the positions after them. */
interface Pending {
  records: SinkRecord[];
  positions: TopicPartitionMap<number>;
}

const NOTHING_REWOUND: ReadonlySet<string> = new Set();
const REWIND_NEEDS = 'the offset must be a whole number from 0 on, and the partition assigned to this task';
const NOTHING_PENDING: Readonly<Pending> = { records: [], positions: new TopicPartitionMap() };

/** A sink task and everything it is wired with. */
export class WorkerSinkTask extends WorkerTask {
  readonly counters: SinkTaskCounters;
  protected readonly client: KafkaConsumer;
  override readonly reach: SinkTaskReach;
  readonly #parts: WorkerSinkTaskParts;
  readonly #committer: SinkOffsetCommitter;
  readonly #assignment: SinkAssignment;
  #pending: Pending = NOTHING_PENDING;
  /** True from the moment when records were taken from the consumer until `put` has taken them. */
  #hasUndelivered = false;
  #isRedelivering = false;
  #isInitialized = false;

  constructor(options: WorkerTaskOptions, parts: WorkerSinkTaskParts) {
    super(options);
    this.#parts = parts;
    const { task, consumer, context } = parts;
    this.client = consumer;
    this.counters = new SinkTaskCounters(options.metricConfig);
    this.counters.live = {
      active: () => this.#committer.uncommitted(this.#pending.positions),
      partitions: () => (this.hasEnded ? 0 : consumer.assignment().length),
    };
    this.#committer = new SinkOffsetCommitter({
      ...{ task, consumer, clock: this.clock, log: this.log, counters: this.counters, calls: this.authorCalls },
      timeoutMs: parts.commitTimeoutMs,
      intervalMs: parts.commitIntervalMs,
      errantRecordsSafe: (partitions) => parts.errantRecords.safe(partitions),
      isCancelled: () => this.isCancelled,
      standingAt: (partition) => (this.#hasUndelivered ? undefined : consumer.position(partition)),
    });
    this.reach = new SinkTaskReach({
      ...{ task, consumer, context, committer: this.#committer, counters: this.counters },
      isSettled: () => this.#pending === NOTHING_PENDING,
    });
    this.#assignment = new SinkAssignment({
      ...{ task, consumer, context, calls: this.authorCalls, committer: this.#committer, log: this.log },
      dropPending: (partitions) => this.#dropPending(partitions),
      reportsLost: (partitions) => parts.errantRecords.forget(partitions),
    });
  }

  protected override async initializeAndStart(): Promise<void> {
    const { task, context, props, consumer, subscription, errantRecords } = this.#parts;
    const untilConnected: UntilConnected = (connect) => this.untilConnected(connect);
    await errantRecords.start(untilConnected);
    await untilConnected(() => consumer.connect());
    if (!this.mayRun) return;
    await consumer.subscribe(subscription, this.#assignment);
    this.#isInitialized = true;
    await task.initialize(context);
    await this.authorCalls.watch('start', task.start(props));
  }

  protected override async execute(): Promise<void> {
    try {
      while (this.mayRun) await this.#iterate();
    } catch (thrown) {
      await this.inTurn(() => this.#assignment.closeAll());
      throw thrown;
    }
    await this.#assignment.closeAll();
    this.#assignment.throwError();
  }

  protected override close(): Promise<void> {
    const { task, consumer, decoder, converters, errantRecords } = this.#parts;
    return this.inTurn(
      () => (this.#isInitialized ? task.stop() : undefined),
      () => consumer.close(),
      () => errantRecords.close(),
      () => decoder.close(),
      () => closeConverters(converters),
    );
  }

  protected override wakeup(): void {
    this.#parts.consumer.wakeup();
  }

  protected override abandon(): void {
    void this.inTurn(() => this.#parts.consumer.close());
    void this.inTurn(() => this.#parts.errantRecords.abandon());
  }

  async #iterate(): Promise<void> {
    this.#followTargetState();
    if (this.reach.isFinishing && this.reach.isSettled) await this.reach.takeUp();
    await this.#commitIfDue();
    await this.#rewindAsAsked();
    const batch = await this.#poll();
    if (batch !== null && batch.size > 0) this.#hasUndelivered = true;
    this.#assignment.throwError();
    // Where `open` has asked for other offsets, the records at the old ones must not be delivered.
    const rewound = await this.#rewindAsAsked();
    if (batch !== null && batch.size > 0) await this.holder.run('conversion', () => this.#decode(batch, rewound));
    if (!this.mayRun && this.#pending === NOTHING_PENDING) return;
    await this.#deliver();
  }

  #followTargetState(): void {
    if (this.isPauseWanted) {
      if (this.phase === 'PAUSED') return;
      this.#assignment.hold();
      this.#parts.context.requestCommit();
      this.reportPaused();
    } else if (this.phase === 'PAUSED') {
      if (!this.#isRedelivering) this.#assignment.release();
      this.reportResumed();
    }
  }

  async #commitIfDue(): Promise<void> {
    const hasFailed = await this.#committer.commitIfDue(this.#parts.context.takeCommitRequest());
    if (!hasFailed) return;
    await this.#seek(this.#committer.rewind());
    this.#endDelivery();
    this.counters.recountActive();
  }

  /** Seeks as the author has asked. Returns the keys of the partitions. */
  async #rewindAsAsked(): Promise<ReadonlySet<string>> {
    if (!this.#parts.context.hasRewinds) return NOTHING_REWOUND;
    const rewinds = new TopicPartitionMap<number>();
    const assigned = new Set(this.#parts.consumer.assignment().map(topicPartitionKey));
    for (const [partition, offset] of this.#parts.context.takeRewinds()) {
      if (isOffset(offset) && assigned.has(topicPartitionKey(partition))) rewinds.set(partition, offset);
      else this.log.warn(`Cannot rewind ${topicPartitionKey(partition)} to offset ${String(offset)}: ${REWIND_NEEDS}`);
    }
    await this.#seek(rewinds);
    for (const [partition, offset] of rewinds) this.#committer.assign(partition, offset);
    this.counters.recountActive();
    return new Set(Array.from(rewinds.keys(), topicPartitionKey));
  }

  async #seek(offsets: TopicPartitionMap<number>): Promise<void> {
    const assigned = new Set(this.#parts.consumer.assignment().map(topicPartitionKey));
    for (const [partition, offset] of offsets) {
      if (assigned.has(topicPartitionKey(partition))) await this.#parts.consumer.seek({ ...partition, offset });
    }
    this.#assignment.applyPauses(offsets.keys());
  }

  async #poll(): Promise<ConsumedBatch | null> {
    const asked = this.#parts.context.takeTimeout();
    const untilCommit = this.#committer.msToNextCommit;
    try {
      return await this.#parts.consumer.poll(asked >= 0 ? Math.min(asked, untilCommit) : untilCommit);
    } catch (thrown) {
      const error = asError(thrown);
      if (!(error instanceof KafkaError) || !error.isRetriable) throw error;
      this.log.warn({ err: error }, 'The consumer reported an error and goes on');
      return null;
    }
  }

  async #decode(batch: ConsumedBatch, skipped: ReadonlySet<string>): Promise<void> {
    const { decoder } = this.#parts;
    this.counters.noteRead(batch.size, this.clock.monotonic(), batch.byteSize);
    const records: SinkRecord[] = this.#pending === NOTHING_PENDING ? [] : this.#pending.records;
    const positions = new TopicPartitionMap(this.#pending.positions);
    let topic = '';
    let partition = -1;
    let next = 0;
    let isSkipped = true;
    for (let index = 0; index < batch.size; index++) {
      if (batch.partition(index) !== partition || batch.topic(index) !== topic) {
        if (!isSkipped) positions.set({ topic, partition }, next);
        if (batch.topic(index) !== topic) this.noteTopic(batch.topic(index));
        topic = batch.topic(index);
        partition = batch.partition(index);
        isSkipped = skipped.size > 0 && skipped.has(topicPartitionKey({ topic, partition }));
      }
      if (isSkipped) continue;
      const decoded = decoder.decode(batch, index);
      const record = decoded instanceof Promise ? await decoded : decoded;
      if (record !== null) records.push(record);
      next = batch.offset(index) + 1;
    }
    if (!isSkipped) positions.set({ topic, partition }, next);
    this.#pending = { records, positions };
  }

  async #deliver(): Promise<void> {
    const { task, errantRecords } = this.#parts;
    const { records, positions } = this.#pending;
    const start = this.clock.monotonic();
    try {
      const put = this.authorCalls.watch('put', task.put(records.slice()));
      if (isPromise(put)) await put;
      errantRecords.throwError();
    } catch (thrown) {
      this.#redeliverOrFail(asError(thrown));
      return;
    }
    const now = this.clock.monotonic();
    this.counters.notePut(records.length, now - start, now);
    this.#committer.delivered(positions);
    this.#endDelivery();
  }

  #redeliverOrFail(error: Error): void {
    if (!isRetriable(error)) {
      const message = `Exiting WorkerSinkTask due to unrecoverable exception: ${error.message}`;
      throw new ConnectError(message, { cause: error });
    }
    this.log.error({ err: error }, 'put failed with a retriable error: the same records are delivered again');
    this.#isRedelivering = true;
    this.#assignment.hold();
  }

  #endDelivery(): void {
    this.#pending = NOTHING_PENDING;
    this.#hasUndelivered = false;
    if (!this.#isRedelivering) return;
    this.#isRedelivering = false;
    if (this.phase !== 'PAUSED') this.#assignment.release();
  }

  #dropPending(partitions: readonly TopicPartition[]): void {
    if (this.#pending === NOTHING_PENDING) return;
    const gone = new Set(partitions.map(topicPartitionKey));
    const isGone = (record: SinkRecord) =>
      gone.has(topicPartitionKey({ topic: record.originalTopic, partition: record.originalKafkaPartition }));
    const positions = new TopicPartitionMap<number>(this.#pending.positions);
    for (const partition of partitions) positions.delete(partition);
    this.#pending = { records: this.#pending.records.filter((record) => !isGone(record)), positions };
    this.counters.recountActive();
  }
}

function isOffset(offset: unknown): offset is number {
  return Number.isSafeInteger(offset) && (offset as number) >= 0;
}
