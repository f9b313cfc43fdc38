/** Owns what a metric is here: its name, and how its values are read from what a worker is doing. */
import type { SampledStat } from '../runtime/sampled-stat';
import type { SinkTaskCounters } from '../runtime/sink/sink-task-counters';
import type { SourceTaskCounters } from '../runtime/source/source-task-counters';
import type { ConnectorView, TaskView, TaskWork, WorkerSnapshot } from '../runtime/worker-view';

/** Labels of a value; those that are undefined are left out. */
export type Labels = Readonly<Record<string, string>>;

/** One line of the exposition. `suffix` follows the name: a histogram has several. */
export interface MetricSample {
  readonly labels: Labels;
  readonly value: number;
  readonly suffix?: string;
}

/** A metric. `read` is called at each scrape. */
export interface MetricDefinition {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  read(snapshot: WorkerSnapshot): readonly MetricSample[];
}

/** The name by which users of Kafka's JMX exporter know an attribute of a group of Kafka Connect's metrics. */
export function connectMetricName(group: string, attribute: string): string {
  return `kafka_connect_${group.replace(/-metrics$/, '')}_${attribute}`.replace(/-/g, '_');
}

/** A task that was made, and where it belongs. */
export interface RunningTask<C = SourceTaskCounters | SinkTaskCounters> extends TaskWork {
  readonly labels: Labels;
  readonly counters: C;
}

export function connectorLabels({ name }: ConnectorView): Labels {
  return { connector: name };
}

export function taskLabels({ id }: TaskView): Labels {
  return { connector: id.connector, task: String(id.task) };
}

/** All tasks, those that could not be made among them. */
export function allTasks({ connectors }: WorkerSnapshot): readonly TaskView[] {
  return connectors.flatMap(({ tasks }) => tasks);
}

/** The tasks that were made. */
export function runningTasks(snapshot: WorkerSnapshot): readonly RunningTask[] {
  return allTasks(snapshot).flatMap((view) => {
    const { work } = view;
    return work === undefined ? [] : [{ ...work, labels: taskLabels(view), counters: work.task.counters }];
  });
}

export function sourceTasks(snapshot: WorkerSnapshot): readonly RunningTask<SourceTaskCounters>[] {
  return runningTasks(snapshot).flatMap((task) => {
    const { counters } = task;
    return counters.kind === 'source' ? [{ ...task, counters }] : [];
  });
}

export function sinkTasks(snapshot: WorkerSnapshot): readonly RunningTask<SinkTaskCounters>[] {
  return runningTasks(snapshot).flatMap((task) => {
    const { counters } = task;
    return counters.kind === 'sink' ? [{ ...task, counters }] : [];
  });
}

/** Attribute, help, type, and how it is read. */
export type AttributeRow<T> = readonly [
  attribute: string,
  type: 'counter' | 'gauge',
  help: string,
  read: (from: T, now: number) => number,
];

/** The metrics of a group, one for each row, with one value for each of those that `list` gives. */
export function groupMetrics<T extends { readonly labels: Labels }>(
  group: string,
  list: (snapshot: WorkerSnapshot) => readonly T[],
  rows: readonly AttributeRow<T>[],
): MetricDefinition[] {
  return rows.map(([attribute, type, help, read]) => ({
    name: connectMetricName(group, attribute),
    help,
    type,
    read: (snapshot) => list(snapshot).map((each) => ({ labels: each.labels, value: read(each, snapshot.now) })),
  }));
}

/** Rows for the maximum and average of a sensor. */
export function windowedRows<T>(
  [max, avg]: readonly [max: string, avg: string],
  what: string,
  stat: (from: T) => SampledStat,
): AttributeRow<T>[] {
  return [
    [max, 'gauge', `The largest ${what} in the last windows.`, (from, now) => stat(from).max(now)],
    [avg, 'gauge', `The average ${what} in the last windows.`, (from, now) => stat(from).average(now)],
  ];
}
