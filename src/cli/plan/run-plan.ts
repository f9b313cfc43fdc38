/** Owns what a plan says: what a run with `--once` would do, connector by connector. */
import type { PlannedInput, PlannedTarget } from '../../api/planned-work';
import type { TopicPartition } from '../../api/topic-partition';
import type { GroupMember } from '../../kafka/clients';
import type { StoredOffset } from '../offsets/stored-offset';

/** What keeps the run, or one connector of it, from being done, and the exit code that it would have. */
export interface PlanProblem {
  readonly message: string;
  readonly code: number;
}

/** A partition that a sink would read. Offsets are those of the next record. */
export interface PlannedPartition extends TopicPartition {
  /** Undefined: the group has committed none. */
  readonly committed: number | undefined;
  readonly from: number;
  readonly to: number;
}

/** What any connector has. */
interface PlannedConnector {
  readonly name: string;
  readonly className: string;
  readonly problems: readonly PlanProblem[];
  /** What should be known beside: a sentence each. */
  readonly notes: readonly string[];
}

/** What a sink would do. */
export interface SinkPlan extends PlannedConnector {
  readonly type: 'sink';
  readonly group: string;
  /** Undefined where the broker does not tell. */
  readonly members: readonly GroupMember[] | undefined;
  readonly partitions: readonly PlannedPartition[];
  /** Topics that the settings name and that do not exist. */
  readonly missing: readonly string[];
  /** Topics of which fewer records may come than there are offsets: compacted ones, and those with transactions. */
  readonly atMost: ReadonlySet<string>;
  /** Undefined: the connector does not tell. */
  readonly targets: readonly PlannedTarget[] | undefined;
  /** Sources of the same run that write to what it reads. */
  readonly fedBy: readonly string[];
}

/** The topic of a source. */
export interface PlannedTopic {
  readonly name: string;
  readonly exists: boolean;
  /** As it is, or as it would be created; undefined where it is not known. */
  readonly partitions: number | undefined;
  /** Who would create it; undefined where it exists, or where nobody would. */
  readonly createdBy: 'source' | 'broker' | undefined;
}

/** What a source would do. */
export interface SourcePlan extends PlannedConnector {
  readonly type: 'source';
  /** Undefined: the connector does not tell. */
  readonly inputs: readonly PlannedInput[] | undefined;
  readonly offsets: readonly StoredOffset[];
  /** Undefined: its settings do not tell. */
  readonly topic: PlannedTopic | undefined;
}

/** What one connector would do. */
export type ConnectorPlan = SinkPlan | SourcePlan;

/** What the run would do. */
export interface RunPlan {
  readonly worker: string;
  readonly bootstrap: string;
  readonly connectors: readonly ConnectorPlan[];
  /** Connectors whose files say that they are not to run. */
  readonly leftOut: readonly { readonly name: string; readonly state: string }[];
  /** Of the run as a whole. */
  readonly problems: readonly PlanProblem[];
}

/** Figures over several connectors. */
export interface PlanTotals {
  readonly sources: number;
  /** Records of all sources; undefined where one does not tell. */
  readonly sourceRecords: number | undefined;
  /** Bytes of all sources that count in bytes. */
  readonly sourceBytes: number;
  readonly sinks: number;
  readonly partitions: number;
  /** Without what sources of the run write. */
  readonly sinkRecords: number;
  readonly lag: number;
  readonly isAtMost: boolean;
}

/** Records between two offsets of a partition, at most. */
export function recordsIn({ from, to }: PlannedPartition): number {
  return Math.max(0, to - from);
}

/** What the group has not committed; where it has committed nothing, all that there is for it. */
export function lagOf({ committed, from, to }: PlannedPartition): number {
  return Math.max(0, to - (committed ?? from));
}

/** All problems, those of the run first. The run would end with the code of the first. */
export function problemsOf({ problems, connectors }: RunPlan): PlanProblem[] {
  return [...problems, ...connectors.flatMap((connector) => connector.problems)];
}

/** Adds up. */
export function totalsOf({ connectors }: Pick<RunPlan, 'connectors'>): PlanTotals {
  const sources = connectors.filter((connector) => connector.type === 'source');
  const sinks = connectors.filter((connector) => connector.type === 'sink');
  const inputs = sources.flatMap((source) => source.inputs ?? []);
  const isTold = sources.every((source) => source.inputs?.every(({ records }) => records !== null) ?? false);
  const partitions = sinks.flatMap((sink) => sink.partitions);
  return {
    ...{ sources: sources.length, sinks: sinks.length, partitions: partitions.length },
    sourceRecords: isTold ? sum(inputs.map(({ records }) => records ?? 0)) : undefined,
    sourceBytes: sum(
      inputs.map(({ unit, from, to }) => (unit === 'bytes' && from !== null && to !== null ? to - from : 0)),
    ),
    sinkRecords: sum(partitions.map(recordsIn)),
    lag: sum(partitions.map(lagOf)),
    isAtMost: sinks.some(({ atMost }) => atMost.size > 0),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
