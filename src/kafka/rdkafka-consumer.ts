/** Owns a member of a consumer group: fetching ahead, rebalances in their place, positions. */
import {
  topicPartitionKey,
  TopicPartitionMap,
  type TopicPartition,
  type TopicPartitionOffset,
} from '../api/topic-partition';
import { systemClock } from '../clock';
import { IllegalStateError, KafkaError } from '../errors';
import type {
  ClientOptions,
  ClientStatistics,
  ConsumedBatch,
  KafkaConsumer,
  PartitionLag,
  RebalanceListener,
  Subscription,
} from './clients';
import { ConsumerGroupMembership } from './consumer-group-membership';
import { withOwnCommits } from './consumer-options';
import { ConsumerQueries } from './consumer-queries';
import { ConsumerSubscription } from './consumer-subscription';
import { FetchedRecords } from './fetched-records';
import { KAFKA_CODES, throwOnCode, toKafkaError, withKafkaErrors } from './kafka-errors';
import { companion, type NativeCompanion, type NativeEvent } from './native-companion';
import { EMPTY_BATCH } from './packed-batch';
import { partitionLags } from './partition-lags';
import { RdkafkaHandle } from './rdkafka-handle';
import { COMMIT_FAILED, RecreatedTopics } from './recreated-topics';

/** Records and bytes that one call to the companion brings at most. */
const FETCH_RECORDS = 1000;
const MOST_FETCH_RECORDS = 10_000;
const FETCH_BYTES = 1024 * 1024;
/** Longest stay of one fetch on its thread. */
const FETCH_MS = 1000;
/** `close` waits that long for the group to be left; librdkafka may take longer, in the background. */
const CLOSE_MS = 5000;
const SEEK_RETRY_MS = 10;

/** One fetch is under way at a time, also between two calls of `poll`, so that the next records are there at once. */
export class RdkafkaConsumer implements KafkaConsumer {
  readonly #handle: RdkafkaHandle;
  readonly #native: NativeCompanion = companion();
  readonly #id: number;
  readonly #timeoutMs: number;
  readonly #maxPollRecords: number;
  readonly #records = new FetchedRecords();
  readonly #membership: ConsumerGroupMembership;
  readonly #subscription: ConsumerSubscription;
  readonly #queries: ConsumerQueries;
  readonly #recreated: RecreatedTopics;
  readonly #events: NativeEvent[] = [];
  #fetching: Promise<void> | undefined;
  #failure: KafkaError | undefined;
  #isWoken = false;
  #wake: (() => void) | undefined;
  #isClosing = false;
  #closed: Promise<void> | undefined;

  constructor(options: ClientOptions) {
    const handle = new RdkafkaHandle('consumer', withOwnCommits(options));
    this.#handle = handle;
    this.#id = handle.id;
    this.#timeoutMs = handle.settings.own.defaultApiTimeoutMs;
    this.#maxPollRecords = handle.settings.own.maxPollRecords;
    this.#membership = new ConsumerGroupMembership(handle, this.#records);
    this.#subscription = new ConsumerSubscription(handle);
    this.#queries = new ConsumerQueries(handle);
    this.#recreated = new RecreatedTopics(this, {
      resetPosition: (partition) => this.#queries.resetPosition(partition),
      refreshMs: this.#subscription.refreshMs,
      commit: (offsets) => this.#commit(offsets),
      clock: systemClock,
    });
  }

  connect(): Promise<void> {
    return this.#handle.connect(this.#timeoutMs);
  }

  subscribe(subscription: Subscription, listener: RebalanceListener): Promise<void> {
    this.#membership.listener = this.#recreated.watch(listener);
    return this.#subscription.start(subscription);
  }

  assignDirectly(partitions: readonly TopicPartition[]): Promise<void> {
    return this.#membership.assignDirectly(partitions);
  }

  /** Rejects with IllegalStateError once `close` was called; a poll that is pending then ends without records. */
  async poll(timeoutMs: number): Promise<ConsumedBatch> {
    if (this.#closed !== undefined) throw new IllegalStateError('This consumer has already been closed.');
    const now = systemClock.monotonic();
    const deadline = now + timeoutMs;
    this.#recreated.lookNowAndThen(now);
    for (;;) {
      if (this.#isWoken || this.#isClosing) return this.#endPoll();
      if (this.#recreated.hasFound) await this.#recreated.beginAnew(this.#handle.onEvent);
      const batch = this.#records.take(this.#maxPollRecords);
      if (batch !== undefined) return this.#goAhead(batch);
      const event = this.#events.shift();
      if (event !== undefined) {
        await this.#answer(event);
        continue;
      }
      this.#throwFailure();
      const left = deadline - systemClock.monotonic();
      this.#fetch(Math.min(Math.max(left, 0), FETCH_MS));
      if (!(await this.#somethingComes(Math.max(left, 0)))) return EMPTY_BATCH;
    }
  }

  async #answer(event: NativeEvent): Promise<void> {
    if (event.kind === 'assigned') this.#recreated.learn(event.partitions);
    if (event.kafkaCode === KAFKA_CODES.unknownTopicOrPartition) this.#subscription.noteMissingTopic();
    try {
      await this.#membership.take(event);
    } catch (error) {
      // Closed meanwhile: the companion has answered for us.
      if (!this.#isClosing || toKafkaError(error).kafkaCode !== KAFKA_CODES.destroyed) throw error;
    }
  }

  #endPoll(): ConsumedBatch {
    this.#isWoken = false;
    return EMPTY_BATCH;
  }

  /** Asks for the next records while these are worked on. */
  #goAhead(batch: ConsumedBatch): ConsumedBatch {
    if (this.#records.isEmpty && this.#events.length === 0 && this.#failure === undefined) this.#fetch(FETCH_MS);
    return batch;
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #fetch(timeoutMs: number): void {
    if (this.#fetching !== undefined || this.#isClosing) return;
    this.#records.fetchStarts();
    const most = Math.min(Math.max(this.#maxPollRecords, FETCH_RECORDS), MOST_FETCH_RECORDS);
    this.#fetching = this.#native
      .fetch(this.#id, Math.ceil(timeoutMs), most, FETCH_BYTES)
      .then((block) => {
        this.#records.add(block);
        for (const event of block.events) {
          // Where a partition ends is known before its last records are returned; all else waits for them.
          if (event.kind === 'end') this.#records.noteEnd(event);
          else this.#events.push(event);
        }
      })
      .catch((error: unknown) => {
        this.#failure = toKafkaError(error, 'Records cannot be fetched');
      })
      .finally(() => {
        this.#fetching = undefined;
        this.#wake?.();
      });
  }

  /** Resolves true when a fetch has ended or `wakeup` was called, false when the time is over. */
  #somethingComes(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(false), timeoutMs);
      const finish = (hasCome: boolean) => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve(hasCome);
      };
      this.#wake = () => finish(true);
    });
  }

  wakeup(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  lags(): PartitionLag[] {
    const isCommittedOnly = this.#handle.settings.global['isolation.level'] !== 'read_uncommitted';
    return partitionLags(this.assignment(), {
      position: (partition) => this.#records.position(partition),
      endOffset: (partition) => this.#handle.statistics.endOffset(partition, isCommittedOnly),
      reachedEnd: (partition) => this.#records.end(partition),
    });
  }

  statistics(): ClientStatistics | undefined {
    return this.#handle.statistics.read();
  }

  assignment(): TopicPartition[] {
    return this.#membership.assignment();
  }

  pause(partitions: readonly TopicPartition[]): void {
    if (partitions.length === 0) return;
    this.#records.pause(partitions, this.#fetching !== undefined);
    throwOnCode(this.#native.pause(this.#id, partitions), 'Partitions cannot be paused');
  }

  resume(partitions: readonly TopicPartition[]): void {
    if (partitions.length === 0) return;
    this.#records.resume(partitions);
    throwOnCode(this.#native.resume(this.#id, partitions), 'Partitions cannot be resumed');
  }

  async seek(position: TopicPartitionOffset): Promise<void> {
    await this.#endFetch();
    const what = `The consumer cannot seek to ${position.offset} of ${topicPartitionKey(position)}`;
    const deadline = systemClock.monotonic() + this.#timeoutMs;
    // A partition that was just assigned cannot be sought in before its fetching has begun.
    while (!(await this.#hasSought(position, what))) {
      if (systemClock.monotonic() > deadline) throw new KafkaError(what, { kafkaCode: KAFKA_CODES.state });
      await systemClock.sleep(SEEK_RETRY_MS);
    }
    this.#records.start(position);
  }

  async #hasSought(position: TopicPartitionOffset, what: string): Promise<boolean> {
    const [sought] = await withKafkaErrors(what, this.#native.seek(this.#id, [position], this.#timeoutMs));
    const kafkaCode = sought?.kafkaCode ?? 0;
    if (kafkaCode === KAFKA_CODES.state && this.#membership.has(position)) return false;
    throwOnCode(kafkaCode, what);
    return true;
  }

  async #endFetch(): Promise<void> {
    if (this.#fetching === undefined) return;
    this.#native.wake(this.#id);
    await this.#fetching;
  }

  position(partition: TopicPartition): number | undefined {
    return this.#records.position(partition);
  }

  partitionsOf(subscription: Subscription): Promise<TopicPartition[]> {
    return this.#subscription.partitionsOf(subscription);
  }

  async positions(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    const unknown = partitions.filter((partition) => this.#records.position(partition) === undefined);
    const asksNobody = unknown.length === 0 || this.#membership.isDirect;
    const starts = asksNobody ? new TopicPartitionMap<number>() : await this.#queries.startPositions(unknown);
    const positions = new TopicPartitionMap<number>();
    for (const partition of partitions) {
      const position = this.#records.position(partition) ?? starts.get(partition);
      if (position !== undefined) positions.set(partition, position);
    }
    return positions;
  }

  commit(offsets: TopicPartitionMap<number>): Promise<void> {
    return this.#recreated.commit(offsets);
  }

  #commit(offsets: TopicPartitionMap<number>): Promise<unknown> {
    const positions = [...offsets].map(([partition, offset]) => ({ ...partition, offset }));
    return withKafkaErrors(COMMIT_FAILED, this.#native.commit(this.#id, positions, this.#timeoutMs));
  }

  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return this.#queries.committed(partitions);
  }

  topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#queries.topicIds(topics);
  }

  watermarks(partition: TopicPartition): Promise<{ low: number; high: number }> {
    return this.#queries.watermarks(partition);
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#isClosing = true;
    this.#subscription.stop();
    this.#wake?.();
    // A fetch during the disconnect could make it hang for good.
    await this.#endFetch();
    const leaving = this.#membership.leave();
    const ended = leaving.then((hasLeft) => this.#handle.disconnect(hasLeft));
    const waiting = new AbortController();
    const isLate = await Promise.race([
      ended.then(() => false),
      systemClock.sleep(CLOSE_MS, waiting.signal).then(() => !waiting.signal.aborted),
    ]);
    waiting.abort();
    if (isLate)
      this.#handle.onEvent({ level: 'warn', message: 'The consumer has not left its group yet; it is left behind' });
  }
}
