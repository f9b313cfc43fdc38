/** Owns the loading of the native companion and the shape of what it exports. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { KafkaError, WorkerStartError } from '../errors';
import type { TopicPartition, TopicPartitionOffset } from '../api/topic-partition';
import { companionPath, packageRoot } from './companion-path';

/** Records in the layout of native/packed_block.h. */
export interface NativeBlock {
  readonly count: number;
  readonly rows: ArrayBuffer;
  readonly data: ArrayBuffer;
  /** Names by index; one name may appear more than once. */
  readonly topics: readonly string[];
  /** Runs of rows of one partition: topic index, partition, first row, and so on. */
  readonly runs: readonly number[];
}

/** A partition and what librdkafka says of it; offset −1001: none. */
export interface NativePartition extends TopicPartitionOffset {
  readonly kafkaCode: number;
}

/** Something that a client says and that is no record. */
export interface NativeEvent {
  readonly kind: 'error' | 'end' | 'assigned' | 'revoked' | 'lost';
  readonly kafkaCode: number;
  readonly message: string;
  /** Of an error or an end; empty and −1 where it belongs to no partition. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Of a rebalance. */
  readonly partitions: readonly NativePartition[];
  readonly isCooperative: boolean;
}

/** A message that was not delivered. */
export interface NativeFailure {
  readonly sequence: number;
  readonly kafkaCode: number;
  readonly message: string;
}

/** Where a message was delivered. */
export interface NativeDelivery {
  readonly sequence: number;
  readonly metadata: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly timestamp: number;
  };
}

/** What the guard of a stuck process writes; `{call}`, `{seconds}`, `{signal}`, `{text}` and `{time}` are put in at the end. */
export interface NativeGuardTexts {
  readonly calls: readonly string[];
  readonly stuck: string;
  readonly second: string;
  readonly unknown: string;
  readonly awaited: string;
  readonly timeStyle: string;
  /** The line where no owner is known. */
  readonly line: string;
  readonly deadlineMs: number;
}

type Partitions = readonly (TopicPartition | TopicPartitionOffset)[];

/**
 * What companion.node exports. `id` is the number of a client, from `reserve`. Promises run on a libuv thread and reject
 * with an Error that has `kafkaCode`. Times are milliseconds.
 */
export interface NativeCompanion {
  reserve(): number;
  release(id: number): void;
  named(name: string): number;
  isAttached(id: number): boolean;
  abandon(id: number): void;
  /** Called with the number of a producer whose messages came back, once for each `arm`. */
  setNotifier(notify: (id: number) => void): void;
  shutDown(): void;

  fetch(
    id: number,
    timeoutMs: number,
    maxRecords: number,
    maxBytes: number,
  ): Promise<NativeBlock & { readonly events: readonly NativeEvent[] }>;
  wake(id: number): void;

  /** How many rows, counted from `from`, were taken or refused for good. */
  produce(id: number, rows: Buffer, data: Buffer, topics: readonly string[], from: number, to: number): number;
  flush(id: number, timeoutMs: number): Promise<boolean>;
  poll(id: number): NativeEvent[];
  purgeQueued(id: number): void;
  keepPurged(id: number, keeps: boolean): void;
  settleRefused(id: number, settles: boolean): void;
  trackDeliveries(id: number): void;
  settledBelow(id: number): number;
  settledCount(id: number): number;
  isSettled(id: number, sequence: number): boolean;
  arm(id: number, seenCount: number): boolean;
  takeFailures(id: number): NativeFailure[];
  takeDeliveries(id: number): NativeDelivery[];
  takeReturned(id: number): NativeBlock | null;

  subscribe(id: number, topics: readonly TopicPartition[]): number;
  assign(
    id: number,
    partitions: Partitions,
    isCooperative: boolean,
    resetTo: number,
    timeoutMs: number,
  ): Promise<NativePartition[]>;
  unassign(id: number, partitions: Partitions, isCooperative: boolean): Promise<unknown>;
  pause(id: number, partitions: Partitions): number;
  resume(id: number, partitions: Partitions): number;
  seek(id: number, partitions: Partitions, timeoutMs: number): Promise<NativePartition[]>;
  committed(id: number, partitions: Partitions, timeoutMs: number): Promise<NativePartition[]>;
  commit(id: number, offsets: Partitions, timeoutMs: number): Promise<NativePartition[]>;
  watermarks(id: number, topic: string, partition: number, timeoutMs: number): Promise<{ low: number; high: number }>;
  leave(id: number, timeoutMs: number): Promise<boolean>;
  fatalError(id: number): { readonly kafkaCode: number; readonly message: string } | null;

  awaitBroker(id: number, timeoutMs: number): Promise<void>;
  clusterId(id: number, timeoutMs: number): Promise<string | null>;
  listTopics(id: number, timeoutMs: number): Promise<{ readonly topic: string; readonly partitions: number }[]>;
  describeTopic(id: number, timeoutMs: number, topic: string): Promise<number | undefined>;
  /** Of the topics that exist: a topic's id, empty where the broker gives none. */
  topicIds(
    id: number,
    timeoutMs: number,
    topics: readonly string[],
  ): Promise<(readonly [topic: string, topicId: string])[]>;
  /** The error code of each topic, and the operations on it that are allowed: bits by Kafka's numbers, −1: not told. */
  topicOperations(
    id: number,
    timeoutMs: number,
    topics: readonly string[],
  ): Promise<(readonly [topic: string, kafkaCode: number, operations: number])[]>;
  /** As above; rejects where the group may not be described. */
  groupOperations(id: number, timeoutMs: number, group: string): Promise<number>;
  createTopic(
    id: number,
    timeoutMs: number,
    name: string,
    partitions: number,
    replicationFactor: number,
    configs: readonly (readonly [string, string])[],
    isTrial: boolean,
  ): Promise<boolean>;
  topicConfig(id: number, timeoutMs: number, topic: string): Promise<(readonly [name: string, value: string])[]>;
  brokerConfig(id: number, timeoutMs: number, broker: string): Promise<(readonly [name: string, value: string])[]>;
  /** The number of a broker that answers. */
  someBroker(id: number, timeoutMs: number): Promise<number>;
  endOffsets(id: number, timeoutMs: number, partitions: Partitions): Promise<NativePartition[]>;
  groupMembers(
    id: number,
    timeoutMs: number,
    group: string,
  ): Promise<{ readonly clientId: string; readonly memberId: string; readonly host: string }[]>;
  listGroupOffsets(id: number, timeoutMs: number, group: string): Promise<NativePartition[]>;
  alterGroupOffsets(id: number, timeoutMs: number, group: string, offsets: Partitions): Promise<void>;
  deleteGroupOffsets(id: number, timeoutMs: number, group: string, partitions: Partitions): Promise<void>;
  deleteGroup(id: number, timeoutMs: number, group: string): Promise<void>;

  /** False when it listens already. `time`: what the clock of the cells says now. */
  guardStart(cells: ArrayBuffer, time: number, receivedSignals: number, texts: NativeGuardTexts): boolean;
  guardName(owner: number, line: string, label: string): void;
  guardDeadline(ms: number): void;
  guardEndsIn(ms: number): void;
  guardAcknowledge(): void;
  guardBeat(): void;
  guardStop(): void;

  mockBootstraps(id: number): string;
  mockGroupDelay(id: number, ms: number): void;
  mockCreateTopic(id: number, name: string, partitions: number, replicationFactor: number): void;
  mockTopicError(id: number, name: string, kafkaCode: number): void;
  mockRequestErrors(id: number, apiKey: number, kafkaCodes: readonly number[]): void;
  mockBrokerUp(id: number, broker: number, isUp: boolean): void;
  mockBrokerDelay(id: number, broker: number, ms: number): void;
}

let loaded: NativeCompanion | undefined;
const listeners = new Map<number, () => void>();

/** The companion, loaded when first asked for. Throws WorkerStartError with the command that builds it. */
export function companion(): NativeCompanion {
  loaded ??= load();
  return loaded;
}

/** Calls `listener` on the main thread when messages of the producer came back after `arm`, until `undefined` is set. */
export function onMessagesBack(id: number, listener: (() => void) | undefined): void {
  if (listener === undefined) listeners.delete(id);
  else listeners.set(id, listener);
}

/** The controls of the mock cluster that a client made with `test.mock.num.brokers` holds. */
export interface MockCluster {
  readonly bootstrap: string;
  /** How long the first join of a group waits for others. */
  setInitialRebalanceDelay(ms: number): void;
  /** Throws KafkaError with code 36 when the topic exists. */
  createTopic(name: string, partitions: number, replicationFactor?: number): void;
  /** What metadata says of a topic; 0: all is well. */
  setTopicError(name: string, kafkaCode: number): void;
  /** The next requests of the kind (Kafka's API key) fail with these codes, one after another. */
  failRequests(apiKey: number, kafkaCodes: readonly number[]): void;
  setBrokerUp(broker: number, isUp: boolean): void;
  /** Delays each answer of a broker. */
  setRoundTrip(broker: number, ms: number): void;
}

/** The controls of a mock cluster by the name that librdkafka gave its client, which the `ready` event carries. */
export function mockCluster(name: string): MockCluster {
  const native = companion();
  const id = native.named(name);
  const replicas = 1;
  return {
    bootstrap: native.mockBootstraps(id),
    setInitialRebalanceDelay: (ms) => native.mockGroupDelay(id, ms),
    createTopic: (topic, partitions, replicationFactor = replicas) =>
      asKafkaError(() => native.mockCreateTopic(id, topic, partitions, replicationFactor)),
    setTopicError: (topic, kafkaCode) => native.mockTopicError(id, topic, kafkaCode),
    failRequests: (apiKey, kafkaCodes) => native.mockRequestErrors(id, apiKey, kafkaCodes),
    setBrokerUp: (broker, isUp) => asKafkaError(() => native.mockBrokerUp(id, broker, isUp)),
    setRoundTrip: (broker, ms) => asKafkaError(() => native.mockBrokerDelay(id, broker, ms)),
  };
}

function asKafkaError(action: () => void): void {
  try {
    action();
  } catch (error) {
    const { kafkaCode, message } = error as Error & { kafkaCode?: number };
    if (kafkaCode === undefined) throw error;
    throw new KafkaError(message, { cause: error, kafkaCode });
  }
}

function load(): NativeCompanion {
  const file = companionPath();
  if (!existsSync(file)) throw notBuilt(`${file} does not exist`);
  const native = requireCompanion(file);
  native.setNotifier((id) => listeners.get(id)?.());
  // Threads that wait for librdkafka would hold up the end of the process.
  process.once('exit', () => native.shutDown());
  return native;
}

function requireCompanion(file: string): NativeCompanion {
  try {
    return createRequire(__filename)(file) as NativeCompanion;
  } catch (error) {
    throw notBuilt(error instanceof Error ? error.message : String(error), error);
  }
}

function notBuilt(reason: string, cause?: unknown): WorkerStartError {
  return new WorkerStartError(
    `The native companion is not built: run "npm rebuild" in ${packageRoot()} (${reason})`,
    cause === undefined ? undefined : { cause },
  );
}
