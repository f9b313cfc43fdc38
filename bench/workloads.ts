/** Owns the list of workloads: what is moved, through which settings, and who takes part. */
import type { LineKind } from './bench-input';

/** Who does the work: Apache's worker, ours, and two clients without Connect, as the floor. */
export type ContenderName = 'genuine' | 'ours' | 'kcat' | 'node-rdkafka';

/** What a workload shows of a run. */
export type Figure =
  | 'first record, s'
  | 'whole run, s'
  | 'k records/s'
  | 'CPU s per M records'
  | 'peak MB'
  | 'MB at rest'
  | 'REST median, ms'
  | 'REST slowest of 100, ms'
  | 'slowest connector, % of the fastest';

/** One row of the table. */
export interface Workload {
  readonly name: string;
  /**
   * `stalled`: a sink whose file takes nothing; `rest`: connectors that have nothing to do; `once`: our run ends by itself;
   * `shared`: several sinks read the same topic, each into its own file, while REST is asked.
   */
  readonly kind: 'sink' | 'source' | 'once' | 'rest' | 'stalled' | 'shared';
  readonly lines: LineKind;
  readonly records: number;
  readonly partitions?: number;
  readonly tasks?: number;
  /** Settings of the connector, beside class, file and topic. */
  readonly connector?: Readonly<Record<string, string>>;
  /** How many records reach the target, where that is not all of them. */
  readonly delivered?: number;
  readonly contenders: readonly ContenderName[];
  readonly figures: readonly Figure[];
}

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const WORKERS = ['genuine', 'ours'] as const;
const ALL = ['genuine', 'ours', 'kcat', 'node-rdkafka'] as const;
const MOVING: readonly Figure[] = ['k records/s', 'CPU s per M records', 'peak MB'];

const PLAIN_JSON = { 'value.converter': JSON_CONVERTER, 'value.converter.schemas.enable': 'false' };
const ENVELOPE = { 'value.converter': JSON_CONVERTER, 'value.converter.schemas.enable': 'true' };
const THREE_TRANSFORMS = {
  transforms: 'mark,fields,route',
  'transforms.mark.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
  'transforms.mark.static.field': 'origin',
  'transforms.mark.static.value': 'bench',
  'transforms.fields.type': 'org.apache.kafka.connect.transforms.ReplaceField$Value',
  'transforms.fields.renames': 'customer:buyer',
  'transforms.fields.exclude': 'paid',
  'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
  'transforms.route.regex': 'bench-(.*)',
  'transforms.route.replacement': 'orders-$1',
};
const DEAD_LETTERS = {
  ...PLAIN_JSON,
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.name': 'bench-dead-letters',
  'errors.deadletterqueue.topic.replication.factor': '1',
};

const FAIRNESS: readonly Figure[] = [
  'REST median, ms',
  'REST slowest of 100, ms',
  'slowest connector, % of the fastest',
  'k records/s',
];

/** All rows. `scale` shrinks the counts of records, for a quick look. */
export function workloads(scale: number): Workload[] {
  const count = (records: number) => Math.max(10_000, Math.round((records * scale) / 10_000) * 10_000);
  const sink = (name: string, lines: LineKind, records: number): Workload => {
    return { name, kind: 'sink', lines, records: count(records), contenders: WORKERS, figures: MOVING };
  };
  const broken = count(600_000);
  return [
    {
      name: 'start of a sink',
      kind: 'sink',
      lines: '100 B',
      records: 1,
      contenders: ALL,
      figures: ['first record, s'],
    },
    {
      name: 'start of a source',
      kind: 'source',
      lines: '100 B',
      records: 1,
      contenders: ALL,
      figures: ['first record, s'],
    },
    {
      name: '10,000 records and the end',
      kind: 'once',
      lines: '100 B',
      records: 10_000,
      contenders: ALL,
      figures: ['whole run, s'],
    },
    { ...sink('sink, 100 B', '100 B', 1_500_000), contenders: ALL },
    { ...sink('sink, 1 KB', '1 KB', 400_000), contenders: ALL },
    { ...sink('sink, JSON without schemas', 'JSON', 600_000), connector: PLAIN_JSON },
    { ...sink('sink, JSON with schemas', 'JSON in its envelope', 300_000), connector: ENVELOPE },
    {
      ...sink('sink, JSON, three transforms', 'JSON', 600_000),
      connector: { ...PLAIN_JSON, ...THREE_TRANSFORMS },
    },
    {
      ...sink('sink, JSON, 1 % dead letters', 'JSON, 1 % broken', 600_000),
      connector: DEAD_LETTERS,
      delivered: broken - broken / 100,
    },
    { ...sink('source, 100 B', '100 B', 1_000_000), kind: 'source', contenders: ALL },
    { ...sink('source, 1 KB', '1 KB', 300_000), kind: 'source', contenders: ALL },
    ...[1, 4, 16].flatMap((tasks) =>
      [1, 16, 64].map((partitions) => ({
        ...sink(`sink, ${tasks} tasks, ${partitions} partitions`, '100 B', 1_000_000),
        tasks,
        partitions,
      })),
    ),
    ...[4, 16].map((tasks) => ({
      ...sink(`busy sink (JSON, three transforms), ${tasks} tasks, 16 partitions`, 'JSON', 600_000),
      connector: { ...PLAIN_JSON, ...THREE_TRANSFORMS },
      tasks,
      partitions: 16,
    })),
    { ...sink('4 sinks side by side', 'JSON', 400_000), kind: 'shared', connector: PLAIN_JSON, figures: FAIRNESS },
    {
      name: 'a sink and a source at rest',
      kind: 'rest',
      lines: '100 B',
      records: 1,
      contenders: WORKERS,
      figures: ['MB at rest'],
    },
    { ...sink('a sink that is stalled', '1 KB', 400_000), kind: 'stalled', figures: ['peak MB'] },
  ];
}

/** Connectors of a workload of kind `shared`. */
export const SIDE_BY_SIDE = 4;

/** Settings that all workers share: those of Apache's shipped file, but for text instead of JSON. */
export const WORKER_SETTINGS = {
  'key.converter': STRING,
  'value.converter': STRING,
  'offset.flush.interval.ms': '10000',
} as const;
