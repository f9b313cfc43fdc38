/** Owns the report of a run as metrics, for the textfile collector of Prometheus' node_exporter. */
import { basename } from 'node:path';
import type { ReportedConnector, ReportedFigures, RunReport } from './run-report';

type Labels = Readonly<Record<string, string | number>>;

/** The values of one metric. */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly values: readonly (readonly [labels: Labels, value: number | null])[];
}

const PREFIX = 'connect_standalone';
const LAST_SUCCESS = `${PREFIX}_last_success_timestamp_seconds`;

/** Figures of each connector: name of the metric, help, how it is read. */
const OF_CONNECTORS: readonly (readonly [
  name: string,
  help: string,
  read: (from: ReportedConnector) => number | null,
])[] = [
  ['exit_code', 'The exit code for this connector alone; 0: all is well.', ({ code }) => code],
  ['records', 'Records acknowledged by Kafka or taken by the sink in the last run.', ({ records }) => records],
  ['bytes', 'Bytes of keys and values in the last run.', ({ bytes }) => bytes],
  ['dead_letters', 'Records sent to the dead-letter queue in the last run.', ({ deadLetters }) => deadLetters],
  ['errors', 'Records that failed for good in the last run.', ({ errors }) => errors],
  ['skipped', 'Records that failed and were skipped in the last run.', ({ skipped }) => skipped],
  ['lag', 'Records left at the end of the last run.', ({ lag }) => lag],
  ['duration_seconds', 'How long the connector ran in the last run.', ({ seconds }) => seconds],
];

const OF_PARTITIONS: readonly (readonly [
  name: string,
  help: string,
  read: (from: ReportedConnector['partitions'][number]) => number | null,
])[] = [
  ['first_offset', 'Offset of the first record that the last run delivered.', ({ firstOffset }) => firstOffset],
  ['last_offset', 'Offset of the last record that the last run delivered.', ({ lastOffset }) => lastOffset],
  ['committed_offset', 'Offset from which the next run goes on.', ({ committed }) => committed],
  ['end_offset', 'The end that the last run was to reach.', ({ to }) => to],
  ['lag', 'Records of the partition left at the end of the last run.', ({ lag }) => lag],
];

/** Prometheus' text format 0.0.4. `before`: what the file said until now, of which the time of the last success is kept. */
export function runTextfile(report: RunReport, path: string, before: string | undefined): string {
  // The collector reads all files of its folder together: what each says must be told apart.
  const own = { run: basename(path).replace(/\.prom$/, '') };
  return [...ofRun(report, own, before), ...ofConnectors(report, own)]
    .map(familyText)
    .filter((text) => text !== '')
    .join('');
}

function ofRun(report: RunReport, own: Labels, before: string | undefined): Family[] {
  const { version, mode, reason, code } = report;
  const ended = Date.parse(report.endedAt) / 1000;
  const family = (name: string, help: string, value: number | null): Family => ({
    ...{ name: `${PREFIX}_${name}`, help, values: [[own, value]] },
  });
  const figure = (name: string, help: string, key: keyof ReportedFigures & ('records' | 'deadLetters' | 'lag')) =>
    family(name, help, report[key]);
  return [
    {
      ...{ name: `${PREFIX}_run_info`, help: 'Why the last run ended; always 1.' },
      values: [[{ ...own, version, mode, reason }, 1]],
    },
    family('exit_code', 'The exit code of the last run; 0: all is well.', code),
    family('start_timestamp_seconds', 'When the last run began.', Date.parse(report.startedAt) / 1000),
    family('end_timestamp_seconds', 'When the last run ended.', ended),
    {
      ...{ name: LAST_SUCCESS, help: 'When a run last ended with 0; 0: never.' },
      values: [[own, code === 0 ? ended : lastSuccess(before)]],
    },
    family('duration_seconds', 'How long the last run took.', report.seconds),
    figure('records', 'Records of all connectors in the last run.', 'records'),
    figure('dead_letters', 'Records sent to dead-letter queues in the last run.', 'deadLetters'),
    figure('lag', 'Records left at the end of the last run.', 'lag'),
  ];
}

function ofConnectors({ connectors }: RunReport, own: Labels): Family[] {
  const families = OF_CONNECTORS.map(([name, help, read]): Family => ({
    ...{ name: `${PREFIX}_connector_${name}`, help },
    values: connectors.map((each) => [{ ...own, connector: each.name, type: each.type }, read(each)]),
  }));
  const partitions = connectors.flatMap(({ name: connector, partitions: all }) =>
    all.map((each) => ({ each, labels: { ...own, connector, topic: each.topic, partition: each.partition } })),
  );
  return [
    ...families,
    ...OF_PARTITIONS.map(([name, help, read]): Family => ({
      ...{ name: `${PREFIX}_partition_${name}`, help },
      values: partitions.map(({ each, labels }) => [labels, read(each)]),
    })),
  ];
}

/** What is not known has no value; a metric without values is left out. */
function familyText({ name, help, values }: Family): string {
  const lines = values.flatMap(([labels, value]) =>
    value === null ? [] : [`${name}${labelsText(labels)} ${value}\n`],
  );
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  const texts = Object.entries(labels).map(([label, value]) => `${label}="${escaped(String(value))}"`);
  return `{${texts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function lastSuccess(before: string | undefined): number {
  const found = new RegExp(`^${LAST_SUCCESS}(?:\\{.*\\})? ([\\d.e+]+)$`, 'm').exec(before ?? '');
  return Number(found?.[1] ?? 0);
}
