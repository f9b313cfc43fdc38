/** Owns the plan of a source: what it would read, from where, and into which topic. */
import type { PlannedInput } from '../../api/planned-work';
import type { SourceConnector } from '../../api/source-connector';
import { asError, UnavailableError } from '../../errors';
import { sourceProducerProperties } from '../../runtime/client-properties';
import type { OffsetEntry } from '../../storage/offset-backing-store';
import { OffsetReader } from '../../storage/offset-reader';
import { OffsetTable } from '../../storage/offset-table';
import { exitCodeOf } from '../exit-code';
import { topicOfSource } from '../named-topics';
import { offsetsOfSource } from '../offsets/source-offsets';
import { sortedOffsets } from '../offsets/stored-offset';
import { topicBirth } from '../topic-birth';
import { asking, problemOf, type PlannedSubject, type PlanSurroundings } from './plan-surroundings';
import type { PlannedTopic, PlanProblem, SourcePlan } from './run-plan';

/** Rejects with nothing: what goes wrong is a problem of the plan. */
export async function planSource(source: PlannedSubject, surroundings: PlanSurroundings): Promise<SourcePlan> {
  const { worker, entries } = surroundings;
  const plugin = await worker.plugins.loadConnector(source.props['connector.class'] ?? '', [source.folder]);
  const problems: PlanProblem[] = [];
  const notes: string[] = [];
  const reader = readerOf(source.name, entries, (message, error) => notes.push(`${message}: ${error.message}`));
  const inputs = await inputsOf(plugin.create() as SourceConnector, source, reader).catch((thrown: unknown) => {
    problems.push({ message: asError(thrown).message, code: exitCodeOf(thrown, 'run') });
    return undefined;
  });
  for (const { name } of inputs?.filter(({ exists }) => !exists) ?? []) {
    problems.push(problemOf(new UnavailableError(`The source ${source.name} reads ${name}, which does not exist`)));
  }
  const topic = await topicOf(source, surroundings).catch((thrown: unknown) => {
    problems.push(problemOf(thrown));
    return undefined;
  });
  if (topic !== undefined && !topic.exists && topic.createdBy === undefined) {
    notes.push(`there is no topic ${topic.name}, and the brokers create none: the source would wait until there is`);
  }
  return {
    ...{ type: 'source', name: source.name, className: plugin.className, inputs, topic, problems, notes },
    offsets: sortedOffsets(offsetsOfSource(entries, source.name)),
  };
}

async function inputsOf(
  connector: Pick<SourceConnector, 'plannedInputs'>,
  { props, name }: PlannedSubject,
  reader: OffsetReader,
): Promise<readonly PlannedInput[] | undefined> {
  return connector.plannedInputs?.({ ...props, name }, reader);
}

function readerOf(
  connector: string,
  entries: readonly OffsetEntry[],
  onProblem: (message: string, error: Error) => void,
): OffsetReader {
  const table = OffsetTable.of(entries);
  const store = { get: (keys: readonly Buffer[]) => Promise.resolve(keys.map((key) => table.get(key))) };
  return new OffsetReader({ store, connector, onProblem });
}

async function topicOf(source: PlannedSubject, surroundings: PlanSurroundings): Promise<PlannedTopic | undefined> {
  const name = topicOfSource(source);
  if (name === undefined) return undefined;
  const { worker, clients } = surroundings;
  const properties = sourceProducerProperties(worker.props, { ...source.props, name: source.name }, 0);
  return asking(clients, properties, async (admin): Promise<PlannedTopic> => {
    const known = await admin.describeTopic(name);
    if (known !== undefined) return { name, exists: true, partitions: known, createdBy: undefined };
    const { topic, prefix } = topicBirth(name, source, worker.config?.['topic.creation.enable'] !== false);
    // Most clients may not ask for this: then it is taken that the broker creates topics, as brokers do by default.
    const settings = await admin.brokerConfig().catch(() => new Map<string, string>());
    const isByBroker = prefix === undefined && settings.get('auto.create.topics.enable') !== 'false';
    const createdBy = prefix !== undefined ? 'source' : isByBroker ? 'broker' : undefined;
    const byDefault = Number(settings.get('num.partitions') ?? NaN);
    const wanted = topic.partitions > 0 ? topic.partitions : byDefault;
    const partitions = createdBy === undefined || !Number.isInteger(wanted) ? undefined : wanted;
    return { name, exists: false, partitions, createdBy };
  });
}
