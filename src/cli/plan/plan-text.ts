/** Owns how a plan looks: for people, and as JSON. */
import type { PlannedInput, PlannedTarget } from '../../api/planned-work';
import { bytesText, countText } from '../figures';
import { prettyJson, type PrintedJson } from '../offsets/pretty-json';
import { jsonNodeText } from '../offsets/stored-offset';
import {
  lagOf,
  problemsOf,
  recordsIn,
  totalsOf,
  type ConnectorPlan,
  type PlannedPartition,
  type PlannedTopic,
  type RunPlan,
  type SinkPlan,
  type SourcePlan,
} from './run-plan';

/** Partitions and stored offsets that are listed each; of more only those where something is to be done. */
const LISTED = 12;

/** The plan as lines of text. */
export function planText(plan: RunPlan): string {
  const { worker, bootstrap, connectors, leftOut } = plan;
  const parts = [
    [`A run of ${worker} with --once, on ${bootstrap}:`],
    ...connectors.map(connectorLines),
    ...leftOut.map(({ name, state }) => [`${name} is ${state} in its file: it would be left out`]),
    totalLines(plan),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function connectorLines(connector: ConnectorPlan): string[] {
  const facts = connector.type === 'sink' ? sinkFacts(connector) : sourceFacts(connector);
  const more = [
    ...connector.notes.map((note): Fact => ['note', [note]]),
    ...connector.problems.map(({ message, code }): Fact => ['problem', [`${message} (exit code ${code})`]]),
  ];
  const lines = [...facts, ...more].flatMap(([title, texts]) =>
    texts.map((text, index) => `    ${(index === 0 ? title : '').padEnd(8)}${shown(text)}`),
  );
  return [`${shown(connector.name)} (${connector.type}, ${shown(connector.className)})`, ...lines];
}

/** A word, and what is to be said of it: a line each. */
type Fact = readonly [title: string, lines: readonly string[]];

function sourceFacts({ inputs, offsets, topic }: SourcePlan): Fact[] {
  const stored = offsets.map(
    ({ partition, offset }) => `${jsonNodeText(partition)} at ${jsonNodeText(offset ?? null)}`,
  );
  const told = inputs?.map(inputText) ?? (stored.length === 0 ? ['nothing is stored: from its beginning'] : []);
  return [
    ...(told.length > 0 ? [['reads', told] as const] : []),
    ...(stored.length > 0 ? [['stored', listed(stored)] as const] : []),
    ...(topic === undefined ? [] : [['writes', [topicText(topic)]] as const]),
  ];
}

function inputText({ name, exists, unit, from, to, records }: PlannedInput): string {
  if (!exists) return `${name}, which does not exist`;
  const count = records === null ? [] : [plural(records, 'record')];
  if (from === null || to === null) return [name, ...count].join(': ') + (count.length === 0 ? ', as it comes' : '');
  const left = unit === 'bytes' ? [`${bytesText(to - from)} left`] : [];
  return `${name} from ${countText(from)} to ${countText(to)}: ${[...left, ...count].join(', ')}`;
}

function topicText({ name, exists, partitions, createdBy }: PlannedTopic): string {
  const count = partitions === undefined ? '' : ` with ${plural(partitions, 'partition')}`;
  if (exists) return `topic ${name}, which exists${count}`;
  if (createdBy === undefined) return `topic ${name}, which does not exist`;
  return `topic ${name}, which the ${createdBy} would create${count}`;
}

function sinkFacts(sink: SinkPlan): Fact[] {
  const { group, members, targets, fedBy } = sink;
  const who = members?.map(({ clientId, host }) => `${clientId} on ${host}`) ?? [];
  const count = members === undefined ? '' : members.length === 0 ? ', nobody is in it' : `, ${members.length} in it:`;
  const table = partitionLines(sink);
  const lines = [...table, ...fedBy.map((source) => `${table.length > 0 ? 'and ' : ''}what ${source} writes`)];
  return [
    ['group', [group + count, ...listed(who)]],
    ['reads', lines.length === 0 ? ['nothing: there is no partition'] : lines],
    ...(targets === undefined ? [] : [['writes', targets.map(targetText)] as const]),
  ];
}

function targetText({ name, exists, bytes }: PlannedTarget): string {
  if (!exists) return `${name}, which would be created`;
  return bytes === null ? name : `${name}, which has ${bytesText(bytes)}`;
}

const HEAD = ['partition', 'committed', 'from', 'to', 'records', 'lag'];

/** A table without lines: names to the left, figures to the right. */
function partitionLines({ partitions, atMost }: SinkPlan): string[] {
  const busy = partitions.filter((partition) => recordsIn(partition) > 0);
  const shownOnes = partitions.length <= LISTED ? partitions : busy;
  const rest = partitions.length - shownOnes.length;
  const idle = rest === 0 ? [] : [`${plural(rest, 'partition')} without anything to read`];
  if (shownOnes.length === 0) return idle;
  const rows = [HEAD, ...shownOnes.map((partition) => cellsOf(partition, atMost))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const padded = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [...padded, ...idle];
}

function cellsOf(partition: PlannedPartition, atMost: ReadonlySet<string>): string[] {
  const { topic, committed, from, to } = partition;
  const records = recordsIn(partition);
  return [
    `${topic}:${partition.partition}`,
    ...[committed === undefined ? '-' : countText(committed), countText(from), countText(to)],
    `${records > 0 && atMost.has(topic) ? 'at most ' : ''}${countText(records)}`,
    countText(lagOf(partition)),
  ];
}

function totalLines(plan: RunPlan): string[] {
  const totals = totalsOf(plan);
  const { sources, sinks, sourceRecords, sourceBytes, isAtMost } = totals;
  const ofSources = [
    sourceRecords === undefined ? 'as many records as there are' : plural(sourceRecords, 'record'),
    ...(sourceBytes > 0 ? [`(${bytesText(sourceBytes)})`] : []),
  ];
  const feeds = plan.connectors.some((each) => each.type === 'sink' && each.fedBy.length > 0);
  const figures = [
    ...(sources > 0 ? [`${ofSources.join(' ')} from ${plural(sources, 'source')}`] : []),
    ...(sinks > 0
      ? [
          `${isAtMost ? 'at most ' : ''}${plural(totals.sinkRecords, 'record')} of ${plural(totals.partitions, 'partition')} ` +
            `to ${plural(sinks, 'sink')}${feeds ? ', and what sources write meanwhile' : ''}`,
        ]
      : []),
  ];
  const problems = plan.problems.map(({ message, code }) => `Problem: ${message} (exit code ${code})`);
  return [...(figures.length === 0 ? [] : [`In all: ${figures.join('; ')}`]), ...problems];
}

function listed(lines: readonly string[]): string[] {
  if (lines.length <= LISTED) return [...lines];
  return [...lines.slice(0, LISTED - 1), `and ${lines.length - LISTED + 1} more`];
}

function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names come from outside: nothing in them may move the cursor. */
function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** The plan for machines; null for what is not known. */
export function planJson(plan: RunPlan): string {
  const { worker, bootstrap, connectors, leftOut } = plan;
  const problems = problemsOf(plan);
  const totals = totalsOf(plan);
  return prettyJson({
    ...{ ok: problems.length === 0, code: problems[0]?.code ?? 0, worker, bootstrap },
    connectors: connectors.map(connectorJson),
    leftOut: leftOut.map((each) => ({ ...each })),
    totals: { ...totals, sourceRecords: totals.sourceRecords ?? null },
    problems: problems.map((problem) => ({ ...problem })),
  });
}

function connectorJson(connector: ConnectorPlan): PrintedJson {
  const { name, type, className, notes, problems } = connector;
  const own = connector.type === 'sink' ? sinkJson(connector) : sourceJson(connector);
  return { name, type, class: className, ...own, notes: [...notes], problems: problems.map((each) => ({ ...each })) };
}

function sourceJson({ inputs, offsets, topic }: SourcePlan): PrintedJson {
  return {
    inputs: inputs?.map((input) => ({ ...input })) ?? null,
    offsets: offsets.map(({ partition, offset }) => ({ partition, offset: offset ?? null })),
    topic:
      topic === undefined
        ? null
        : { ...topic, partitions: topic.partitions ?? null, createdBy: topic.createdBy ?? null },
  };
}

function sinkJson({ group, members, partitions, missing, atMost, targets, fedBy }: SinkPlan): PrintedJson {
  return {
    group,
    members: members?.map((member) => ({ ...member })) ?? null,
    partitions: partitions.map((partition) => ({
      ...{ topic: partition.topic, partition: partition.partition, committed: partition.committed ?? null },
      ...{ from: partition.from, to: partition.to, records: recordsIn(partition), lag: lagOf(partition) },
      atMost: recordsIn(partition) > 0 && atMost.has(partition.topic),
    })),
    ...{ missing: [...missing], fedBy: [...fedBy] },
    targets: targets?.map((target) => ({ ...target })) ?? null,
  };
}
