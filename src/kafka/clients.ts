/** Owns what the runtime needs of Kafka: interfaces only. Fakes in test/support fulfil them as well. */
import type { RawHeader, SerializedValue } from '../api/converter';
import type { RecordMetadata } from '../api/source-task';
import type { TimestampType } from '../api/sink-record';
import type { TopicPartition, TopicPartitionMap, TopicPartitionOffset } from '../api/topic-partition';

/**
 * Consumed messages in the order in which they came, read by index. Buffers are views on one block that lives as long as
 * any of them: copy what outlives the batch.
 */
export interface ConsumedBatch {
  readonly size: number;
  /** Bytes of keys and values together; added up when it is asked for. */
  readonly byteSize: number;
  topic(index: number): string;
  partition(index: number): number;
  offset(index: number): number;
  /** Milliseconds since the epoch; −1 when there is none. */
  timestamp(index: number): number;
  timestampType(index: number): TimestampType;
  key(index: number): Buffer | null;
  value(index: number): Buffer | null;
  /** `null` when the message has no headers. */
  headers(index: number): RawHeader[] | null;
}

/**
 * Told of rebalances from inside `poll`, one call at a time, after the records fetched before it were returned. `poll`
 * waits for the promise, so there is time to flush and commit before partitions go away. A rejection makes `poll` reject.
 */
export interface RebalanceListener {
  onAssigned(partitions: TopicPartition[]): Promise<void>;
  /** Called before the partitions are given up: they can still be committed. */
  onRevoked(partitions: TopicPartition[]): Promise<void>;
  /** Called when the partitions are gone already (session expired, `max.poll.interval.ms` exceeded). */
  onLost(partitions: TopicPartition[]): Promise<void>;
}

/** How many records of a partition are left to read. */
export interface PartitionLag extends TopicPartition {
  readonly lag: number;
}

/** What a client says of itself from time to time; times in milliseconds. */
export interface ClientStatistics {
  readonly clientId: string;
  /** Round trips to the brokers in the last interval; NaN when there were none. */
  readonly requestLatencyAvg: number;
  readonly requestLatencyMax: number;
  /** Requests sent since the start. */
  readonly requests: number;
  /** Of a member of a group. */
  readonly group: { readonly rebalances: number; readonly sinceRebalance: number } | undefined;
}

/** Names or a Java regular expression on whole topic names; `matches` answers for one topic. */
export type Subscription = { readonly topics: readonly string[] } | { readonly matches: (topic: string) => boolean };

/** What is wrong with the client when nothing was thrown: connection lost, authentication refused, … */
export interface ClientEvent {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  /** librdkafka's code, when the event carries one. */
  readonly kafkaCode?: number;
}

/**
 * A member of a consumer group. `commit`, `wakeup` and `close` may be called while another call is pending; all others are
 * called one after another, and none but `pause`, `resume`, `commit` and `committed` from inside a rebalance listener.
 */
export interface KafkaConsumer {
  /** Connects. Rejects with BrokerUnavailableError naming the address when no broker answers in time. */
  connect(): Promise<void>;
  subscribe(subscription: Subscription, listener: RebalanceListener): Promise<void>;
  /** Instead of `subscribe`: reads these partitions from their beginning. No group is joined; `positions` leaves out what is not known. */
  assignDirectly(partitions: readonly TopicPartition[]): Promise<void>;
  /**
   * Waits up to `timeoutMs` for messages and returns what has come, at most `max.poll.records`; serves rebalances through
   * the listener. Rejects with KafkaError (retriable or not) for what the group or the partitions report.
   */
  poll(timeoutMs: number): Promise<ConsumedBatch>;
  /** Ends the pending `poll`, or the next one, early. May be called at any time. */
  wakeup(): void;
  assignment(): TopicPartition[];
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /** The next `poll` returns records from that offset on, and none fetched before. */
  seek(position: TopicPartitionOffset): Promise<void>;
  /** The offset of the next record of each partition that `poll` will return. */
  positions(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>>;
  /**
   * As `positions` of one partition, as far as it is known here: at the end of a partition also past records that are never
   * returned (aborted ones, control records). Undefined when nothing is known. May be called at any time.
   */
  position(partition: TopicPartition): number | undefined;
  /** Resolves when the group coordinator has stored the offsets. */
  commit(offsets: TopicPartitionMap<number>): Promise<void>;
  /** Committed offsets; partitions without one are left out. */
  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>>;
  /** The ids (KIP-516) of those topics that exist, empty where the broker gives none. Creates no topic. */
  topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Lowest and next offset of a partition, as the broker knows them; with `read_committed` before any open transaction. */
  watermarks(partition: TopicPartition): Promise<{ low: number; high: number }>;
  /** The partitions that a subscription has now; topics that do not exist have none. Needs no `subscribe`. */
  partitionsOf(subscription: Subscription): Promise<TopicPartition[]>;
  /**
   * What is left to read of each assigned partition, by what was learnt of their ends lately (some seconds ago); partitions
   * of which nothing was learnt yet are left out. Asks nobody.
   */
  lags(): PartitionLag[];
  /** The latest statistics, undefined before the first. */
  statistics(): ClientStatistics | undefined;
  /** Leaves the group and disconnects, within a bound. A pending `poll` is ended first. Idempotent. */
  close(): Promise<void>;
}

/** A message to send. */
export interface ProducerRecord {
  topic: string;
  /** `null`: by the key's hash as Java does it, or any. */
  partition: number | null;
  key: SerializedValue;
  value: SerializedValue;
  /** Milliseconds since the epoch; `null`: the time of sending. */
  timestamp: number | null;
  headers: readonly RawHeader[] | null;
}

/** Why a message was not delivered. */
export interface DeliveryFailure {
  /** What `send` returned for the message. */
  readonly sequence: number;
  /** librdkafka's code. */
  readonly kafkaCode: number;
  readonly message: string;
  readonly isRetriable: boolean;
}

/** Where a message was delivered, when metadata was asked for. */
export interface Delivery {
  readonly sequence: number;
  readonly metadata: RecordMetadata;
}

/**
 * Sends messages in order. Sequence numbers count from 0 for the life of the producer; a message is settled when it was
 * acknowledged or has failed for good.
 */
export interface KafkaProducer {
  connect(): Promise<void>;
  /** Takes a message into the outgoing block and returns its sequence number. Never waits, never throws for a record. */
  send(record: ProducerRecord): number;
  /**
   * Hands the outgoing block over to the client in order. Resolves, or returns undefined at once, when all of it was
   * taken; waits while the client's queue is full. `signal` ends the wait: what was not taken stays in the block.
   */
  handOver(signal?: AbortSignal): Promise<void> | undefined;
  /** Every message with a smaller sequence number is settled. Cheap: ask once per batch. */
  settledBelow(): number;
  /** True when the message is settled. Valid from `settledBelow()` to the last sequence number. */
  isSettled(sequence: number): boolean;
  /** Bytes of the keys and values of all records that were given to `send`. */
  readonly bytesSent: number;
  /** Failures since the last call. */
  takeFailures(): DeliveryFailure[];
  /** Deliveries since the last call; empty unless the producer was made with `tracksMetadata`. */
  takeDeliveries(): Delivery[];
  /** Resolves true when everything sent is settled, false when `timeoutMs` has passed before. */
  flush(timeoutMs: number): Promise<boolean>;
  /** Resolves when some message was settled since the last call, or after `timeoutMs`, or when `signal` is aborted. */
  waitForSettled(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** The latest statistics, undefined before the first. */
  statistics(): ClientStatistics | undefined;
  /** An error after which the producer can never send again (fenced, fatal), or undefined. */
  fatalError(): Error | undefined;
  /**
   * Takes over the transactional id: an earlier producer that has it can never commit again, and what it left open is aborted.
   * For a producer with `transactional.id`, once, before its first transaction. `signal` ends the wait with a KafkaError.
   */
  initTransactions(signal?: AbortSignal): Promise<void>;
  beginTransaction(): Promise<void>;
  /** Resolves when all that was sent since `beginTransaction` is visible; rejects with KafkaError when it is not. */
  commitTransaction(): Promise<void>;
  abortTransaction(): Promise<void>;
  /** Waits up to `timeoutMs` for what is outstanding, then disconnects within a bound. Idempotent. */
  close(timeoutMs: number): Promise<void>;
}

/** A topic to create. −1 for partitions or replication factor: the broker's default. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** An operation that is allowed or not, by Kafka's name of it. */
export type AclOperation = 'READ' | 'WRITE' | 'CREATE' | 'DELETE' | 'ALTER' | 'DESCRIBE';

/** What a broker says of a topic and of what this client may do with it. */
export interface TopicPermission {
  /** `hidden`: the topic may not be described, whether it exists or not. */
  readonly state: 'exists' | 'missing' | 'hidden';
  /** Undefined where the broker does not tell, as for a topic that is missing. */
  readonly operations: ReadonlySet<AclOperation> | undefined;
}

/** A member of a consumer group, as the group's coordinator knows it. */
export interface GroupMember {
  readonly clientId: string;
  readonly memberId: string;
  /** Its address as the broker sees it. */
  readonly host: string;
}

/** Administration of topics and groups. Methods may run at the same time. All reject with KafkaError. */
export interface KafkaAdmin {
  connect(): Promise<void>;
  /** `null` when the cluster is too old to have one. */
  clusterId(): Promise<string | null>;
  /** Names and partition counts of all topics. */
  listTopics(): Promise<ReadonlyMap<string, number>>;
  /** Partition count of a topic, or undefined when it does not exist. Never creates it. */
  describeTopic(topic: string): Promise<number | undefined>;
  /** Resolves true when the topic was created, false when it existed already. */
  createTopic(topic: NewTopic): Promise<boolean>;
  /** Resolves or rejects as `createTopic` would, but nothing is created. */
  tryCreateTopic(topic: NewTopic): Promise<boolean>;
  /** What may be done with topics. Rejects where a name is no name of a topic. */
  topicPermissions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicPermission>>;
  /** What may be done with a group, undefined where the broker does not tell. Rejects with code 30 where it may not be described. */
  groupOperations(group: string): Promise<ReadonlySet<AclOperation> | undefined>;
  /** The settings of a topic, defaults included; sensitive ones are left out. */
  topicConfig(topic: string): Promise<ReadonlyMap<string, string>>;
  /** The settings of some broker of the cluster, likewise. */
  brokerConfig(): Promise<ReadonlyMap<string, string>>;
  /** The offset after the last record of each partition, records of open transactions included. */
  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>>;
  /** All committed offsets of a group. */
  listGroupOffsets(group: string): Promise<TopicPartitionMap<number>>;
  /** None of a group that does not exist. */
  groupMembers(group: string): Promise<readonly GroupMember[]>;
  /** Commits offsets for a group without members. Rejects when it has members. */
  alterGroupOffsets(group: string, offsets: TopicPartitionMap<number>): Promise<void>;
  deleteGroupOffsets(group: string, partitions: readonly TopicPartition[]): Promise<void>;
  /** A group that does not exist is fine. */
  deleteGroup(group: string): Promise<void>;
  close(): Promise<void>;
}

/** Java client properties, as the worker and the connector give them. Values are strings; null means "not set". */
export type ClientProperties = Readonly<Record<string, string>>;

/** How a client is to be made. */
export interface ClientOptions {
  /** Java property names; translated and checked by client-config. Throws ConfigError where one cannot be honoured. */
  readonly properties: ClientProperties;
  /** Told of what the client says by itself, and of settings that are ignored, each with its reason. */
  readonly onEvent?: (event: ClientEvent) => void;
}

/** Makes clients. The one in src/kafka uses node-rdkafka and its companion; tests bring a fake. */
export interface KafkaClients {
  consumer(options: ClientOptions): KafkaConsumer;
  producer(options: ClientOptions & { readonly tracksMetadata?: boolean }): KafkaProducer;
  admin(options: ClientOptions): KafkaAdmin;
}
