/** Owns the log line of a failed record (`errors.log.enable`, `errors.log.include.messages`). */
import type { SourceRecord } from '../../api/source-record';
import { describeSchema } from '../../data/connect-schema';
import { javaToString } from '../../data/java-text';
import type { Schema } from '../../data/schema';
import type { Logger } from '../../logger';
import type { TaskId } from '../task-id';
import type { ErrorCounters } from './error-counters';
import type { ErrorReporter, FailedRecord, ProcessingContext } from './processing-context';

/** How the reporter of a task writes. */
export interface LogReporterOptions {
  readonly id: TaskId;
  readonly log: Logger;
  readonly includesMessages: boolean;
  readonly counters: ErrorCounters;
}

/** Writes one ERROR line per failed record. */
export class LogReporter implements ErrorReporter {
  readonly #options: LogReporterOptions;

  constructor(options: LogReporterOptions) {
    this.#options = options;
  }

  report(context: ProcessingContext): undefined {
    const { id, log, includesMessages, counters } = this.#options;
    counters.errorsLogged++;
    const where = `Error encountered in task ${id.connector}-${id.task}. Executing stage '${context.stage}' with class '${context.executingClass}'`;
    log.error({ err: context.error }, includesMessages ? `${where}, where ${describe(context.record)}.` : `${where}.`);
    return undefined;
  }
}

/** Timestamp types as Java prints them. */
const TIMESTAMP_TYPES = { CREATE_TIME: 'CreateTime', LOG_APPEND_TIME: 'LogAppendTime' } as const;

function describe(record: FailedRecord): string {
  if ('polled' in record) return `source record is = ${sourceRecordText(record.polled)}`;
  const { topic, partition, offset, timestamp, timestampType } = record.consumed;
  const time =
    timestampType === 'NO_TIMESTAMP_TYPE'
      ? ''
      : `, timestamp=${timestamp}, timestampType=${TIMESTAMP_TYPES[timestampType]}`;
  return `consumed record is {topic='${topic}', partition=${partition}, offset=${offset}${time}}`;
}

function sourceRecordText(record: SourceRecord): string {
  const { topic, kafkaPartition, key, keySchema, value, valueSchema, timestamp } = record;
  const headers = record.hasHeaders
    ? [...record.headers].map((header) => `${header.key}=${javaToString(header.value, header.schema)}`)
    : [];
  const fields = [
    `topic='${topic}'`,
    `kafkaPartition=${String(kafkaPartition)}`,
    `key=${javaToString(key, keySchema)}`,
    `keySchema=${schemaText(keySchema)}`,
    `value=${javaToString(value, valueSchema)}`,
    `valueSchema=${schemaText(valueSchema)}`,
    `timestamp=${String(timestamp)}`,
    `headers=[${headers.join(', ')}]`,
  ];
  return `SourceRecord{sourcePartition=${javaToString(record.sourcePartition)}, sourceOffset=${javaToString(record.sourceOffset)}} ConnectRecord{${fields.join(', ')}}`;
}

function schemaText(schema: Schema | null): string {
  return schema === null ? 'null' : describeSchema(schema);
}
