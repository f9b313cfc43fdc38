/** Owns the metrics of tasks that are numbers (Connect's connector-, source-, sink- and error metrics of tasks). */
import type { SinkTaskCounters } from '../runtime/sink/sink-task-counters';
import type { SourceTaskCounters } from '../runtime/source/source-task-counters';
import {
  groupMetrics,
  runningTasks,
  sinkTasks,
  sourceTasks,
  windowedRows,
  type MetricDefinition,
  type RunningTask,
} from './metric-table';

type Source = RunningTask<SourceTaskCounters>;
type Sink = RunningTask<SinkTaskCounters>;

const OF_ANY_TASK = groupMetrics<RunningTask>('connector-task-metrics', runningTasks, [
  [
    'running-ratio',
    'gauge',
    'Share of its time that the task was running, 0 to 1.',
    ({ task }, now) => task.states.ratio('RUNNING', now),
  ],
  [
    'pause-ratio',
    'gauge',
    'Share of its time that the task was paused, 0 to 1.',
    ({ task }, now) => task.states.ratio('PAUSED', now),
  ],
  ...windowedRows<RunningTask>(
    ['offset-commit-max-time-ms', 'offset-commit-avg-time-ms'],
    'time of a successful commit of offsets, in milliseconds,',
    ({ counters }) => counters.commitTime,
  ),
  ...windowedRows<RunningTask>(
    ['batch-size-max', 'batch-size-avg'],
    'number of records in a batch, polled by a source or given to a sink,',
    ({ counters }) => counters.batchSize,
  ),
  [
    'offset-commit-failure-percentage',
    'gauge',
    'Share of commits of offsets that failed, 0 to 1.',
    ({ counters }, now) => counters.commitResults.share(0, now),
  ],
  [
    'offset-commit-success-percentage',
    'gauge',
    'Share of commits of offsets that succeeded, 0 to 1.',
    ({ counters }, now) => counters.commitResults.share(1, now),
  ],
]);

const OF_SOURCES = groupMetrics<Source>('source-task-metrics', sourceTasks, [
  [
    'source-record-poll-rate',
    'gauge',
    'Records polled per second, before transforms.',
    ({ counters }, now) => counters.pollSizes.rate(now),
  ],
  [
    'source-record-poll-total',
    'counter',
    'Records polled since the start of the task, before transforms.',
    ({ counters }) => counters.pollTotal,
  ],
  [
    'source-record-write-rate',
    'gauge',
    'Records written to Kafka per second: those that transforms left and Kafka acknowledged.',
    ({ counters }, now) => counters.writeSizes.rate(now),
  ],
  [
    'source-record-write-total',
    'counter',
    'Records written to Kafka since the start of the task: those that transforms left and Kafka acknowledged.',
    ({ counters }) => counters.writeTotal,
  ],
  ...windowedRows<Source>(
    ['poll-batch-max-time-ms', 'poll-batch-avg-time-ms'],
    'time of a poll, in milliseconds,',
    ({ counters }) => counters.pollTime,
  ),
  [
    'source-record-active-count',
    'gauge',
    'Records polled and neither acknowledged by Kafka nor dropped.',
    ({ counters }) => counters.active,
  ],
  ...windowedRows<Source>(
    ['source-record-active-count-max', 'source-record-active-count-avg'],
    'number of records polled and neither acknowledged by Kafka nor dropped,',
    ({ counters }) => counters.activeCounts,
  ),
]);

const OF_SINKS = groupMetrics<Sink>('sink-task-metrics', sinkTasks, [
  [
    'sink-record-read-rate',
    'gauge',
    'Records read from Kafka per second, before transforms.',
    ({ counters }, now) => counters.readSizes.rate(now),
  ],
  [
    'sink-record-read-total',
    'counter',
    'Records read from Kafka since the start of the task, before transforms.',
    ({ counters }) => counters.readTotal,
  ],
  [
    'sink-record-send-rate',
    'gauge',
    'Records given to the task per second, after transforms.',
    ({ counters }, now) => counters.sendSizes.rate(now),
  ],
  [
    'sink-record-send-total',
    'counter',
    'Records given to the task since its start, after transforms.',
    ({ counters }) => counters.sendTotal,
  ],
  [
    'sink-record-active-count',
    'gauge',
    'Records read from Kafka whose offsets are not committed yet.',
    ({ counters }) => counters.active,
  ],
  ...windowedRows<Sink>(
    ['sink-record-active-count-max', 'sink-record-active-count-avg'],
    'number of records read from Kafka whose offsets are not committed yet,',
    ({ counters }) => counters.activeCounts,
  ),
  ['partition-count', 'gauge', 'Partitions that are assigned to the task.', ({ counters }) => counters.partitions],
  [
    'offset-commit-seq-no',
    'gauge',
    'Number of the latest commit of offsets.',
    ({ counters }) => counters.commitSequence,
  ],
  [
    'offset-commit-completion-rate',
    'gauge',
    'Commits of offsets per second that were completed.',
    ({ counters }, now) => counters.completions.rate(now),
  ],
  [
    'offset-commit-completion-total',
    'counter',
    'Commits of offsets that were completed.',
    ({ counters }) => counters.commitCompletions,
  ],
  [
    'offset-commit-skip-rate',
    'gauge',
    'Answers to commits per second that came after a newer commit was begun.',
    ({ counters }, now) => counters.skips.rate(now),
  ],
  [
    'offset-commit-skip-total',
    'counter',
    'Answers to commits that came after a newer commit was begun.',
    ({ counters }) => counters.commitSkips,
  ],
  ...windowedRows<Sink>(
    ['put-batch-max-time-ms', 'put-batch-avg-time-ms'],
    'time of a put, in milliseconds,',
    ({ counters }) => counters.putTime,
  ),
]);

const OF_ERRORS = groupMetrics<RunningTask>('task-error-metrics', runningTasks, [
  [
    'total-record-failures',
    'counter',
    'Attempts at a record that failed, retries included.',
    ({ task }) => task.errors.recordFailures,
  ],
  [
    'total-record-errors',
    'counter',
    'Records that failed for good in a transform or converter.',
    ({ task }) => task.errors.recordErrors,
  ],
  [
    'total-records-skipped',
    'counter',
    'Records that were skipped because their failure is tolerated.',
    ({ task }) => task.errors.recordsSkipped,
  ],
  ['total-retries', 'counter', 'Attempts that were repeated.', ({ task }) => task.errors.retries],
  ['total-errors-logged', 'counter', 'Failed records that were logged.', ({ task }) => task.errors.errorsLogged],
  [
    'deadletterqueue-produce-requests',
    'counter',
    'Records that were to be written to the dead-letter queue.',
    ({ task }) => task.errors.deadLetterRequests,
  ],
  [
    'deadletterqueue-produce-failures',
    'counter',
    'Records that could not be written to the dead-letter queue.',
    ({ task }) => task.errors.deadLetterFailures,
  ],
  [
    'last-error-timestamp',
    'gauge',
    'When a record last failed, in milliseconds since 1970; 0: never.',
    ({ task }) => task.errors.lastErrorTimestamp,
  ],
]);

/** Numbers of every task. */
export const TASK_METRICS: readonly MetricDefinition[] = [...OF_ANY_TASK, ...OF_SOURCES, ...OF_SINKS, ...OF_ERRORS];
