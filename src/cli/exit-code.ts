/** Owns which error ends the process with which code. */
import {
  BrokerUnavailableError,
  ConfigError,
  ConnectError,
  ConnectorStartError,
  OffsetFileError,
  OffsetFileLockedError,
  OffsetWriteError,
  UsageError,
  WorkerStartError,
} from '../errors';

/** The codes, with what each says. 1 to 3 are those of Apache's worker, the others those of sysexits(3). */
export const EXIT_CODES = {
  DONE: 0,
  USAGE: 1,
  WORKER_NOT_STARTED: 2,
  CONNECTOR_NOT_CREATED: 3,
  UNAVAILABLE: 69,
  TASK_FAILED: 70,
  OFFSETS_NOT_WRITTEN: 74,
  TRY_LATER: 75,
} as const;

/** What each code says, in the order of the codes; printed by `--help`. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT_CODES.DONE, 'stopped by a signal with all tasks well'],
  [EXIT_CODES.USAGE, 'the command line is wrong'],
  [EXIT_CODES.WORKER_NOT_STARTED, 'the worker could not start: its settings are wrong, or no broker answered'],
  [EXIT_CODES.CONNECTOR_NOT_CREATED, 'a connector could not be created, or the offset file is refused'],
  [
    EXIT_CODES.TASK_FAILED,
    'stopped by a signal with a task or connector that had failed, or that did not stop in time',
  ],
  [EXIT_CODES.OFFSETS_NOT_WRITTEN, 'the offset file cannot be written'],
  [EXIT_CODES.TRY_LATER, 'try later: another worker holds the offset file'],
];

/** The code for an error that ends the process. The class decides. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT_CODES.USAGE;
  if (error instanceof OffsetFileLockedError) return EXIT_CODES.TRY_LATER;
  if (error instanceof OffsetFileError) return EXIT_CODES.CONNECTOR_NOT_CREATED;
  if (error instanceof OffsetWriteError) return EXIT_CODES.OFFSETS_NOT_WRITTEN;
  if (error instanceof ConnectorStartError) return EXIT_CODES.CONNECTOR_NOT_CREATED;
  if (error instanceof WorkerStartError || error instanceof ConfigError) return EXIT_CODES.WORKER_NOT_STARTED;
  if (error instanceof BrokerUnavailableError) return EXIT_CODES.WORKER_NOT_STARTED;
  return error instanceof ConnectError ? EXIT_CODES.WORKER_NOT_STARTED : EXIT_CODES.TASK_FAILED;
}
