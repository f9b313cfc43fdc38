/** Owns the metrics of the tasks' Kafka clients: what is left to read, rebalances, requests. */
import type { TaskWork, WorkerSnapshot } from '../runtime/worker-view';
import {
  runningTasks,
  sinkTasks,
  sourceTasks,
  type Labels,
  type MetricDefinition,
  type MetricSample,
} from './metric-table';

type ClientStatistics = NonNullable<ReturnType<TaskWork['task']['clientStatistics']>>;

/** A client that has given statistics, with the labels of its task and its own name. */
interface Reporting {
  readonly labels: Labels;
  readonly statistics: ClientStatistics;
}

type Row = readonly [name: string, type: 'counter' | 'gauge', help: string, read: (from: ClientStatistics) => number];

function reporting(snapshot: WorkerSnapshot, kind: 'source' | 'sink'): Reporting[] {
  return runningTasks(snapshot).flatMap(({ labels, task }) => {
    const statistics = task.counters.kind === kind ? task.clientStatistics() : undefined;
    return statistics === undefined ? [] : [{ labels: { ...labels, client_id: statistics.clientId }, statistics }];
  });
}

function clientMetrics(kind: 'source' | 'sink', rows: readonly Row[]): MetricDefinition[] {
  return rows.map(([name, type, help, read]) => ({
    ...{ name, type, help },
    read: (snapshot) =>
      reporting(snapshot, kind).map(({ labels, statistics }) => ({ labels, value: read(statistics) })),
  }));
}

const requestRows = (client: 'consumer' | 'producer'): Row[] => [
  [`kafka_${client}_request_total`, 'counter', `Requests that the ${client} has sent.`, ({ requests }) => requests],
  [
    `kafka_${client}_request_latency_avg`,
    'gauge',
    'Average time of a request, in milliseconds.',
    (from) => from.requestLatencyAvg,
  ],
  [
    `kafka_${client}_request_latency_max`,
    'gauge',
    'Longest time of a request, in milliseconds.',
    (from) => from.requestLatencyMax,
  ],
];

function lags(snapshot: WorkerSnapshot): MetricSample[] {
  return sinkTasks(snapshot).flatMap(({ labels, task }) =>
    task.lags().map(({ topic, partition, lag }) => ({
      labels: { ...labels, topic, partition: String(partition) },
      value: lag,
    })),
  );
}

function largestLags(snapshot: WorkerSnapshot): MetricSample[] {
  return sinkTasks(snapshot).flatMap(({ labels, task }) => {
    const all = task.lags().map(({ lag }) => lag);
    return all.length === 0 ? [] : [{ labels, value: all.reduce((left, right) => Math.max(left, right)) }];
  });
}

/** What the clients of tasks say of themselves. */
export const CLIENT_METRICS: readonly MetricDefinition[] = [
  {
    name: 'kafka_consumer_fetch_manager_records_lag',
    help: 'Records of the partition that the sink has not read yet, by what its consumer learnt in the last seconds.',
    type: 'gauge',
    read: lags,
  },
  {
    name: 'kafka_consumer_fetch_manager_records_lag_max',
    help: 'The largest of the lags of the partitions of a task.',
    type: 'gauge',
    read: largestLags,
  },
  {
    name: 'kafka_consumer_coordinator_assigned_partitions',
    help: 'Partitions that the group has given to the consumer.',
    type: 'gauge',
    read: (snapshot) => sinkTasks(snapshot).map(({ labels, counters }) => ({ labels, value: counters.partitions })),
  },
  ...clientMetrics('sink', [
    [
      'kafka_consumer_coordinator_rebalance_total',
      'counter',
      'Rebalances that the consumer took part in.',
      ({ group }) => group?.rebalances ?? 0,
    ],
    [
      'kafka_consumer_coordinator_last_rebalance_seconds_ago',
      'gauge',
      'Seconds since the latest rebalance.',
      ({ group }) => (group?.sinceRebalance ?? 0) / 1000,
    ],
    ...requestRows('consumer'),
  ]),
  {
    name: 'kafka_producer_record_send_total',
    help: 'Records that the producer has sent and Kafka has answered.',
    type: 'counter',
    read: (snapshot) =>
      sourceTasks(snapshot).map(({ labels, counters }) => ({
        labels,
        value: counters.writeTotal + counters.sendFailures,
      })),
  },
  {
    name: 'kafka_producer_record_error_total',
    help: 'Records that Kafka did not take.',
    type: 'counter',
    read: (snapshot) => sourceTasks(snapshot).map(({ labels, counters }) => ({ labels, value: counters.sendFailures })),
  },
  ...clientMetrics('source', requestRows('producer')),
];
