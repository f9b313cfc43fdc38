/** Owns what the `errors.*` settings of a connector make of its tasks: the error boundary and the reporters behind it. */
import type { KafkaClients } from '../kafka/clients';
import type { Clock } from '../clock';
import type { ConfigProps } from '../config/config-types';
import type { Logger } from '../logger';
import { eventsTo } from './client-event-log';
import { dlqAdminProperties, dlqProducerProperties } from './client-properties';
import type { ConnectorConfig } from './connector-config';
import type { ConverterSet } from './converter-set';
import { DeadLetterQueueReporter } from './errors/dead-letter-queue-reporter';
import { WorkerErrantRecordReporter } from './errors/errant-record-reporter';
import type { ErrorCounters } from './errors/error-counters';
import { LogReporter } from './errors/log-reporter';
import { PendingReports } from './errors/pending-reports';
import type { ErrorReporter } from './errors/processing-context';
import { RetryWithTolerance, type ToleranceSettings } from './errors/retry-with-tolerance';
import { loggerOf } from './logger-names';
import type { SinkConnectorConfig } from './sink-connector-config';
import type { TaskId } from './task-id';

/** What the error handling of a task is made with. */
export interface ErrorHandlingSources {
  readonly id: TaskId;
  readonly log: Logger;
  readonly clock: Clock;
  readonly counters: ErrorCounters;
  /** Aborted when the task is told to stop. */
  readonly stopSignal: AbortSignal;
}

/** What the error handling of a sink needs beside. */
export interface SinkErrorHandlingSources extends ErrorHandlingSources {
  readonly clients: KafkaClients;
  /** The settings of worker and connector as they are given, for the clients. */
  readonly worker: ConfigProps;
  readonly connector: ConfigProps;
  readonly converters: ConverterSet;
}

/** The error handling of a sink task. */
export interface SinkErrorHandling {
  readonly boundary: RetryWithTolerance;
  readonly reporter: WorkerErrantRecordReporter;
  /** True when the task may report errant records: there is a dead-letter queue, or failures are logged. */
  readonly canReport: boolean;
}

/** The boundary of a source task, which reports to the log alone. */
export function createErrorHandling(sources: ErrorHandlingSources, config: ConnectorConfig): RetryWithTolerance {
  const { counters } = sources;
  return new RetryWithTolerance({
    clock: sources.clock,
    counters,
    signal: sources.stopSignal,
    reporters: logReporters(sources, config, counters),
    settings: toleranceOf(config),
  });
}

/** The boundary of a sink task, its dead-letter queue and the reporter of errant records. */
export function createSinkErrorHandling(
  sources: SinkErrorHandlingSources,
  config: SinkConnectorConfig,
): SinkErrorHandling {
  const { counters } = sources;
  const pending = new PendingReports();
  const deadLetterQueue = createDeadLetterQueue(sources, config, counters);
  const reporters = logReporters(sources, config, counters);
  if (deadLetterQueue !== undefined) reporters.push(deadLetterQueue);
  const boundary = new RetryWithTolerance({
    clock: sources.clock,
    counters,
    signal: sources.stopSignal,
    reporters,
    settings: toleranceOf(config),
    pending,
  });
  const { converters } = sources;
  return {
    boundary,
    reporter: new WorkerErrantRecordReporter({ boundary, converters, pending, deadLetterQueue }),
    canReport: reporters.length > 0,
  };
}

function toleranceOf(config: ConnectorConfig): ToleranceSettings {
  return {
    tolerance: config['errors.tolerance'] === 'all' ? 'all' : 'none',
    retryTimeoutMs: config['errors.retry.timeout'],
    retryDelayMaxMs: config['errors.retry.delay.max.ms'],
  };
}

function logReporters(
  { id, log }: ErrorHandlingSources,
  config: ConnectorConfig,
  counters: ErrorCounters,
): ErrorReporter[] {
  if (!config['errors.log.enable']) return [];
  const includesMessages = config['errors.log.include.messages'];
  return [new LogReporter({ id, log: loggerOf(log, 'LogReporter'), counters, includesMessages })];
}

function createDeadLetterQueue(
  { id, log, clients, worker, connector, stopSignal }: SinkErrorHandlingSources,
  config: SinkConnectorConfig,
  counters: ErrorCounters,
): DeadLetterQueueReporter | undefined {
  const topic = config['errors.deadletterqueue.topic.name'];
  if (topic === '') return undefined;
  const producerProperties = dlqProducerProperties(worker, connector, id.task);
  return new DeadLetterQueueReporter({
    ...{ id, counters, topic, stopSignal },
    log: loggerOf(log, 'DeadLetterQueueReporter'),
    replicationFactor: config['errors.deadletterqueue.topic.replication.factor'],
    hasContextHeaders: config['errors.deadletterqueue.context.headers.enable'],
    producer: clients.producer({ properties: producerProperties, onEvent: eventsTo(log, 'KafkaProducer') }),
    admin: clients.admin({
      properties: dlqAdminProperties(worker, connector),
      onEvent: eventsTo(log, 'KafkaAdminClient'),
    }),
  });
}
