/** Owns the histograms: how long polls, puts and commits took, in seconds. */
import { TIME_BOUNDS_MS, type TimeHistogram } from '../runtime/time-histogram';
import type { WorkerSnapshot } from '../runtime/worker-view';
import {
  connectMetricName,
  runningTasks,
  sinkTasks,
  sourceTasks,
  type Labels,
  type MetricDefinition,
  type MetricSample,
} from './metric-table';

interface Timed {
  readonly labels: Labels;
  readonly times: TimeHistogram;
}

function histogram(
  [group, attribute]: readonly [group: string, attribute: string],
  help: string,
  list: (snapshot: WorkerSnapshot) => readonly Timed[],
): MetricDefinition {
  return {
    name: connectMetricName(group, attribute),
    help,
    type: 'histogram',
    read: (snapshot) => list(snapshot).flatMap(samplesOf),
  };
}

/** Each bucket counts what the smaller ones count as well. */
function samplesOf({ labels, times }: Timed): MetricSample[] {
  let below = 0;
  const buckets = times.counts.map((count, index) => {
    below += count;
    const bound = TIME_BOUNDS_MS[index];
    return {
      labels: { ...labels, le: bound === undefined ? '+Inf' : String(bound / 1000) },
      value: below,
      suffix: '_bucket',
    };
  });
  return [
    ...buckets,
    { labels, value: times.sumMs / 1000, suffix: '_sum' },
    { labels, value: times.count, suffix: '_count' },
  ];
}

/** Times of batches from end to end. */
export const BATCH_TIME_METRICS: readonly MetricDefinition[] = [
  histogram(['source-task-metrics', 'poll-batch-time-seconds'], 'Times of polls.', (snapshot) =>
    sourceTasks(snapshot).map(({ labels, counters }) => ({ labels, times: counters.pollTimes })),
  ),
  histogram(['sink-task-metrics', 'put-batch-time-seconds'], 'Times of puts, empty ones included.', (snapshot) =>
    sinkTasks(snapshot).map(({ labels, counters }) => ({ labels, times: counters.putTimes })),
  ),
  histogram(['connector-task-metrics', 'offset-commit-time-seconds'], 'Times of commits of offsets.', (snapshot) =>
    runningTasks(snapshot).map(({ labels, counters }) => ({ labels, times: counters.commitTimes })),
  ),
];
