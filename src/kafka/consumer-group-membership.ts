/** Owns what a consumer does when its group or a partition says something: assignments, and errors that concern it. */
import { topicPartitionKey, type TopicPartition } from '../api/topic-partition';
import type { RebalanceListener } from './clients';
import type { FetchedRecords } from './fetched-records';
import { KAFKA_CODES, toKafkaError, withKafkaErrors } from './kafka-errors';
import { companion, type NativeCompanion, type NativeEvent } from './native-companion';
import type { RdkafkaHandle } from './rdkafka-handle';

/** Where a partition without a committed offset starts, in librdkafka's numbers; −1001 leaves it to librdkafka. */
const RESET_TO: ReadonlyMap<unknown, number> = new Map([
  ['earliest', -2],
  ['latest', -1],
]);
const LEFT_TO_LIBRDKAFKA = -1001;
const BEGINNING = -2;
/** Time for asking where newly assigned partitions start; librdkafka asks itself when it is over. */
const LOOK_UP_MS = 5000;
const LEAVE_MS = 60_000;

/** Errors of a poll that Java's consumer throws. All others heal by themselves and are only reported. */
const THROWN: ReadonlySet<number> = new Set([
  KAFKA_CODES.fatal,
  KAFKA_CODES.autoOffsetReset,
  KAFKA_CODES.noOffset,
  KAFKA_CODES.badMessage,
  KAFKA_CODES.badCompression,
  KAFKA_CODES.corruptMessage,
  KAFKA_CODES.unsupportedFeature,
  KAFKA_CODES.topicAuthorizationFailed,
  KAFKA_CODES.groupAuthorizationFailed,
  KAFKA_CODES.clusterAuthorizationFailed,
  KAFKA_CODES.saslAuthenticationFailed,
  KAFKA_CODES.authenticationFailed,
]);

/** The group as one consumer sees it. `take` is called from `poll`, one event at a time. */
export class ConsumerGroupMembership {
  listener: RebalanceListener | undefined;
  readonly #handle: RdkafkaHandle;
  readonly #native: NativeCompanion = companion();
  readonly #records: FetchedRecords;
  readonly #assigned = new Map<string, TopicPartition>();
  #isDirect = false;

  constructor(handle: RdkafkaHandle, records: FetchedRecords) {
    this.#handle = handle;
    this.#records = records;
  }

  assignment(): TopicPartition[] {
    return [...this.#assigned.values()];
  }

  has(partition: TopicPartition): boolean {
    return this.#assigned.has(topicPartitionKey(partition));
  }

  /** True when partitions were taken without the group. */
  get isDirect(): boolean {
    return this.#isDirect;
  }

  /** Takes partitions from their beginning without the group, which is never joined. Rejects with KafkaError. */
  async assignDirectly(partitions: readonly TopicPartition[]): Promise<void> {
    this.#isDirect = true;
    const from = partitions.map((partition) => ({ ...partition, offset: BEGINNING }));
    const assigning = this.#native.assign(this.#handle.id, from, false, BEGINNING, LOOK_UP_MS);
    await withKafkaErrors('Partitions cannot be assigned', assigning);
    for (const partition of from) {
      this.#records.start(partition);
      this.#assigned.set(topicPartitionKey(partition), plain(partition));
    }
  }

  /**
   * Leaves the group; resolves false when librdkafka has not done so. A client that is not connected has none, and node-rdkafka
   * may be closing it by itself: librdkafka never ends the second of two closings.
   */
  leave(): Promise<boolean> {
    if (!this.#handle.isConnected) return Promise.resolve(true);
    return this.#native.leave(this.#handle.id, LEAVE_MS).catch(() => false);
  }

  /** Answers an event of the companion. Rejects with what the listener rejects with, or with KafkaError. */
  async take(event: NativeEvent): Promise<void> {
    switch (event.kind) {
      case 'assigned':
        return this.#assign(event);
      case 'revoked':
        return this.#revoke(event);
      case 'lost':
        return this.#lose(event);
      case 'end':
        this.#records.noteEnd(event);
        return;
      case 'error':
        this.#fail(event);
    }
  }

  async #assign(event: NativeEvent): Promise<void> {
    const resetTo = RESET_TO.get(this.#handle.settings.topic['auto.offset.reset']) ?? LEFT_TO_LIBRDKAFKA;
    if (!event.isCooperative) this.#assigned.clear();
    const assigning = this.#native.assign(this.#handle.id, event.partitions, event.isCooperative, resetTo, LOOK_UP_MS);
    const partitions = await withKafkaErrors('Partitions cannot be assigned', assigning);
    for (const partition of partitions) {
      this.#records.start(partition);
      this.#assigned.set(topicPartitionKey(partition), plain(partition));
    }
    await this.listener?.onAssigned(partitions.map(plain));
  }

  async #revoke(event: NativeEvent): Promise<void> {
    const partitions = event.partitions.map(plain);
    try {
      await this.listener?.onRevoked(partitions);
    } finally {
      await this.#giveUp(event);
    }
  }

  async #lose(event: NativeEvent): Promise<void> {
    await this.#giveUp(event);
    await this.listener?.onLost(event.partitions.map(plain));
  }

  async #giveUp(event: NativeEvent): Promise<void> {
    const paused = event.partitions.filter((partition) => this.#records.isPaused(partition));
    // librdkafka remembers the pause; whoever gets the partition again expects it running.
    if (paused.length > 0) this.#native.resume(this.#handle.id, paused);
    for (const partition of event.partitions) {
      this.#records.stop(partition);
      this.#assigned.delete(topicPartitionKey(partition));
    }
    const unassigning = this.#native.unassign(this.#handle.id, event.partitions, event.isCooperative);
    await withKafkaErrors('Partitions cannot be given up', unassigning);
  }

  /** librdkafka does not say which group it is, nor what is not allowed. */
  #withGroup(kafkaCode: number, message: string): string {
    if (kafkaCode !== KAFKA_CODES.groupAuthorizationFailed) return message;
    const group = String(this.#handle.settings.global['group.id'] ?? '');
    return `Not authorized to access group: ${group}. A consumer needs the operation READ on it (${message})`;
  }

  #fail(event: NativeEvent): void {
    const where = event.partition < 0 ? event.topic : `${event.topic}-${event.partition}`;
    const message = where === '' || event.message.includes(event.topic) ? event.message : `${where}: ${event.message}`;
    // The client asks for the coordinator of its group all the same, and need not be allowed to.
    const isOfNoConcern = this.#isDirect && event.kafkaCode === KAFKA_CODES.groupAuthorizationFailed;
    if (isOfNoConcern || !THROWN.has(event.kafkaCode)) {
      this.#handle.report({ kafkaCode: event.kafkaCode, message });
      return;
    }
    const fatal = event.kafkaCode === KAFKA_CODES.fatal ? this.#native.fatalError(this.#handle.id) : null;
    throw toKafkaError({
      kafkaCode: fatal?.kafkaCode ?? event.kafkaCode,
      message: fatal?.message ?? this.#withGroup(event.kafkaCode, message),
      isFatal: fatal !== null,
    });
  }
}

function plain({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
