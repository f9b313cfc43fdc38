/** Owns the log line of a failed record (`errors.log.enable`, `errors.log.include.messages`). */
import { stringifyJson } from '../../data/json-text';
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

function describe(record: FailedRecord): string {
  if ('polled' in record) {
    const { topic, kafkaPartition, timestamp, sourcePartition, sourceOffset } = record.polled;
    return `source record is = {topic='${topic}', partition=${kafkaPartition ?? 'null'}, timestamp=${timestamp ?? 'null'}, sourcePartition=${stringifyJson(sourcePartition)}, sourceOffset=${stringifyJson(sourceOffset)}}`;
  }
  const { topic, partition, offset, timestamp, timestampType } = record.consumed;
  const time = timestampType === 'NO_TIMESTAMP_TYPE' ? '' : `, timestamp=${timestamp}, timestampType=${timestampType}`;
  return `consumed record is {topic='${topic}', partition=${partition}, offset=${offset}${time}}`;
}
