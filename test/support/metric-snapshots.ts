/** Owns snapshots of workers for tests of the metrics. */
import { AuthorCalls } from '../../src/runtime/author-calls';
import { ErrorCounters } from '../../src/runtime/errors/error-counters';
import { SinkTaskCounters } from '../../src/runtime/sink/sink-task-counters';
import { SourceTaskCounters } from '../../src/runtime/source/source-task-counters';
import { StartupCounters } from '../../src/runtime/startup-counters';
import { StateTracker } from '../../src/runtime/state-tracker';
import type { TaskView, TaskWork, WorkerSnapshot } from '../../src/runtime/worker-view';
import { FakeClock } from './fake-clock';
import type { MetricDefinition } from '../../src/metrics/metric-table';

const plugin = (className: string, version: string | undefined = '1') => ({ className, version });

function workOf(counters: SourceTaskCounters | SinkTaskCounters): TaskWork {
  const isSink = counters.kind === 'sink';
  return {
    progress: {} as TaskWork['progress'],
    plugins: {
      type: counters.kind,
      connector: plugin(isSink ? 'Sink' : 'Source'),
      task: plugin('Task'),
      keyConverter: plugin('Key'),
      valueConverter: plugin('Value'),
      headerConverter: { className: 'Header', version: undefined },
      transforms: isSink ? [{ alias: 'cut', ...plugin('Cut') }] : [],
      predicates: isSink ? [{ alias: 'odd', ...plugin('Odd') }] : [],
    },
    task: {
      counters,
      reach: undefined,
      authorCalls: new AuthorCalls(new FakeClock()),
      errors: Object.assign(new ErrorCounters(), { recordFailures: 3, recordErrors: 2, lastErrorTimestamp: 99 }),
      states: new StateTracker('RUNNING', 0),
      lags: () => (isSink ? [0, 5].map((lag, partition) => ({ topic: 't', partition, lag })) : []),
      clientStatistics: () => ({
        clientId: `client-${counters.kind}`,
        requests: 4,
        requestLatencyAvg: 1.5,
        requestLatencyMax: 7,
        group: isSink ? { rebalances: 2, sinceRebalance: 3000 } : undefined,
      }),
    },
  };
}

/** A source `in`, a sink `out`, and a connector `lost` that could not be made. */
export function sampleSnapshot() {
  const source = new SourceTaskCounters();
  source.notePoll(10, 20, 0);
  source.skippedTotal = 1;
  source.noteSettled(6, 0);
  source.noteCommit(true, 5, 0);
  const sink = new SinkTaskCounters();
  sink.live = { active: () => 8, partitions: () => 2 };
  sink.noteRead(12, 0);
  sink.notePut(9, 40, 0);
  const view = (connector: string, work: TaskWork | undefined): TaskView => ({
    id: { connector, task: 0 },
    state: work === undefined ? 'FAILED' : 'RUNNING',
    trace: undefined,
    work,
  });
  const connectorStartups = new StartupCounters();
  connectorStartups.note(true, 0);
  connectorStartups.note(false, 0);
  const connector = (name: string, type: 'source' | 'sink', work: TaskWork) => ({
    ...{ name, type, trace: undefined, plugin: plugin(type === 'sink' ? 'Sink' : 'Source') },
    state: 'RUNNING' as const,
    tasks: [view(name, work)],
  });
  const lost = { name: 'lost', type: 'unknown' as const, state: 'FAILED' as const, trace: 'no', plugin: undefined };
  const snapshot: WorkerSnapshot = {
    now: 0,
    connectors: [
      connector('in', 'source', workOf(source)),
      connector('out', 'sink', workOf(sink)),
      { ...lost, tasks: [view('lost', undefined)] },
    ],
    connectorCount: 2,
    taskCount: 2,
    connectorStartups,
    taskStartups: new StartupCounters(),
  };
  return { snapshot, source, sink };
}

/** The values of a metric of a table, by their labels as text. */
export function valuesOf(table: readonly MetricDefinition[], name: string, snapshot: WorkerSnapshot) {
  const metric = table.find((each) => each.name === name);
  if (metric === undefined) throw new Error(`there is no ${name}`);
  return Object.fromEntries(
    metric.read(snapshot).map(({ labels, value, suffix = '' }) => [
      suffix +
        Object.entries(labels)
          .map(([key, text]) => `${key}=${text}`)
          .join(),
      value,
    ]),
  );
}
