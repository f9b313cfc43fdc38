/** Owns what keeps a worker from being ready: the connectors and tasks that should run and do not. */
import { isDeepStrictEqual } from 'node:util';
import type { ConfigBackingStore, TargetState } from '../storage/config-backing-store';
import type { ReportedState, Status, StatusBackingStore } from '../storage/status-backing-store';

/** A connector or task that does not run although it should. */
export interface NotReady {
  readonly connector: string;
  /** `undefined`: the connector itself. */
  readonly task: number | undefined;
  /** `MISSING`: there should be one, and nobody has heard of it. */
  readonly state: ReportedState | 'MISSING';
  /** The first line of the error, or what is missing; `undefined` where nothing more is known. */
  readonly reason: string | undefined;
}

/** States in which nothing is wrong, by what is wanted: what is on its way to a rest still counts. */
const FINE: Readonly<Record<TargetState, readonly ReportedState[]>> = {
  STARTED: ['RUNNING'],
  PAUSED: ['PAUSED', 'RUNNING'],
  STOPPED: ['STOPPED', 'PAUSED', 'RUNNING', 'UNASSIGNED'],
};

/** Where it stands what should run. */
type Expectations = Pick<
  ConfigBackingStore,
  'connectors' | 'connectorConfig' | 'appliedConfig' | 'taskConfigs' | 'targetState'
>;

/** Where it stands what does. */
type Reports = Pick<StatusBackingStore, 'connector' | 'tasks'>;

/** All that does not run although it should, connector by connector; nothing where all is well. */
export function notReadyParts(configs: Expectations, statuses: Reports): NotReady[] {
  return configs.connectors().flatMap((name) => partsOfConnector(name, configs, statuses));
}

function partsOfConnector(connector: string, configs: Expectations, statuses: Reports): NotReady[] {
  const target = configs.targetState(connector) ?? 'STARTED';
  const status = statuses.connector(connector);
  const self = { connector, task: undefined };
  const undivided = target === 'STARTED' && status?.state === 'RUNNING' ? whyUndivided(connector, configs) : undefined;
  const reported = new Map(statuses.tasks(connector));
  const tasks = new Set([...configs.taskConfigs(connector).keys(), ...reported.keys()]);
  return [
    ...partOf(self, status, target),
    ...(undivided === undefined ? [] : [{ ...self, state: 'RUNNING' as const, reason: undivided }]),
    ...[...tasks].flatMap((task) => partOf({ connector, task }, reported.get(task), target)),
  ];
}

/** What is wrong with the tasks of a connector that runs. */
function whyUndivided(connector: string, configs: Expectations): string | undefined {
  if (configs.taskConfigs(connector).length === 0) return 'it has no tasks';
  const isApplied = isDeepStrictEqual(configs.connectorConfig(connector), configs.appliedConfig(connector));
  return isApplied ? undefined : 'its tasks run with earlier settings';
}

function partOf(
  part: Pick<NotReady, 'connector' | 'task'>,
  status: Status | undefined,
  target: TargetState,
): NotReady[] {
  if (status === undefined) return [{ ...part, state: 'MISSING', reason: 'nothing has been heard of it' }];
  if (FINE[target].includes(status.state)) return [];
  return [{ ...part, state: status.state, reason: status.trace?.split('\n', 1)[0] }];
}
