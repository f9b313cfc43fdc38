/** Owns how a source task delivers: at least once, with offsets after acknowledgements, or exactly once, in transactions. */
import type { Props } from '../api/plugin';
import type { TransactionContext } from '../api/source-task';
import type { Clock } from '../clock';
import type { KafkaClients, KafkaProducer } from '../kafka/clients';
import type { Logger } from '../logger';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { OffsetWriter } from '../storage/offset-writer';
import { eventsTo } from './client-event-log';
import { sourceProducerProperties, transactionalProducerProperties } from './client-properties';
import { connectorConfigDef } from './connector-config';
import type { HeldSourceTask } from './held-task';
import type { ExactlyOnce } from './offset-storage';
import { transactionSettings } from './source-connector-config';
import { RecordConfirmations } from './source/record-confirmations';
import type { SourceCommitter } from './source/source-committer';
import { SourceOffsetCommitter } from './source/source-offset-committer';
import type { SourceTaskCounters } from './source/source-task-counters';
import { SubmittedRecords } from './source/submitted-records';
import {
  ConnectorBoundary,
  IntervalBoundary,
  PollBoundary,
  type TransactionBoundary,
} from './source/transaction-boundary';
import { TransactionCommitter } from './source/transaction-committer';
import { WorkerTransactionContext } from './source/transaction-context';
import { transactionalIdOf, type TaskId } from './task-id';

/** What a delivery is made with. */
export interface SourceDeliveryOptions {
  readonly id: TaskId;
  readonly task: HeldSourceTask;
  readonly clients: KafkaClients;
  readonly offsets: OffsetBackingStore;
  /** Undefined: at least once. */
  readonly exactlyOnce: ExactlyOnce | undefined;
  readonly workerProps: Props;
  /** The connector's settings, placeholders resolved. */
  readonly connector: Props;
  readonly clock: Clock;
  readonly log: Logger;
  readonly counters: SourceTaskCounters;
  /** `offset.flush.interval.ms` and `offset.flush.timeout.ms`. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** What the task is wired with. */
export interface SourceDelivery {
  readonly producer: KafkaProducer;
  readonly submitted: SubmittedRecords;
  readonly confirmations: RecordConfirmations;
  readonly committer: SourceCommitter;
  readonly transactionContext: TransactionContext | null;
  /** In a transaction a failed send cannot be skipped: the transaction cannot be committed any more. */
  readonly maySkipFailedSends: boolean;
}

/** Wires the delivery of one task. Throws ConfigError for client settings that cannot be honoured. */
export function createSourceDelivery(options: SourceDeliveryOptions): SourceDelivery {
  const { exactlyOnce } = options;
  return exactlyOnce === undefined ? atLeastOnce(options) : inTransactions(options, exactlyOnce);
}

function atLeastOnce(options: SourceDeliveryOptions): SourceDelivery {
  const { id, task, offsets, clock, log, counters, intervalMs, timeoutMs, workerProps, connector } = options;
  const producer = producerOf(options, sourceProducerProperties(workerProps, connector, id.task));
  const submitted = submittedTo(producer, options);
  const confirmations = new RecordConfirmations(task, log);
  const writer = new OffsetWriter(offsets, id.connector);
  const parts = { producer, submitted, confirmations };
  const committer = new SourceOffsetCommitter({ ...parts, writer, clock, log, counters, intervalMs, timeoutMs });
  return { ...parts, committer, transactionContext: null, maySkipFailedSends: true };
}

function inTransactions(options: SourceDeliveryOptions, { groupId, store }: ExactlyOnce): SourceDelivery {
  const { id, task, clock, log, counters, timeoutMs, workerProps, connector } = options;
  const transactionalId = transactionalIdOf(groupId, id);
  const made = transactionalProducerProperties(workerProps, connector, { task: id.task, transactionalId });
  for (const sentence of made.ignored) log.warn(sentence);
  const producer = producerOf(options, made.properties);
  const submitted = submittedTo(producer, options);
  const confirmations = new RecordConfirmations(task, log, true);
  const { boundary, context } = boundaryOf(options);
  const writer = new OffsetWriter(
    {
      set: async (entries) => {
        for (const record of store.recordsOf(entries)) producer.send(record);
        await producer.handOver();
      },
    },
    id.connector,
  );
  const parts = { producer, submitted, confirmations };
  const committer = new TransactionCommitter({
    ...{ ...parts, transactionalId, writer, boundary, clock, log, counters, timeoutMs },
  });
  return { ...parts, committer, transactionContext: context, maySkipFailedSends: false };
}

function boundaryOf({ connector, intervalMs, clock }: SourceDeliveryOptions): {
  readonly boundary: TransactionBoundary;
  readonly context: TransactionContext | null;
} {
  const { boundary, intervalMs: ownInterval } = transactionSettings(connector);
  switch (boundary) {
    case 'poll':
      return { boundary: new PollBoundary(), context: null };
    case 'interval':
      return { boundary: new IntervalBoundary(ownInterval ?? intervalMs, clock.monotonic()), context: null };
    case 'connector': {
      const context = new WorkerTransactionContext();
      return { boundary: new ConnectorBoundary(context), context };
    }
  }
}

function producerOf({ clients, task, log }: SourceDeliveryOptions, properties: Record<string, string>): KafkaProducer {
  const tracksMetadata = task.commitRecord !== undefined;
  return clients.producer({ properties, tracksMetadata, onEvent: eventsTo(log, 'KafkaProducer') });
}

function submittedTo(producer: KafkaProducer, { task, connector }: SourceDeliveryOptions): SubmittedRecords {
  return new SubmittedRecords(producer, task.commitRecord !== undefined || wantsWholeRecords(connector));
}

/** Failed sends that are tolerated are logged with their whole record, if that is asked for. */
function wantsWholeRecords(connector: Props): boolean {
  const config = COMMON_CONFIG.parse(connector);
  return config['errors.tolerance'] === 'all' && config['errors.log.enable'];
}

const COMMON_CONFIG = connectorConfigDef();
