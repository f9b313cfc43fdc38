/** Owns the sub-command `plan`: what a run with `--once` would do, without moving, committing or creating anything. */
import type { Secrets } from '../../config/secrets';
import { UsageError, WorkerStartError } from '../../errors';
import type { ClientProperties, KafkaClients } from '../../kafka/clients';
import { PartitionReader } from '../../kafka/partition-reader';
import { RdkafkaClients } from '../../kafka/rdkafka-clients';
import { createLogger } from '../../logger';
import { usesOffsetsTopic } from '../../runtime/offset-storage-config';
import type { OnCorrupt } from '../../storage/file-offset-backing-store';
import { requireName } from '../connector-file';
import { processConversation, type Conversation } from '../conversation';
import { loadEnvironment } from '../environment';
import { EXIT_CODES } from '../exit-code';
import { readPipeline } from '../pipeline-input';
import { preflight } from '../preflight';
import { requireCluster } from '../required-cluster';
import { planJson, planText } from './plan-text';
import { impatient, type PlannedSubject, type PlanSurroundings } from './plan-surroundings';
import { readPlannedOffsets } from './planned-offsets';
import { problemsOf, type ConnectorPlan, type RunPlan } from './run-plan';
import { planSink } from './sink-plan';
import { planSource } from './source-plan';

/** Options of the sub-command. */
export interface PlanOptions {
  readonly set?: readonly string[];
  readonly envFile?: string;
  readonly onCorruptOffsets: OnCorrupt;
  readonly json?: boolean;
  readonly secrets: Secrets;
  /** For tests. Default: those of the network and the process. */
  readonly clients?: KafkaClients;
  readonly openReader?: PlanSurroundings['openReader'];
  readonly conversation?: Conversation;
}

/**
 * Prints the plan and gives the code with which the run would end as far as can be seen now: 0, or that of the first problem.
 * Rejects with what would keep the run from starting.
 */
export async function plan(worker: string, connectors: readonly string[], options: PlanOptions): Promise<number> {
  const talk = options.conversation ?? processConversation();
  const made = await makePlan(worker, connectors, options);
  const text = options.json === true ? planJson(made) : planText(made);
  talk.print(options.secrets.redact(text));
  return problemsOf(made)[0]?.code ?? EXIT_CODES.DONE;
}

async function makePlan(worker: string, connectors: readonly string[], options: PlanOptions): Promise<RunPlan> {
  const { secrets, clients = new RdkafkaClients(), onCorruptOffsets } = options;
  const log = createLogger({ level: 'silent' });
  await loadEnvironment(options.envFile, log);
  const read = await readPipeline({ worker, connectors, set: options.set });
  const checked = await preflight(read, { secrets, servesRest: false, log });
  const subjects = checked.connectors.map((connector): PlannedSubject => ({
    ...connector,
    name: requireName(connector.file).name,
  }));
  if (subjects.length === 0) throw new UsageError('plan needs a connector: name its file');
  const { config, props } = checked.worker;
  if (config === undefined) throw new WorkerStartError(`${worker}: its settings cannot be used`);
  const readStored = () => readPlannedOffsets({ config, props, clients, onCorruptOffsets });
  // In the order of the run: which of two errors is told is the same.
  const inFile = usesOffsetsTopic(props) ? undefined : await readStored();
  await requireCluster({ clients, props: impatient(props), log });
  const stored = inFile ?? (await readStored());
  const all = subjects.filter(({ file }) => file.initialState === 'STARTED');
  const openReader = options.openReader ?? ((properties: ClientProperties) => new PartitionReader({ properties }));
  const surroundings = { worker: checked.worker, clients, log, all, entries: stored.entries, openReader };
  const plans: ConnectorPlan[] = [];
  for (const subject of all) {
    plans.push(await (subject.type === 'sink' ? planSink(subject, surroundings) : planSource(subject, surroundings)));
  }
  const leftOut = subjects.filter(({ file }) => file.initialState !== 'STARTED');
  return {
    worker,
    bootstrap: props['bootstrap.servers'] ?? '',
    connectors: plans,
    leftOut: leftOut.map(({ name, file }) => ({ name, state: file.initialState })),
    problems: stored.problem === undefined ? [] : [stored.problem],
  };
}
