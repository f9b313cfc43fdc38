/** Owns looking at single records of a topic without being a member of a group: nothing is committed. */
import type { TopicPartition, TopicPartitionOffset } from '../api/topic-partition';
import { systemClock } from '../clock';
import type { ClientOptions, ConsumedBatch } from './clients';
import { KAFKA_CODES, toKafkaError, withKafkaErrors } from './kafka-errors';
import { companion } from './native-companion';
import { PackedBatch, PackedRows } from './packed-batch';
import { RdkafkaHandle } from './rdkafka-handle';

const FETCH_MS = 500;
const FETCH_BYTES = 1024 * 1024;
const SEEK_RETRY_MS = 10;

/** Reads records by their places. `connect` first; one call at a time; `close` at the end. */
export class PartitionReader {
  readonly #handle: RdkafkaHandle;
  readonly #timeoutMs: number;

  constructor(options: ClientOptions) {
    const properties = { ...options.properties, 'enable.auto.commit': 'false', 'enable.partition.eof': 'true' };
    this.#handle = new RdkafkaHandle('consumer', { ...options, properties });
    this.#timeoutMs = this.#handle.settings.own.defaultApiTimeoutMs;
  }

  connect(): Promise<void> {
    return this.#handle.connect(this.#timeoutMs);
  }

  /** Lowest and next offset of a partition. */
  watermarks({ topic, partition }: TopicPartition): Promise<{ low: number; high: number }> {
    const read = companion().watermarks(this.#handle.id, topic, partition, this.#timeoutMs);
    return withKafkaErrors(`Offsets of ${topic}-${partition} cannot be read`, read);
  }

  /** A batch of the newest record of a partition; undefined where there is none. Rejects with KafkaError. */
  async newest(partition: TopicPartition): Promise<ConsumedBatch | undefined> {
    const { low, high } = await this.watermarks(partition);
    if (low >= high) return undefined;
    // The last place may hold what is no record: the mark of a transaction, or a gap.
    return (await this.#readAt(partition, high - 1)) ?? (await this.#readAt(partition, low));
  }

  /** Does a record lie at that very offset, and not what is none: the mark of a transaction, an aborted record, a gap? */
  async hasRecordAt(partition: TopicPartition, offset: number): Promise<boolean> {
    return (await this.#readAt(partition, offset))?.offset(0) === offset;
  }

  async #readAt(partition: TopicPartition, offset: number): Promise<ConsumedBatch | undefined> {
    const native = companion();
    const place = { topic: partition.topic, partition: partition.partition, offset };
    const { id } = this.#handle;
    const what = `A record of ${partition.topic}-${partition.partition} cannot be read`;
    // Where the group stands is where an assignment begins, unless it stands nowhere: hence the search afterwards.
    await withKafkaErrors(what, native.assign(id, [place], false, offset, this.#timeoutMs));
    const deadline = systemClock.monotonic() + this.#timeoutMs;
    try {
      await this.#seek(place, deadline);
      while (systemClock.monotonic() < deadline) {
        const block = await native.fetch(id, FETCH_MS, 1, FETCH_BYTES);
        const rows = new PackedRows(block);
        if (block.count > 0 && rows.offset(0) >= offset) return new PackedBatch(rows, 0, 1);
        const refusal = block.events.find(({ kind, kafkaCode }) => kind === 'error' && HOPELESS.has(kafkaCode));
        if (refusal !== undefined) throw toKafkaError(refusal, what);
        if (block.events.some((event) => event.kind === 'end' && event.offset > offset)) return undefined;
      }
      return undefined;
    } finally {
      await native.unassign(id, [place], false);
    }
  }

  /** A partition that was just assigned cannot be sought in before its fetching has begun. */
  async #seek(place: TopicPartitionOffset, deadline: number): Promise<void> {
    while (systemClock.monotonic() < deadline) {
      const [sought] = await companion().seek(this.#handle.id, [place], this.#timeoutMs);
      if (sought?.kafkaCode !== KAFKA_CODES.state) return;
      await systemClock.sleep(SEEK_RETRY_MS);
    }
  }

  close(): Promise<void> {
    return this.#handle.disconnect();
  }
}

const HOPELESS: ReadonlySet<number> = new Set([
  KAFKA_CODES.topicAuthorizationFailed,
  KAFKA_CODES.groupAuthorizationFailed,
  KAFKA_CODES.unknownTopicOrPartition,
  KAFKA_CODES.fatal,
]);
