/** Owns which error ends the process with which code. */
import {
  BrokerUnavailableError,
  ConfigError,
  ConnectError,
  ConnectorStartError,
  DataError,
  GroupNotEmptyError,
  KafkaError,
  OffsetFileError,
  OffsetFileLockedError,
  OffsetsInUseError,
  OffsetWriteError,
  ReportWriteError,
  UsageError,
  WorkerStartError,
} from '../errors';
import { causesOf, isUnavailability } from '../runtime/ending/unavailability';

/** Kafka's codes of records that are too large. */
const TOO_LARGE: ReadonlySet<number> = new Set([10, 18]);

/** The codes, with what each says. 1 to 3 are those of Apache's worker, the others those of sysexits(3). */
export const EXIT_CODES = {
  DONE: 0,
  USAGE: 1,
  WORKER_NOT_STARTED: 2,
  CONNECTOR_NOT_CREATED: 3,
  BAD_RECORD: 65,
  UNAVAILABLE: 69,
  TASK_FAILED: 70,
  OFFSETS_NOT_WRITTEN: 74,
  TRY_LATER: 75,
  CHECK_REFUSED: 78,
} as const;

/** What each code says, in the order of the codes; printed by `--help`. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [
    EXIT_CODES.DONE,
    'done: with --once all records are delivered and committed; or a service was ended with all tasks well',
  ],
  [EXIT_CODES.USAGE, 'the command line is wrong'],
  [EXIT_CODES.WORKER_NOT_STARTED, 'the worker could not start: its settings are wrong, or no broker answered'],
  [EXIT_CODES.CONNECTOR_NOT_CREATED, 'a connector could not be created, or the offset file is refused'],
  [EXIT_CODES.BAD_RECORD, 'a task failed on a record: it cannot be converted, or breaks a rule'],
  [EXIT_CODES.UNAVAILABLE, 'a broker, a target or an input is not there or does not answer'],
  [
    EXIT_CODES.TASK_FAILED,
    'a task or connector failed for another reason; or a service was ended with one that had failed or did not stop in time',
  ],
  [EXIT_CODES.OFFSETS_NOT_WRITTEN, 'the offset file, or what --report or --textfile names, cannot be written'],
  [
    EXIT_CODES.TRY_LATER,
    'try later: another worker holds the offset file, offsets that are to be changed are in use, or --once was ended by --timeout, --idle-timeout or a signal with input left',
  ],
  [EXIT_CODES.CHECK_REFUSED, 'refused by check: it has found an error; or plugins describe knows no such plugin'],
];

/** When an error came: while worker and connectors were started, or out of a connector or task that ran. */
export type ErrorTime = 'start' | 'run';

/** The code for an error that ends the process. The class decides, of one that came out of a task also the class of its cause. */
export function exitCodeOf(error: unknown, time: ErrorTime = 'start'): number {
  return time === 'start' ? startCodeOf(error) : runCodeOf(error);
}

function runCodeOf(error: unknown): number {
  const causes = causesOf(error);
  const has = (kind: new (...args: never[]) => Error) => causes.some((cause) => cause instanceof kind);
  if (has(OffsetWriteError)) return EXIT_CODES.OFFSETS_NOT_WRITTEN;
  if (has(ConnectorStartError)) return EXIT_CODES.CONNECTOR_NOT_CREATED;
  if (isUnavailability(error)) return EXIT_CODES.UNAVAILABLE;
  if (causes.some(isBadRecord)) return EXIT_CODES.BAD_RECORD;
  return has(ConfigError) ? EXIT_CODES.CONNECTOR_NOT_CREATED : EXIT_CODES.TASK_FAILED;
}

/** A value that does not fit, or a message that the broker calls too large. */
function isBadRecord(error: unknown): boolean {
  return error instanceof DataError || (error instanceof KafkaError && TOO_LARGE.has(error.kafkaCode));
}

function startCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT_CODES.USAGE;
  const inUse = [OffsetFileLockedError, GroupNotEmptyError, OffsetsInUseError];
  if (inUse.some((kind) => error instanceof kind)) return EXIT_CODES.TRY_LATER;
  if (error instanceof OffsetFileError) return EXIT_CODES.CONNECTOR_NOT_CREATED;
  if (error instanceof OffsetWriteError || error instanceof ReportWriteError) return EXIT_CODES.OFFSETS_NOT_WRITTEN;
  if (error instanceof ConnectorStartError) return EXIT_CODES.CONNECTOR_NOT_CREATED;
  if (error instanceof WorkerStartError || error instanceof ConfigError) return EXIT_CODES.WORKER_NOT_STARTED;
  if (error instanceof BrokerUnavailableError) return EXIT_CODES.WORKER_NOT_STARTED;
  return error instanceof ConnectError ? EXIT_CODES.WORKER_NOT_STARTED : EXIT_CODES.TASK_FAILED;
}
