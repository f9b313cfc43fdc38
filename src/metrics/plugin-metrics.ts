/** Owns the metrics that are texts: states, and the classes and versions of plugins. */
import type { ConnectorView, WorkerSnapshot } from '../runtime/worker-view';
import type { AliasedPlugin, PluginName } from '../runtime/task-plugins';
import {
  allTasks,
  connectMetricName,
  connectorLabels,
  runningTasks,
  taskLabels,
  type Labels,
  type MetricDefinition,
  type MetricSample,
  type RunningTask,
} from './metric-table';

const TASK_STATES = ['unassigned', 'running', 'paused', 'failed', 'restarting'];
const CONNECTOR_STATES = ['unassigned', 'running', 'paused', 'stopped', 'failed', 'restarting'];

/** Kafka Connect's word for a version that is not known. */
const UNDEFINED = 'undefined';

interface Texts {
  readonly labels: Labels;
  readonly texts: Labels;
}

/** One series for each state, 1 for the present one. */
function states(states: readonly string[], now: string, labels: Labels): MetricSample[] {
  return states.map((status) => ({ labels: { ...labels, status }, value: status === now.toLowerCase() ? 1 : 0 }));
}

/** One gauge for each text, and one that has all texts as labels. Each has the value 1. */
function textMetrics(
  group: string,
  attributes: Readonly<Record<string, string>>,
  list: (snapshot: WorkerSnapshot) => readonly Texts[],
): MetricDefinition[] {
  const each = Object.entries(attributes).map(([attribute, help]): MetricDefinition => {
    const label = attribute.replace(/-/g, '_');
    return {
      name: connectMetricName(group, attribute),
      help: `${help}, in the label ${label}.`,
      type: 'gauge',
      read: (snapshot) =>
        list(snapshot).map(({ labels, texts }) => ({
          labels: { ...labels, [label]: texts[label] ?? UNDEFINED },
          value: 1,
        })),
    };
  });
  return [
    ...each,
    {
      name: connectMetricName(group, 'info'),
      help: 'All texts of the group as labels of one series.',
      type: 'gauge',
      read: (snapshot) => list(snapshot).map(({ labels, texts }) => ({ labels: { ...labels, ...texts }, value: 1 })),
    },
  ];
}

function pluginTexts(name: string, { className, version }: PluginName): Labels {
  return { [`${name}_class`]: className, [`${name}_version`]: version ?? UNDEFINED };
}

function connectorTexts(view: ConnectorView): Texts[] {
  if (view.plugin === undefined) return [];
  return [
    { labels: connectorLabels(view), texts: { connector_type: view.type, ...pluginTexts('connector', view.plugin) } },
  ];
}

function taskTexts({ labels, plugins }: RunningTask): Texts {
  return {
    labels,
    texts: {
      connector_type: plugins.type,
      ...pluginTexts('connector', plugins.connector),
      ...pluginTexts('task', plugins.task),
      ...pluginTexts('key_converter', plugins.keyConverter),
      ...pluginTexts('value_converter', plugins.valueConverter),
      ...pluginTexts('header_converter', plugins.headerConverter),
    },
  };
}

function aliasedTexts(
  kind: 'transform' | 'predicate',
  { labels }: RunningTask,
  all: readonly AliasedPlugin[],
): Texts[] {
  return all.map((plugin) => ({ labels: { ...labels, [kind]: plugin.alias }, texts: pluginTexts(kind, plugin) }));
}

/** States, classes and versions of connectors, tasks, transforms and predicates. */
export const PLUGIN_METRICS: readonly MetricDefinition[] = [
  {
    name: connectMetricName('connector-metrics', 'status'),
    help: 'The state of the connector: 1 for the one that it is in.',
    type: 'gauge',
    read: ({ connectors }) => connectors.flatMap((view) => states(CONNECTOR_STATES, view.state, connectorLabels(view))),
  },
  ...textMetrics(
    'connector-metrics',
    {
      'connector-type': 'Whether the connector is a source or a sink',
      'connector-class': 'The class of the connector',
      'connector-version': 'The version of the connector',
    },
    ({ connectors }) => connectors.flatMap(connectorTexts),
  ),
  {
    name: connectMetricName('connector-task-metrics', 'status'),
    help: 'The state of the task: 1 for the one that it is in.',
    type: 'gauge',
    read: (snapshot) => allTasks(snapshot).flatMap((view) => states(TASK_STATES, view.state, taskLabels(view))),
  },
  ...textMetrics(
    'connector-task-metrics',
    {
      'connector-type': 'Whether the task belongs to a source or a sink',
      'connector-class': "The class of the task's connector",
      'connector-version': "The version of the task's connector",
      'task-class': 'The class of the task',
      'task-version': 'The version of the task',
      'key-converter-class': 'The class of the key converter',
      'key-converter-version': 'The version of the key converter',
      'value-converter-class': 'The class of the value converter',
      'value-converter-version': 'The version of the value converter',
      'header-converter-class': 'The class of the header converter',
      'header-converter-version': 'The version of the header converter',
    },
    (snapshot) => runningTasks(snapshot).map(taskTexts),
  ),
  ...textMetrics(
    'connector-transform-metrics',
    { 'transform-class': 'The class of the transform', 'transform-version': 'The version of the transform' },
    (snapshot) => runningTasks(snapshot).flatMap((task) => aliasedTexts('transform', task, task.plugins.transforms)),
  ),
  ...textMetrics(
    'connector-predicate-metrics',
    { 'predicate-class': 'The class of the predicate', 'predicate-version': 'The version of the predicate' },
    (snapshot) => runningTasks(snapshot).flatMap((task) => aliasedTexts('predicate', task, task.plugins.predicates)),
  ),
];
