/** Owns the report of a run: its shape, which is kept for those who read it, and how it is made of the tally. */
import type { ConnectObject } from '../data/connect-value';
import { ConnectError } from '../errors';
import type { EndReason, RunEnded } from '../runtime/ending/run-progress';
import { VERSION } from '../version';
import { EXIT_CODES, exitCodeOf } from './exit-code';
import type { ConnectorTally, Counts, TaskTally } from './run-tally';

/** Raised when a member changes its meaning or goes; new members may come at any time. */
const SHAPE = 1;

/** Why a run, or a connector in it, ended. */
export type ReportedReason = EndReason | 'not-started';

/** What failed. */
export interface ReportedError {
  readonly name: string;
  /** Of errors of this program and its plugins: stable, such as `DATA`. */
  readonly code: string | null;
  readonly message: string;
}

/** A partition of a sink. Offsets are those of the next record; `null`: not known. */
export interface ReportedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** The end that `--once` took. */
  readonly to: number | null;
  readonly delivered: number;
  readonly committed: number;
  readonly lag: number | null;
  /** Of records that this run delivered; `null` where there was none. */
  readonly firstOffset: number | null;
  readonly lastOffset: number | null;
}

/** A partition of a source, with its stored offsets before and after the run; `null`: none. */
export interface ReportedSourceOffset {
  readonly partition: ConnectObject | null;
  readonly first: ConnectObject | null;
  readonly last: ConnectObject | null;
}

/** Figures that both the run and its connectors have. */
export interface ReportedFigures {
  readonly reason: ReportedReason;
  readonly code: number;
  readonly error: ReportedError | null;
  readonly seconds: number;
  /** Acknowledged by Kafka, or taken by `put`. */
  readonly records: number;
  /** Polled by sources, or consumed. */
  readonly recordsIn: number;
  readonly bytes: number;
  readonly deadLetters: number;
  readonly errors: number;
  readonly skipped: number;
  readonly lag: number | null;
}

/** A task. */
export interface ReportedTask extends Pick<ReportedFigures, 'records' | 'recordsIn' | 'bytes' | 'deadLetters'> {
  readonly task: number;
  readonly state: string;
  readonly errors: number;
  readonly skipped: number;
}

/** A connector. */
export interface ReportedConnector extends ReportedFigures {
  readonly name: string;
  readonly type: string;
  readonly class: string | null;
  readonly state: string;
  readonly tasks: readonly ReportedTask[];
  readonly partitions: readonly ReportedPartition[];
  readonly offsets: readonly ReportedSourceOffset[];
}

/** What `--report` writes. */
export interface RunReport extends ReportedFigures {
  readonly shape: number;
  readonly version: string;
  readonly worker: string;
  readonly mode: 'once' | 'service';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly complete: boolean;
  readonly message: string;
  /** What is left, a line each. */
  readonly left: readonly string[];
  readonly connectors: readonly ReportedConnector[];
}

/** What a report is made of. */
export interface RunFacts {
  readonly worker: string;
  readonly isOnce: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly code: number;
  /** Undefined when the run did not begin. */
  readonly ended: RunEnded | undefined;
  /** What kept the run from beginning, or made it fail. */
  readonly error: Error | undefined;
  readonly connectors: readonly ConnectorTally[];
  readonly failureOf: (connector: string) => Error | undefined;
  /** Of sources, by connector. */
  readonly offsets: ReadonlyMap<string, readonly ReportedSourceOffset[]>;
  /** Masks secrets. */
  readonly redact: (text: string) => string;
}

/** The report of a run that has come to its end. */
export function runReport(facts: RunFacts): RunReport {
  const { ended, error, redact, connectors, seconds, startedAt } = facts;
  const reported = connectors.map((connector) => connectorReport(connector, facts));
  return {
    ...{ shape: SHAPE, version: VERSION, worker: facts.worker, mode: facts.isOnce ? 'once' : 'service' },
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(startedAt + seconds * 1000).toISOString(),
    seconds: rounded(seconds),
    reason: ended?.reason ?? 'not-started',
    code: facts.code,
    complete: ended?.isComplete === true,
    message: redact(ended?.sentence ?? error?.message ?? ''),
    error: errorReport(error ?? ended?.error, redact),
    left: (ended?.left ?? []).map(redact),
    ...totals(reported),
    connectors: reported,
  };
}

function totals(connectors: readonly ReportedConnector[]) {
  const sum = (of: (connector: ReportedConnector) => number) => connectors.reduce((all, each) => all + of(each), 0);
  const lags = connectors.flatMap(({ lag }) => (lag === null ? [] : [lag]));
  return {
    records: sum(({ records }) => records),
    recordsIn: sum(({ recordsIn }) => recordsIn),
    bytes: sum(({ bytes }) => bytes),
    deadLetters: sum(({ deadLetters }) => deadLetters),
    errors: sum(({ errors }) => errors),
    skipped: sum(({ skipped }) => skipped),
    lag: lags.length === 0 ? null : lags.reduce((all, lag) => all + lag, 0),
  };
}

function connectorReport(connector: ConnectorTally, facts: RunFacts): ReportedConnector {
  const { name, type, className, state, tasks, partitions, lag, seconds } = connector;
  const error = facts.failureOf(name);
  return {
    ...{ name, type, class: className ?? null, state },
    ...ending(connector, facts, error),
    error: errorReport(error, facts.redact),
    seconds: rounded(seconds),
    ...counts(connector),
    lag: lag ?? null,
    tasks: tasks.map((task) => ({ task: task.task, state: task.state, ...counts(task) })),
    partitions: partitions.map(({ to, lag: left, ...partition }) => ({
      ...partition,
      ...{ to: to ?? null, lag: left ?? null },
      firstOffset: partition.delivered > partition.from ? partition.from : null,
      lastOffset: partition.delivered > partition.from ? partition.delivered - 1 : null,
    })),
    offsets: facts.offsets.get(name) ?? [],
  };
}

function ending(
  { phase }: ConnectorTally,
  { isOnce, ended, code, connectors, failureOf }: RunFacts,
  error: Error | undefined,
): Pick<ReportedFigures, 'reason' | 'code'> {
  if (error !== undefined) return { reason: 'failure', code: exitCodeOf(error, 'run') };
  if (ended === undefined) return { reason: 'not-started', code };
  if (!isOnce) return { reason: ended.reason, code: EXIT_CODES.DONE };
  if (phase === 'done' || ended.isComplete) return { reason: 'drained', code: EXIT_CODES.DONE };
  // Where another has failed this one was only kept from its end.
  const isOfAnother = connectors.some(({ name }) => failureOf(name) !== undefined);
  return { reason: ended.reason, code: isOfAnother ? EXIT_CODES.TRY_LATER : code };
}

function counts({ recordsOut, recordsIn, bytes, deadLetters, errors, skipped }: Counts | TaskTally) {
  return { records: recordsOut, recordsIn, bytes, deadLetters, errors, skipped };
}

function errorReport(error: Error | undefined, redact: (text: string) => string): ReportedError | null {
  if (error === undefined) return null;
  const { name, message } = error;
  return { name, code: error instanceof ConnectError ? error.code : null, message: redact(message) };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
