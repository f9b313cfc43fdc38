/** Owns the administration of topics and groups through librdkafka. */
import { TopicPartitionMap, type TopicPartition } from '../api/topic-partition';
import { systemClock } from '../clock';
import { BrokerUnavailableError } from '../errors';
import { aclOperations, NOT_TOLD, topicPermission } from './acl-operations';
import type { AclOperation, ClientOptions, GroupMember, KafkaAdmin, NewTopic, TopicPermission } from './clients';
import { readGroupOffsets } from './group-offsets';
import { COORDINATOR_MOVES, COORDINATOR_WAIT_MS, KAFKA_CODES, toKafkaError, withKafkaErrors } from './kafka-errors';
import { companion, type NativeCompanion } from './native-companion';
import { RdkafkaHandle } from './rdkafka-handle';

/** An admin client. It is a producer to librdkafka, which never produces. */
export class RdkafkaAdmin implements KafkaAdmin {
  readonly #handle: RdkafkaHandle;
  readonly #native: NativeCompanion = companion();
  readonly #timeoutMs: number;
  readonly #options: ClientOptions;
  #closed: Promise<void> | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#handle = new RdkafkaHandle('admin', options);
    this.#timeoutMs = this.#handle.settings.own.defaultApiTimeoutMs;
  }

  connect(): Promise<void> {
    return this.#handle.connect(this.#timeoutMs);
  }

  clusterId(): Promise<string | null> {
    return withKafkaErrors('The cluster id cannot be read', this.#native.clusterId(this.#handle.id, this.#timeoutMs));
  }

  async listTopics(): Promise<ReadonlyMap<string, number>> {
    const listed = await withKafkaErrors(
      'Topics cannot be listed',
      this.#native.listTopics(this.#handle.id, this.#timeoutMs),
    );
    return new Map(listed.map(({ topic, partitions }) => [topic, partitions]));
  }

  describeTopic(topic: string): Promise<number | undefined> {
    return withKafkaErrors(
      `Topic ${topic} cannot be described`,
      this.#native.describeTopic(this.#handle.id, this.#timeoutMs, topic),
    );
  }

  createTopic(topic: NewTopic): Promise<boolean> {
    return this.#createTopic(topic, false);
  }

  tryCreateTopic(topic: NewTopic): Promise<boolean> {
    return this.#createTopic(topic, true);
  }

  #createTopic({ name, partitions, replicationFactor, configs }: NewTopic, isTrial: boolean): Promise<boolean> {
    const what = `Topic ${name} cannot be created`;
    const create = async () =>
      this.#native.createTopic(
        this.#handle.id,
        this.#timeoutMs,
        name,
        partitions,
        replicationFactor,
        Object.entries(configs),
        isTrial,
      );
    return withKafkaErrors(what, create());
  }

  async topicPermissions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicPermission>> {
    if (topics.length === 0) return new Map();
    const asked = this.#native.topicOperations(this.#handle.id, this.#timeoutMs, topics);
    const told = await withKafkaErrors(`Topics cannot be described (${topics.join(', ')})`, asked);
    const permissions = new Map(told.map(([topic, code, bits]) => [topic, topicPermission(topic, code, bits)]));
    if (told.every(([, , bits]) => bits !== NOT_TOLD)) return permissions;
    // Who does not tell may not have looked either.
    const listed = await this.listTopics();
    for (const [topic, { state, operations }] of permissions) {
      if (state === 'exists' && !listed.has(topic)) permissions.set(topic, { state: 'missing', operations });
    }
    return permissions;
  }

  async groupOperations(group: string): Promise<ReadonlySet<AclOperation> | undefined> {
    const what = `Group ${group} cannot be described`;
    const ask = () => this.#native.groupOperations(this.#handle.id, this.#timeoutMs, group);
    // A group that nobody has joined yet may be unknown.
    return aclOperations(await unlessUnknown(this.#askCoordinator(what, ask), NOT_TOLD));
  }

  async topicConfig(topic: string): Promise<ReadonlyMap<string, string>> {
    const what = `The settings of topic ${topic} cannot be read`;
    const read = this.#native.topicConfig(this.#handle.id, this.#timeoutMs, topic);
    return new Map(await withKafkaErrors(what, read));
  }

  async brokerConfig(): Promise<ReadonlyMap<string, string>> {
    const what = 'The settings of the brokers cannot be read';
    const broker = await withKafkaErrors(what, this.#native.someBroker(this.#handle.id, this.#timeoutMs));
    const read = this.#native.brokerConfig(this.#handle.id, this.#timeoutMs, String(broker));
    return new Map(await withKafkaErrors(what, read));
  }

  async endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    if (partitions.length === 0) return new TopicPartitionMap();
    try {
      return await this.#endOffsets(partitions);
    } catch (thrown) {
      if (!toKafkaError(thrown).isRetriable) throw thrown;
      // librdkafka keeps to the leaders and epochs that it knows, also when they are refused, until it asks for metadata.
      for (const topic of new Set(partitions.map((partition) => partition.topic))) await this.describeTopic(topic);
      return this.#endOffsets(partitions);
    }
  }

  async #endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    const read = this.#native.endOffsets(this.#handle.id, this.#timeoutMs, partitions);
    const ends = await withKafkaErrors('End offsets cannot be read', read);
    return new TopicPartitionMap(ends.map((entry) => [entry, entry.offset]));
  }

  async listGroupOffsets(group: string): Promise<TopicPartitionMap<number>> {
    const what = `Offsets of group ${group} cannot be listed`;
    const listed = await unlessUnknown(
      this.#askCoordinator(what, () => readGroupOffsets(this.#options, group)),
      [],
    );
    return new TopicPartitionMap(listed.filter(({ offset }) => offset >= 0).map((entry) => [entry, entry.offset]));
  }

  async groupMembers(group: string): Promise<readonly GroupMember[]> {
    const members = await this.#askCoordinator(`The members of group ${group} cannot be listed`, () =>
      this.#native.groupMembers(this.#handle.id, this.#timeoutMs, group),
    );
    // Java writes an address as /host.
    return members.map((member) => ({ ...member, host: member.host.replace(/^\//, '') }));
  }

  async alterGroupOffsets(group: string, offsets: TopicPartitionMap<number>): Promise<void> {
    if (offsets.size === 0) return;
    const positions = [...offsets].map(([partition, offset]) => ({ ...partition, offset }));
    await this.#askCoordinator(`Offsets of group ${group} cannot be altered`, () =>
      this.#native.alterGroupOffsets(this.#handle.id, this.#timeoutMs, group, positions),
    );
  }

  async deleteGroupOffsets(group: string, partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    await this.#askCoordinator(`Offsets of group ${group} cannot be deleted`, () =>
      this.#native.deleteGroupOffsets(this.#handle.id, this.#timeoutMs, group, partitions),
    );
  }

  async deleteGroup(group: string): Promise<void> {
    const what = `Group ${group} cannot be deleted`;
    await unlessUnknown(
      this.#askCoordinator(what, () => this.#native.deleteGroup(this.#handle.id, this.#timeoutMs, group)),
      undefined,
    );
  }

  /** Asks again, as Java's client does, while the coordinator of the group moves or has not loaded it yet. */
  async #askCoordinator<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const deadline = systemClock.monotonic() + this.#timeoutMs;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof BrokerUnavailableError) throw error;
        const isPassing = COORDINATOR_MOVES.has(toKafkaError(error).kafkaCode);
        if (!isPassing || systemClock.monotonic() > deadline) throw toKafkaError(error, what);
        await systemClock.sleep(COORDINATOR_WAIT_MS);
      }
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#handle.disconnect();
    return this.#closed;
  }
}

/** A group that does not exist has nothing, and need not be deleted. */
async function unlessUnknown<T>(call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (toKafkaError(error).kafkaCode === KAFKA_CODES.groupIdNotFound) return otherwise;
    throw error;
  }
}
