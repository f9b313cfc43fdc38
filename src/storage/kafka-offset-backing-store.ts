/** Owns source offsets in a compacted topic that Apache's distributed worker can read and write as well. */
import { TopicPartitionMap, type TopicPartition } from '../api/topic-partition';
import type { Clock } from '../clock';
import { asError, IllegalStateError, KafkaError, OffsetWriteError, WorkerStartError } from '../errors';
import type {
  ClientProperties,
  ConsumedBatch,
  KafkaAdmin,
  KafkaClients,
  KafkaConsumer,
  KafkaProducer,
  NewTopic,
  ProducerRecord,
} from '../kafka/clients';
import type { ClientEvent } from '../kafka/clients';
import { FollowedTopic } from './followed-topic';
import { partitionOf } from './java-default-partitioner';
import type { OffsetBackingStore, OffsetEntry } from './offset-backing-store';
import { OffsetTable } from './offset-table';
import { ensureCompactedTopic } from './compacted-topic';

/** Settings of the store. */
export interface KafkaOffsetBackingStoreOptions {
  readonly clients: KafkaClients;
  /** `offset.storage.topic` and how it is made when it does not exist. */
  readonly topic: NewTopic;
  /** Reads a topic as it is: creates none, asks no more of it, and writes nothing. Default false. */
  readonly looksOnly?: boolean;
  /** Properties of its clients. The consumer should read committed records only. */
  readonly properties: Readonly<Record<'admin' | 'producer' | 'consumer', ClientProperties>>;
  readonly clock: Clock;
  readonly onEvent?: (event: ClientEvent) => void;
  /** Told of what the user should know; nothing of it stops the store. */
  readonly onWarning?: (message: string) => void;
}

const FLUSH_MS = 1000;
const CLOSE_MS = 5000;
const ANSWER_MS = 60_000;
const ASK_AGAIN_MS = 100;
/** How long a list of all entries waits for open transactions to end. */
const LIST_WAIT_MS = 5000;

/**
 * The topic is read to its end at the start and followed from then on. A change is durable when the topic has it; whoever asks for
 * values gets everything that was in the topic at that moment, open transactions awaited.
 */
export class KafkaOffsetBackingStore implements OffsetBackingStore {
  readonly #options: KafkaOffsetBackingStoreOptions;
  readonly #warn: (message: string) => void;
  readonly #admin: KafkaAdmin;
  readonly #producer: KafkaProducer;
  readonly #consumer: KafkaConsumer;
  readonly #followed: FollowedTopic;
  #partitions: readonly TopicPartition[] = [];
  #table = OffsetTable.EMPTY;
  #lastWrite: Promise<void> = Promise.resolve();
  #isStarted = false;
  #isStopping = false;
  #stopped: Promise<void> | undefined;

  constructor(options: KafkaOffsetBackingStoreOptions) {
    const { clients, properties, onEvent, clock } = options;
    const events = onEvent === undefined ? {} : { onEvent };
    this.#options = options;
    this.#warn = options.onWarning ?? (() => undefined);
    this.#admin = clients.admin({ properties: properties.admin, ...events });
    this.#producer = clients.producer({ properties: properties.producer, ...events });
    this.#consumer = clients.consumer({ properties: properties.consumer, ...events });
    this.#followed = new FollowedTopic({
      consumer: this.#consumer,
      clock,
      onRecords: (batch) => this.#take(batch),
      onProblem: (what, error) =>
        this.#warn(`The offsets topic ${this.#name} cannot be read: ${error.message}. ${what}`),
    });
  }

  /** Creates the topic where there is none, and reads it. Rejects with WorkerStartError. */
  async start(): Promise<void> {
    try {
      await this.#admin.connect();
      const count = await this.#partitionCount();
      this.#partitions = Array.from({ length: count }, (_, partition) => ({ topic: this.#name, partition }));
      const writing = this.#options.looksOnly === true ? [] : [this.#producer];
      await Promise.all([this.#consumer, ...writing].map((client) => client.connect()));
      // What an open transaction holds back is waited for when somebody asks.
      const ends = await this.#committedEnds();
      await this.#followed.start(this.#partitions);
      await this.#followed.until(ends);
      this.#isStarted = true;
    } catch (cause) {
      await this.stop();
      if (cause instanceof WorkerStartError) throw cause;
      throw new WorkerStartError(`The offsets topic ${this.#name} cannot be used: ${asError(cause).message}`, {
        cause,
      });
    }
  }

  /** A topic that is only looked at has no partitions where it does not exist. */
  async #partitionCount(): Promise<number> {
    const { topic, clock, looksOnly } = this.#options;
    if (looksOnly === true) {
      const count = await this.#admin.describeTopic(topic.name);
      if (count === undefined) this.#warn(`The offsets topic ${topic.name} does not exist: it has no offsets`);
      return count ?? 0;
    }
    return ensureCompactedTopic(topic, {
      ...{ admin: this.#admin, clock, onWarning: this.#warn },
      ...{ setting: 'offset.storage.topic', holds: 'source offsets' },
    });
  }

  async get(keys: readonly Buffer[]): Promise<(Buffer | null | undefined)[]> {
    await this.#readToEnd();
    return keys.map((key) => this.#table.get(key));
  }

  set(entries: readonly OffsetEntry[]): Promise<void> {
    if (!this.#isStarted || this.#isStopping || this.#options.looksOnly === true) {
      return Promise.reject(new IllegalStateError('The offset store is not started'));
    }
    const write = this.#lastWrite.then(() => this.#write(entries));
    // Who called hears of a failure; the next write is not concerned.
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  /** What the topic held when it was asked; what transactions hold back for long is left out. */
  async entries(): Promise<OffsetEntry[]> {
    const timer = new AbortController();
    const late = this.#options.clock.sleep(LIST_WAIT_MS, timer.signal).then(() => 'late' as const);
    const read = this.#readToEnd();
    // When it is late, nobody else hears of its failure.
    read.catch(() => undefined);
    try {
      if ((await Promise.race([read, late])) === 'late') {
        this.#warn(`What open transactions hold back in the offsets topic ${this.#name} is left out of a list`);
      }
    } finally {
      timer.abort();
    }
    return this.#table.entries();
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  /** The messages that carry entries, for a producer that writes them in a transaction of its own. */
  recordsOf(entries: readonly OffsetEntry[]): ProducerRecord[] {
    return entries.map(([given, value]) => {
      const key = this.#table.storedKey(given);
      const partition = key === null ? null : partitionOf(key, this.#partitions.length);
      return { topic: this.#name, partition, key, value, timestamp: null, headers: null };
    });
  }

  get #name(): string {
    return this.#options.topic.name;
  }

  async #readToEnd(): Promise<void> {
    await this.#followed.until(await this.#untilAnswered(() => this.#admin.endOffsets(this.#partitions)));
  }

  async #committedEnds(): Promise<TopicPartitionMap<number>> {
    const ends = this.#partitions.map(async (partition) => {
      const { low, high } = await this.#untilAnswered(() => this.#consumer.watermarks(partition));
      return [partition, high > low ? high : 0] as const;
    });
    return new TopicPartitionMap(await Promise.all(ends));
  }

  /** A topic that was just created has no leaders for a moment, and a broker may be away. */
  async #untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    const deadline = clock.monotonic() + ANSWER_MS;
    for (;;) {
      try {
        return await ask();
      } catch (thrown) {
        const isPassing = thrown instanceof KafkaError && thrown.isRetriable;
        if (!isPassing || this.#isStopping || clock.monotonic() > deadline) throw thrown;
      }
      await clock.sleep(ASK_AGAIN_MS);
    }
  }

  #take(batch: ConsumedBatch): void {
    const read: OffsetEntry[] = [];
    for (let index = 0; index < batch.size; index++) {
      read.push([copyOf(batch.key(index)), copyOf(batch.value(index))]);
    }
    this.#table = this.#table.withExactly(read);
  }

  async #write(entries: readonly OffsetEntry[]): Promise<void> {
    const producer = this.#producer;
    const records = this.recordsOf(entries);
    try {
      for (const record of records) producer.send(record);
      await producer.handOver();
      while (!(await producer.flush(FLUSH_MS))) {
        if (this.#isStopping) throw new IllegalStateError('the broker did not answer before the worker stopped');
      }
      const [failure] = producer.takeFailures();
      if (failure !== undefined) throw new KafkaError(failure.message, failure);
    } catch (cause) {
      throw new OffsetWriteError(`Cannot write to the offsets topic ${this.#name}: ${asError(cause).message}`, {
        cause,
      });
    }
    // Known at once, so that a second write of the same key finds its bytes; read back a moment later.
    this.#table = this.#table.withExactly(records.map(({ key, value }) => [key as Buffer, value as Buffer | null]));
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    await this.#lastWrite;
    await this.#followed.stop();
    await Promise.all([this.#producer.close(CLOSE_MS), this.#consumer.close(), this.#admin.close()]);
  }
}

/** A view on a batch would keep the whole of it in memory. */
function copyOf(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}
