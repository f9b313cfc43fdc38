/** Owns what a run has done so far: added up by connector and task, over restarts of tasks and after their end. */
import { topicPartitionKey, type TopicPartition } from '../api/topic-partition';
import type { PartitionReach } from '../runtime/task-reach';
import type { ConnectorProgress, RunProgress } from '../runtime/ending/run-progress';
import {
  progressOf,
  type ConnectorView,
  type TaskView,
  type TaskWork,
  type WorkerSnapshot,
} from '../runtime/worker-view';
import type { ReportedState } from '../storage/status-backing-store';
import { Speed } from './speed';

/** What can be added up. Bytes are those of keys and values. */
export interface Counts {
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly bytes: number;
  readonly deadLetters: number;
  readonly errors: number;
  readonly skipped: number;
}

/** A task, with what those before it did that had its number. */
export interface TaskTally extends Counts {
  readonly task: number;
  readonly state: ReportedState;
  /** Of records out, over the last seconds. */
  readonly perSecond: number;
  readonly lag: number | undefined;
}

/** A partition of a sink; all are offsets of the next record. */
export interface PartitionTally extends TopicPartition {
  readonly from: number;
  /** Where the run is to end; undefined in a run without an end. */
  readonly to: number | undefined;
  readonly delivered: number;
  readonly committed: number;
  /** Records left to deliver and commit, or as far as it is known to read. */
  readonly lag: number | undefined;
}

/** A connector of the run. */
export interface ConnectorTally extends Counts {
  readonly name: string;
  readonly type: ConnectorView['type'];
  /** Its class; undefined while it could not be made. */
  readonly className: string | undefined;
  readonly state: ReportedState;
  readonly phase: ConnectorProgress['state'];
  readonly seconds: number;
  readonly lag: number | undefined;
  readonly tasks: readonly TaskTally[];
  readonly partitions: readonly PartitionTally[];
  /** Until all partitions are at their ends, at the speed of the last seconds; undefined: not known. */
  readonly secondsLeft: number | undefined;
}

/** Where it is looked at. */
export interface RunTallySources {
  readonly snapshot: () => WorkerSnapshot;
  readonly progress: () => RunProgress;
  readonly monotonic: () => number;
}

interface TaskRecord {
  state: ReportedState;
  /** What tasks that are gone had counted. */
  before: Counts;
  task: TaskWork['task'] | undefined;
  lag: number | undefined;
  readonly speed: Speed;
}

interface ConnectorRecord {
  name: string;
  type: ConnectorView['type'];
  className: string | undefined;
  state: ReportedState;
  phase: ConnectorProgress['state'];
  readonly since: number;
  until: number | undefined;
  readonly tasks: Map<number, TaskRecord>;
  readonly partitions: Map<string, PartitionTally>;
  readonly speed: Speed;
}

const NOTHING: Counts = { recordsIn: 0, recordsOut: 0, bytes: 0, deadLetters: 0, errors: 0, skipped: 0 };

/** The tally of one run. `look` from time to time, and at last just before the worker stops: it forgets its tasks then. */
export class RunTally {
  readonly #sources: RunTallySources;
  readonly #connectors = new Map<string, ConnectorRecord>();

  constructor(sources: RunTallySources) {
    this.#sources = sources;
  }

  /** Takes in what there is now. Returns the names of connectors that have come to their end since the last look. */
  look(): string[] {
    const { connectors, now } = this.#sources.snapshot();
    const progress = new Map(this.#sources.progress().connectors.map((each) => [each.name, each]));
    const done: string[] = [];
    for (const view of connectors) {
      const record = this.#recordOf(view, now);
      const before = record.phase;
      this.#takeConnector(record, view, progress.get(view.name));
      if (record.phase === 'done' && before !== 'done') done.push(view.name);
      const hasEnded = record.phase === 'done' || record.phase === 'failed';
      record.until = hasEnded ? (record.until ?? now) : undefined;
      for (const task of view.tasks) takeTask(taskRecordOf(record, task), task, now);
      record.speed.note(
        sum([...record.partitions.values()], ({ delivered, from }) => delivered - from),
        now,
      );
    }
    return done;
  }

  /** Takes in what the group of a sink has committed, as it is known when the tasks are gone. */
  takeCommitted(connector: string, offsets: ReadonlyMap<string, number>): void {
    const partitions = this.#connectors.get(connector)?.partitions;
    for (const [key, partition] of partitions ?? []) {
      const committed = Math.max(partition.committed, offsets.get(key) ?? 0);
      const delivered = Math.max(partition.delivered, committed);
      partitions?.set(key, withLag({ ...partition, committed, delivered }));
    }
  }

  /** The counters are those of this moment, all else is as of the last look. */
  connectors(): ConnectorTally[] {
    const now = this.#sources.monotonic();
    return [...this.#connectors.values()].map((record) => tallyOf(record, now));
  }

  #recordOf({ name, type, state }: ConnectorView, now: number): ConnectorRecord {
    const known = this.#connectors.get(name);
    if (known !== undefined) return known;
    const record: ConnectorRecord = {
      ...{ name, type, state, className: undefined, phase: 'waiting', since: now, until: undefined },
      ...{ tasks: new Map(), partitions: new Map(), speed: new Speed() },
    };
    this.#connectors.set(name, record);
    return record;
  }

  #takeConnector(record: ConnectorRecord, view: ConnectorView, progress: ConnectorProgress | undefined): void {
    record.state = view.state;
    if (view.type !== 'unknown') record.type = view.type;
    record.className = view.plugin?.className ?? record.className;
    const hasFailed = view.state === 'FAILED' || view.tasks.some(({ state }) => state === 'FAILED');
    record.phase = hasFailed && progress?.state !== 'done' ? 'failed' : (progress?.state ?? 'moving');
    if (progress !== undefined && progress.partitions.length > 0) {
      for (const partition of progress.partitions) {
        const key = topicPartitionKey(partition);
        // The end may be taken when the sink has moved on already: it reads what a source of the same run writes.
        const from = Math.min(partition.from, record.partitions.get(key)?.from ?? partition.from);
        record.partitions.set(key, withLag({ ...partition, from, lag: undefined }));
      }
      return;
    }
    for (const { work } of view.tasks) this.#takeReach(record, work);
  }

  /** In a run without an end the tasks alone know where they are. */
  #takeReach({ partitions }: ConnectorRecord, work: TaskWork | undefined): void {
    const reach = work?.task.reach;
    if (work === undefined || reach?.kind !== 'sink') return;
    const lags = new Map(work.task.lags().map((each) => [topicPartitionKey(each), each.lag]));
    for (const partition of reach.partitions()) {
      const key = topicPartitionKey(partition);
      partitions.set(key, partitionOf(partition, partitions.get(key), lags.get(key)));
    }
  }
}

function partitionOf(
  { topic, partition, delivered, committed }: PartitionReach,
  known: PartitionTally | undefined,
  lag: number | undefined,
): PartitionTally {
  return { topic, partition, from: known?.from ?? committed, to: undefined, delivered, committed, lag };
}

function withLag(partition: PartitionTally): PartitionTally {
  const { topic, partition: number, from, to, delivered, committed, lag } = partition;
  const left = to === undefined ? lag : Math.max(0, to - committed);
  return { topic, partition: number, from, to, delivered, committed, lag: left };
}

function taskRecordOf({ tasks }: ConnectorRecord, { id, state }: TaskView): TaskRecord {
  const known = tasks.get(id.task);
  if (known !== undefined) return known;
  const record: TaskRecord = { state, before: NOTHING, task: undefined, lag: undefined, speed: new Speed() };
  tasks.set(id.task, record);
  return record;
}

function takeTask(record: TaskRecord, { state, work }: TaskView, now: number): void {
  record.state = state;
  record.lag = work?.progress.lag;
  if (work !== undefined && work.task !== record.task) {
    record.before = countsOf(record);
    record.task = work.task;
  }
  record.speed.note(countsOf(record).recordsOut, now);
}

/** The counters of a task that has ended can still be read. */
function countsOf({ before, task }: TaskRecord): Counts {
  return task === undefined ? before : add(before, progressOf(task, 0));
}

function tallyOf(record: ConnectorRecord, now: number): ConnectorTally {
  const { name, type, className, state, phase, since, until } = record;
  const tasks = [...record.tasks].map(([task, each]) => ({
    ...{ ...countsOf(each), task, state: each.state, perSecond: each.speed.perSecond, lag: each.lag },
  }));
  const partitions = [...record.partitions.values()];
  return {
    ...{ name, type, className, state, phase, seconds: ((until ?? now) - since) / 1000 },
    ...tasks.reduce<Counts>(add, NOTHING),
    ...{ tasks, partitions, lag: lagOf(partitions, tasks), secondsLeft: secondsLeft(record) },
  };
}

function lagOf(partitions: readonly PartitionTally[], tasks: readonly TaskTally[]): number | undefined {
  const lags = partitions.length > 0 ? partitions : tasks;
  const known = lags.flatMap(({ lag }) => (lag === undefined ? [] : [lag]));
  return known.length === 0 ? undefined : sum(known, (lag) => lag);
}

function secondsLeft({ partitions, speed }: ConnectorRecord): number | undefined {
  const left = sum([...partitions.values()], ({ to, delivered }) => Math.max(0, (to ?? delivered) - delivered));
  if (left === 0) return 0;
  return speed.perSecond === 0 ? undefined : left / speed.perSecond;
}

function add(left: Counts, right: Counts): Counts {
  return {
    recordsIn: left.recordsIn + right.recordsIn,
    recordsOut: left.recordsOut + right.recordsOut,
    bytes: left.bytes + right.bytes,
    deadLetters: left.deadLetters + right.deadLetters,
    errors: left.errors + right.errors,
    skipped: left.skipped + right.skipped,
  };
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0);
}
