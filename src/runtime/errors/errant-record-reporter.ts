/** Owns the reports of records that a sink task could not deliver (KIP-610), and whether all reports of the task are safe. */
import type { RawHeader, SerializedValue } from '../../api/converter';
import { isPromise } from '../../api/plugin';
import type { SinkRecord } from '../../api/sink-record';
import type { ErrantRecordReporter } from '../../api/sink-task';
import type { TopicPartition } from '../../api/topic-partition';
import type { ConverterSet } from '../converter-set';
import type { DeadLetterQueueReporter, UntilConnected } from './dead-letter-queue-reporter';
import { InternalSinkRecord } from './internal-sink-record';
import type { PendingReports } from './pending-reports';
import type { ConsumedMessage } from './processing-context';
import { toleranceExceeded, type RetryWithTolerance } from './retry-with-tolerance';

/** What the reporter of a task is made with. */
export interface WorkerErrantRecordReporterOptions {
  readonly boundary: RetryWithTolerance;
  /** Those of the task: they serialise records that it made itself. */
  readonly converters: ConverterSet;
  /** Shared with the boundary, whose reports must be safe as well. */
  readonly pending: PendingReports;
  readonly deadLetterQueue: DeadLetterQueueReporter | undefined;
}

const SITE = { stage: 'TASK_PUT', executingClass: 'org.apache.kafka.connect.sink.SinkTask' } as const;
const CLOSE_TIMEOUT_MS = 30_000;

/** The reporter that a task is given, and what its loop asks of reports. */
export class WorkerErrantRecordReporter implements ErrantRecordReporter {
  readonly #options: WorkerErrantRecordReporterOptions;
  #failure: Error | undefined;

  constructor(options: WorkerErrantRecordReporterOptions) {
    this.#options = options;
  }

  /** Called once, before the task starts. Rejects when the dead-letter queue cannot be had. */
  async start(untilConnected: UntilConnected): Promise<void> {
    await this.#options.deadLetterQueue?.start(untilConnected);
  }

  report(record: SinkRecord, error: Error): Promise<void> {
    const { boundary, pending } = this.#options;
    if (record instanceof InternalSinkRecord) {
      const report = this.#reportConsumed(record.consumed, error);
      if (report === undefined) return Promise.resolve();
      pending.add({ topic: record.originalTopic, partition: record.originalKafkaPartition }, report);
      return report;
    }
    const made = this.#serialized(record);
    const report = isPromise(made)
      ? made.then((consumed) => this.#reportConsumed(consumed, error))
      : this.#reportConsumed(made, error);
    if (report === undefined) return Promise.resolve();
    // Which message it was made of is not known.
    pending.add(undefined, report);
    if (boundary.tolerance === 'none') throw (this.#failure ??= toleranceExceeded({ ...SITE, error }));
    return report;
  }

  /** Throws the error of a report when nothing is tolerated, also when the task has swallowed it. */
  throwError(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when offsets of these partitions may be committed. Rejects when a report failed. */
  async safe(partitions: Iterable<TopicPartition>): Promise<void> {
    this.throwError();
    await this.#options.pending.safe(partitions);
  }

  /** Forgets reports of partitions that are lost. */
  forget(partitions: Iterable<TopicPartition>): void {
    this.#options.pending.forget(partitions);
  }

  /** Waits a while for what is on its way. */
  async close(): Promise<void> {
    await this.#options.deadLetterQueue?.close(CLOSE_TIMEOUT_MS);
  }

  /** Lets go at once: the task is cancelled. */
  async abandon(): Promise<void> {
    await this.#options.deadLetterQueue?.close(0);
  }

  #reportConsumed(consumed: ConsumedMessage, error: Error): Promise<void> | undefined {
    try {
      return this.#options.boundary.reportFinal({ ...SITE, record: { consumed }, error });
    } catch (thrown) {
      this.#failure ??= thrown as Error;
      throw thrown;
    }
  }

  /** A record that the task made itself, in the bytes that its converters make of it. */
  #serialized(record: SinkRecord): ConsumedMessage | Promise<ConsumedMessage> {
    const { key, value, header } = this.#options.converters;
    const { topic, keySchema, valueSchema } = record;
    const keyBytes = key.converter.fromConnectData(topic, { schema: keySchema, value: record.key }, null);
    const valueBytes = value.converter.fromConnectData(topic, { schema: valueSchema, value: record.value }, null);
    const headers = record.hasHeaders
      ? [...record.headers].map((each) => ({
          key: each.key,
          bytes: header.converter.fromConnectHeader(topic, each.key, { schema: each.schema, value: each.value }),
        }))
      : [];
    const parts = [keyBytes, valueBytes, ...headers.map(({ bytes }) => bytes)];
    const names = headers.map((each) => each.key);
    if (parts.some(isPromise)) {
      return Promise.all(parts.map((part) => Promise.resolve(part))).then((done) => messageOf(record, names, done));
    }
    return messageOf(record, names, parts as SerializedValue[]);
  }
}

function messageOf(record: SinkRecord, names: readonly string[], parts: readonly SerializedValue[]): ConsumedMessage {
  const [key = null, value = null, ...headerValues] = parts.map(bufferOf);
  const headers: RawHeader[] = names.map((name, index) => ({ key: name, value: headerValues[index] ?? null }));
  return {
    topic: record.topic,
    partition: record.kafkaPartition,
    offset: record.kafkaOffset,
    timestamp: record.timestamp ?? -1,
    timestampType: record.timestampType,
    key,
    value,
    headers: headers.length === 0 ? null : headers,
  };
}

function bufferOf(bytes: SerializedValue): Buffer | null {
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
}
