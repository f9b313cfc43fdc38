/** Owns the plan of a sink: what its group has before it, and where it would go. Nobody joins, and nothing is committed. */
import type { PlannedTarget } from '../../api/planned-work';
import type { SinkConnector } from '../../api/sink-connector';
import { topicPartitionKey } from '../../api/topic-partition';
import { systemClock } from '../../clock';
import { asError, KafkaError, UnavailableError } from '../../errors';
import type { ClientProperties, GroupMember } from '../../kafka/clients';
import { sinkConsumerProperties, sinkGroupId } from '../../runtime/client-properties';
import type { SinkInput } from '../../runtime/ending/sink-input';
import { sinkInput } from '../../runtime/ending/sink-inputs';
import { reads } from '../../runtime/sink-subscription';
import { exitCodeOf } from '../exit-code';
import { topicOfSource } from '../named-topics';
import {
  asking,
  impatient,
  problemOf,
  type PlannedSubject,
  type PlanSurroundings,
  type RecordReader,
} from './plan-surroundings';
import { recordsIn, type PlannedPartition, type PlanProblem, type SinkPlan } from './run-plan';

/** Partitions of a topic into which is looked: transactions and gaps are seldom in one alone. */
const LOOKED_INTO = 4;

/** Rejects with nothing: what goes wrong is a problem of the plan. */
export async function planSink(sink: PlannedSubject, surroundings: PlanSurroundings): Promise<SinkPlan> {
  const { worker } = surroundings;
  const props = { ...sink.props, name: sink.name };
  const properties = impatient(sinkConsumerProperties(worker.props, props, 0));
  const problems: PlanProblem[] = [];
  const plugin = await worker.plugins.loadConnector(sink.props['connector.class'] ?? '', [sink.folder]);
  const targets = await targetsOf(plugin.create() as SinkConnector, props).catch((thrown: unknown) => {
    problems.push({ message: asError(thrown).message, code: exitCodeOf(thrown, 'run') });
    return undefined;
  });
  const base = { type: 'sink', name: sink.name, className: plugin.className } as const;
  const group = sinkGroupId(worker.props, props);
  const workerProps = impatient(worker.props);
  const { input } = sinkInput({ ...surroundings, workerProps, clock: systemClock }, sink.name, props);
  const nothing = { partitions: [], missing: [], atMost: new Set<string>(), fedBy: [] } as const;
  try {
    const seen = await lookAt(input, { properties, surroundings });
    problems.push(...missingTopics(sink.name, seen));
    const notes = [...notesOf(seen.partitions, properties), ...emptyPattern(input, seen)];
    const { members, note } = await membersOf(group, properties, surroundings);
    return { ...base, ...seen, group, members, targets, problems, notes: [...notes, ...note] };
  } catch (thrown) {
    problems.push(problemOf(thrown));
    return { ...base, ...nothing, group, members: undefined, targets, problems, notes: [] };
  } finally {
    await input.close();
  }
}

type Seen = Pick<SinkPlan, 'partitions' | 'missing' | 'atMost' | 'fedBy'>;

interface Look {
  readonly properties: ClientProperties;
  readonly surroundings: PlanSurroundings;
}

async function lookAt(input: SinkInput, look: Look): Promise<Seen> {
  const partitions = await input.look();
  const written = look.surroundings.all.flatMap((source) => {
    const topic = topicOfSource(source);
    return topic !== undefined && reads(input.subscription, topic) ? [{ topic, source: source.name }] : [];
  });
  return {
    partitions,
    missing: input.missing.filter((topic) => !written.some((each) => each.topic === topic)),
    atMost: await inexactTopics(partitions, look),
    fedBy: written.map(({ source }) => source),
  };
}

async function targetsOf(
  connector: Pick<SinkConnector, 'plannedTargets'>,
  props: Readonly<Record<string, string | null>>,
): Promise<readonly PlannedTarget[] | undefined> {
  return connector.plannedTargets?.(props);
}

/** As the run says it. */
function missingTopics(name: string, { missing }: Seen): PlanProblem[] {
  if (missing.length === 0) return [];
  return [problemOf(new UnavailableError(`The sink ${name} reads ${missing.join(', ')}, which does not exist`))];
}

function emptyPattern({ subscription }: SinkInput, { partitions, fedBy }: Seen): string[] {
  const isWithout = 'matches' in subscription && partitions.length === 0 && fedBy.length === 0;
  return isWithout ? ['no topic matches topics.regex'] : [];
}

function notesOf(partitions: readonly PlannedPartition[], properties: ClientProperties): string[] {
  const reset = (properties['auto.offset.reset'] ?? 'earliest').trim().toLowerCase();
  const fresh = partitions.filter(({ committed }) => committed === undefined);
  const beyond = partitions.filter(({ committed, to }) => (committed ?? 0) > to);
  const lost = partitions.filter(({ committed, from }) => committed !== undefined && committed < from);
  const notes = beyond.map(
    (partition) =>
      `${topicPartitionKey(partition)} ends at ${partition.to}, before the committed ${partition.committed}`,
  );
  notes.push(
    ...lost.map(
      (partition) =>
        `${topicPartitionKey(partition)} begins at ${partition.from}: what follows the committed ${partition.committed} is gone`,
    ),
  );
  if (fresh.length > 0 && reset === 'latest') {
    notes.push(
      `auto.offset.reset=latest: the present ends of ${fresh.length} partitions would be committed, for the next run`,
    );
  }
  if (fresh.length > 0 && reset === 'none') {
    notes.push(`auto.offset.reset=none, and nothing is committed for ${fresh.length} partitions: its tasks would fail`);
  }
  return notes;
}

/** Who may not ask is told so, and the plan is made all the same. */
async function membersOf(
  group: string,
  properties: ClientProperties,
  { clients }: PlanSurroundings,
): Promise<{ readonly members: readonly GroupMember[] | undefined; readonly note: readonly string[] }> {
  try {
    return { members: await asking(clients, properties, (admin) => admin.groupMembers(group)), note: [] };
  } catch (thrown) {
    if (!(thrown instanceof KafkaError)) throw thrown;
    return { members: undefined, note: [`who is in the group cannot be seen: ${thrown.message}`] };
  }
}

/** Topics of which fewer records may come than there are offsets. */
async function inexactTopics(
  partitions: readonly PlannedPartition[],
  { properties, surroundings }: Look,
): Promise<ReadonlySet<string>> {
  const full = partitions.filter((partition) => recordsIn(partition) > 0);
  const topics = [...new Set(full.map(({ topic }) => topic))];
  if (topics.length === 0) return new Set();
  const inexact = new Set(await compactedTopics(topics, { properties, surroundings }));
  const reader = surroundings.openReader(properties);
  try {
    await reader.connect();
    for (const topic of topics.filter((name) => !inexact.has(name))) {
      const some = full.filter((each) => each.topic === topic).slice(0, LOOKED_INTO);
      if (await hasGapAtEnd(reader, some)) inexact.add(topic);
    }
    return inexact;
  } finally {
    await reader.close();
  }
}

/** A transaction ends with a mark in the place of a record; what was aborted or compacted is a gap. */
async function hasGapAtEnd(reader: RecordReader, partitions: readonly PlannedPartition[]): Promise<boolean> {
  for (const partition of partitions) if (!(await reader.hasRecordAt(partition, partition.to - 1))) return true;
  return false;
}

/** Who may not read the settings of a topic learns from its records what there is to learn. */
function compactedTopics(topics: readonly string[], { properties, surroundings }: Look): Promise<string[]> {
  return asking(surroundings.clients, properties, async (admin) => {
    const compacted: string[] = [];
    for (const topic of topics) {
      const policy = await admin.topicConfig(topic).then(
        (config) => config.get('cleanup.policy') ?? '',
        () => '',
      );
      if (policy.includes('compact')) compacted.push(topic);
    }
    return compacted;
  });
}
