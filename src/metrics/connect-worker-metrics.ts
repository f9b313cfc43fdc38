/** Owns the metrics of the worker as a whole (Connect's connect-worker-metrics). */
import type { StartupCounters } from '../runtime/startup-counters';
import type { ConnectorView, WorkerSnapshot } from '../runtime/worker-view';
import { connectorLabels, groupMetrics, type AttributeRow, type Labels, type MetricDefinition } from './metric-table';

const GROUP = 'connect-worker-metrics';

interface Whole {
  readonly labels: Labels;
  readonly snapshot: WorkerSnapshot;
}

interface OfConnector {
  readonly labels: Labels;
  readonly view: ConnectorView;
}

function startupRows(
  kind: 'connector' | 'task',
  of: (snapshot: WorkerSnapshot) => StartupCounters,
): AttributeRow<Whole>[] {
  const share = (value: 0 | 1) => (whole: Whole, now: number) => of(whole.snapshot).results.share(value, now);
  const startup = `${kind}-startup`;
  return [
    [
      `${startup}-attempts-total`,
      'counter',
      `Starts of ${kind}s that were tried.`,
      ({ snapshot }) => of(snapshot).attempts,
    ],
    [
      `${startup}-success-total`,
      'counter',
      `Starts of ${kind}s that succeeded.`,
      ({ snapshot }) => of(snapshot).successes,
    ],
    [`${startup}-success-percentage`, 'gauge', `Share of starts of ${kind}s that succeeded, 0 to 1.`, share(1)],
    [`${startup}-failure-total`, 'counter', `Starts of ${kind}s that failed.`, ({ snapshot }) => of(snapshot).failures],
    [`${startup}-failure-percentage`, 'gauge', `Share of starts of ${kind}s that failed, 0 to 1.`, share(0)],
  ];
}

function taskCount(state: string): AttributeRow<OfConnector> {
  const inState = ({ view }: OfConnector) => view.tasks.filter((task) => task.state.toLowerCase() === state).length;
  return [`connector-${state}-task-count`, 'gauge', `Tasks of the connector that are ${state}.`, inState];
}

/** Counts of connectors and tasks, and what came of their starts. */
export const WORKER_METRICS: readonly MetricDefinition[] = [
  ...groupMetrics<Whole>(GROUP, (snapshot) => [{ labels: {}, snapshot }], [
    ['connector-count', 'gauge', 'Connectors that run in this worker.', ({ snapshot }) => snapshot.connectorCount],
    ['task-count', 'gauge', 'Tasks that run in this worker.', ({ snapshot }) => snapshot.taskCount],
    ...startupRows('connector', ({ connectorStartups }) => connectorStartups),
    ...startupRows('task', ({ taskStartups }) => taskStartups),
  ]),
  ...groupMetrics<OfConnector>(
    GROUP,
    ({ connectors }) =>
      connectors.filter(({ tasks }) => tasks.length > 0).map((view) => ({ labels: connectorLabels(view), view })),
    [
      ['connector-total-task-count', 'gauge', 'Tasks of the connector.', ({ view }) => view.tasks.length],
      ...['running', 'paused', 'failed', 'unassigned', 'destroyed', 'restarting'].map(taskCount),
    ],
  ),
];
