/** Kafka clients in memory, fulfilling src/kafka/clients.ts: what a test lets happen happens, nothing else. */
import { topicPartitionKey, TopicPartitionMap, type TopicPartition } from '../../src/api/topic-partition';
import type {
  ClientStatistics,
  ConsumedBatch,
  Delivery,
  DeliveryFailure,
  KafkaConsumer,
  KafkaProducer,
  PartitionLag,
  ProducerRecord,
  RebalanceListener,
  Subscription,
} from '../../src/kafka/clients';
import { batchOf, type FakeMessage } from './fake-batch';

type Step = { batch: FakeMessage[] } | { error: Error } | { rebalance: (listener: RebalanceListener) => Promise<void> };

/** Polls return what the test has queued with `deliver`, `fail` and `rebalance`, in order; then they wait. */
export class FakeConsumer implements KafkaConsumer {
  readonly commits: TopicPartitionMap<number>[] = [];
  readonly seeks: string[] = [];
  readonly paused = new Set<string>();
  readonly positionsByPartition = new TopicPartitionMap<number>();
  readonly calls: string[] = [];
  commitAnswer: () => Promise<void> = () => Promise.resolve();
  connectAnswer: () => Promise<void> = () => Promise.resolve();
  isClosed = false;
  lagsNow: PartitionLag[] = [];
  statisticsNow: ClientStatistics | undefined;
  #assignment: TopicPartition[] = [];
  #listener: RebalanceListener | undefined;
  readonly #steps: Step[] = [];
  #wake: (() => void) | undefined;
  lastTimeoutMs = -1;
  topicIds = (topics: readonly string[]) => Promise.resolve(new Map(topics.map((topic) => [topic, ''])));

  connect(): Promise<void> {
    this.calls.push('connect');
    return this.connectAnswer();
  }

  subscribe(_subscription: Subscription, listener: RebalanceListener): Promise<void> {
    this.calls.push('subscribe');
    this.#listener = listener;
    return Promise.resolve();
  }

  async assignDirectly(partitions: readonly TopicPartition[]): Promise<void> {
    this.#assignment = [...partitions];
  }

  deliver(...messages: FakeMessage[]): void {
    this.#push({ batch: messages });
  }

  fail(error: Error): void {
    this.#push({ error });
  }

  assign(...partitions: TopicPartition[]): void {
    this.#push({
      rebalance: async (listener) => {
        this.#assignment = [...this.#assignment, ...partitions];
        await listener.onAssigned(partitions);
      },
    });
  }

  revoke(...partitions: TopicPartition[]): void {
    this.#push({
      rebalance: async (listener) => {
        await listener.onRevoked(partitions);
        this.#drop(partitions);
      },
    });
  }

  lose(...partitions: TopicPartition[]): void {
    this.#push({
      rebalance: async (listener) => {
        this.#drop(partitions);
        await listener.onLost(partitions);
      },
    });
  }

  async poll(timeoutMs: number): Promise<ConsumedBatch> {
    this.lastTimeoutMs = timeoutMs;
    if (this.#steps.length === 0 && timeoutMs > 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    const step = this.#steps.shift() ?? { batch: [] };
    if ('error' in step) throw step.error;
    if ('batch' in step) return batchOf(step.batch);
    await step.rebalance(this.#listener!);
    return batchOf([]);
  }

  wakeup(): void {
    this.#wake?.();
  }

  lags(): PartitionLag[] {
    return this.lagsNow;
  }

  statistics(): ClientStatistics | undefined {
    return this.statisticsNow;
  }

  assignment(): TopicPartition[] {
    return [...this.#assignment];
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.add(topicPartitionKey(partition));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.delete(topicPartitionKey(partition));
  }

  seek({ topic, partition, offset }: { topic: string; partition: number; offset: number }): Promise<void> {
    this.seeks.push(`${topic}-${partition}@${offset}`);
    return Promise.resolve();
  }

  positions(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return Promise.resolve(
      new TopicPartitionMap(partitions.map((partition) => [partition, this.positionsByPartition.get(partition) ?? 0])),
    );
  }

  position(partition: TopicPartition): number | undefined {
    return this.positionsByPartition.get(partition);
  }

  /** What `partitionsOf` answers. */
  existing: TopicPartition[] = [];

  partitionsOf(): Promise<TopicPartition[]> {
    return Promise.resolve(this.existing);
  }

  async commit(offsets: TopicPartitionMap<number>): Promise<void> {
    this.calls.push('commit');
    await this.commitAnswer();
    this.commits.push(new TopicPartitionMap(offsets));
  }

  committed(): Promise<TopicPartitionMap<number>> {
    return Promise.resolve(this.commits.at(-1) ?? new TopicPartitionMap());
  }

  /** What `watermarks` answers; 0 and 0 where nothing is set. */
  readonly ends = new TopicPartitionMap<{ low: number; high: number }>();

  watermarks(partition: TopicPartition): Promise<{ low: number; high: number }> {
    return Promise.resolve(this.ends.get(partition) ?? { low: 0, high: 0 });
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.calls.push('close');
    return Promise.resolve();
  }

  #push(step: Step): void {
    this.#steps.push(step);
    this.#wake?.();
  }

  #drop(partitions: readonly TopicPartition[]): void {
    const gone = new Set(partitions.map(topicPartitionKey));
    this.#assignment = this.#assignment.filter((partition) => !gone.has(topicPartitionKey(partition)));
  }
}

/** Takes messages; they are settled when the test says so with `acknowledge`, `acknowledgeAll` or `refuse`. */
export class FakeProducer implements KafkaProducer {
  statisticsNow: ClientStatistics | undefined;
  readonly sent: ProducerRecord[] = [];
  readonly handedOver: ProducerRecord[] = [];
  isClosed = false;
  acknowledgesAtOnce = false;
  fatal: Error | undefined;
  connectAnswer: () => Promise<void> = () => Promise.resolve();
  readonly #settled = new Set<number>();
  #below = 0;
  readonly #failures: DeliveryFailure[] = [];
  readonly #deliveries: Delivery[] = [];
  #handed = 0;
  #hasNews = false;
  #wake: (() => void) | undefined;

  connect(): Promise<void> {
    return this.connectAnswer();
  }

  send(record: ProducerRecord): number {
    this.sent.push({ ...record });
    return this.sent.length - 1;
  }

  get bytesSent(): number {
    const bytesOf = (data: string | Uint8Array | null) => (data === null ? 0 : Buffer.byteLength(data));
    return this.sent.reduce((sum, { key, value }) => sum + bytesOf(key) + bytesOf(value), 0);
  }

  handOver(): Promise<void> | undefined {
    this.handedOver.push(...this.sent.slice(this.#handed));
    this.#handed = this.sent.length;
    if (this.acknowledgesAtOnce) this.acknowledgeAll();
    return undefined;
  }

  acknowledge(...sequences: number[]): void {
    for (const sequence of sequences) this.#settle(sequence);
  }

  acknowledgeAll(): void {
    for (let sequence = this.#below; sequence < this.#handed; sequence++) this.#settle(sequence);
  }

  refuse(sequence: number, kafkaCode = 10, message = 'Broker: Message size too large'): void {
    this.#failures.push({ sequence, kafkaCode, message, isRetriable: false });
    this.#mark(sequence);
  }

  settledBelow(): number {
    return this.#below;
  }

  isSettled(sequence: number): boolean {
    return sequence < this.#below || this.#settled.has(sequence);
  }

  takeFailures(): DeliveryFailure[] {
    return this.#failures.splice(0);
  }

  takeDeliveries(): Delivery[] {
    return this.#deliveries.splice(0);
  }

  statistics(): ClientStatistics | undefined {
    return this.statisticsNow;
  }

  flush(): Promise<boolean> {
    return Promise.resolve(this.#below >= this.#handed);
  }

  waitForSettled(_timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const isOver = this.#hasNews || signal?.aborted === true;
    this.#hasNews = false;
    if (isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  fatalError(): Error | undefined {
    return this.fatal;
  }

  readonly transactions: string[] = [];
  transactionAnswer: (call: string) => Promise<void> = () => Promise.resolve();
  readonly initTransactions = () => this.#transaction('init');
  readonly beginTransaction = () => this.#transaction('begin');
  readonly commitTransaction = () => this.#transaction('commit');
  readonly abortTransaction = () => this.#transaction('abort');

  async #transaction(call: string): Promise<void> {
    await this.transactionAnswer(call);
    this.transactions.push(`${call} ${this.#handed}`);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  #settle(sequence: number): void {
    const topic = this.sent[sequence]?.topic ?? '';
    this.#deliveries.push({ sequence, metadata: { topic, partition: 0, offset: sequence, timestamp: -1 } });
    this.#mark(sequence);
  }

  #mark(sequence: number): void {
    this.#settled.add(sequence);
    while (this.#settled.delete(this.#below)) this.#below++;
    this.#hasNews = this.#wake === undefined;
    this.#wake?.();
    this.#wake = undefined;
  }
}
