/** Owns what can be seen of a running worker: its connectors and tasks, what each has done and how it fares. */
import type { PartitionLag } from '../kafka/clients';
import type { ConfigBackingStore } from '../storage/config-backing-store';
import type { ReportedState, StatusBackingStore } from '../storage/status-backing-store';
import type { StartupCounters } from './startup-counters';
import type { MadeTask } from './task-factory';
import { taskIdText, type TaskId } from './task-id';
import type { PluginName, TaskPlugins } from './task-plugins';
import type { Worker } from './worker';
import type { WorkerTask } from './worker-task';

/** A connector as it is now. */
export interface ConnectorView {
  readonly name: string;
  readonly type: 'source' | 'sink' | 'unknown';
  readonly state: ReportedState;
  /** The stack of the error, where it has failed. */
  readonly trace: string | undefined;
  /** Undefined while the connector could not be made. */
  readonly plugin: PluginName | undefined;
  readonly tasks: readonly TaskView[];
}

/** A task as it is now. */
export interface TaskView {
  readonly id: TaskId;
  readonly state: ReportedState;
  /** The stack of the error, where it has failed. */
  readonly trace: string | undefined;
  /** Undefined while the task could not be made. */
  readonly work: TaskWork | undefined;
}

/** What a task that was made has done since; the counters go on counting while they are looked at. */
export interface TaskWork {
  readonly plugins: TaskPlugins;
  readonly task: Pick<
    WorkerTask,
    'counters' | 'errors' | 'states' | 'lags' | 'clientStatistics' | 'reach' | 'authorCalls'
  >;
  readonly progress: TaskProgress;
}

/** The few figures that tell how a task fares, whichever way its records go. */
export interface TaskProgress {
  /** Polled by a source, read by a sink. */
  readonly recordsIn: number;
  /** Acknowledged by Kafka, or taken by `put`. */
  readonly recordsOut: number;
  /** Records out, over the windows of the metrics. */
  readonly ratePerSecond: number;
  /** Of the keys and values read, or given to Kafka. */
  readonly bytes: number;
  /** Polled and not acknowledged, or read and not committed. */
  readonly active: number;
  /** Records left to read; undefined for sources, and while it is not known. */
  readonly lag: number | undefined;
  /** Records that failed for good, and those skipped. */
  readonly errors: number;
  readonly skipped: number;
  /** Records that a dead-letter queue has taken. */
  readonly deadLetters: number;
  /** Milliseconds since the epoch; 0: never. */
  readonly lastErrorTimestamp: number;
}

/** A worker as it is now. */
export interface WorkerSnapshot {
  /** Milliseconds of the monotonic clock: what the windows of the counters are asked at. */
  readonly now: number;
  readonly connectors: readonly ConnectorView[];
  /** Connectors and tasks that were made and not stopped since. */
  readonly connectorCount: number;
  readonly taskCount: number;
  readonly connectorStartups: StartupCounters;
  readonly taskStartups: StartupCounters;
}

/** Where it is looked at. */
export interface WorkerViewSources {
  readonly worker: Worker;
  readonly configs: Pick<ConfigBackingStore, 'connectors'>;
  readonly statuses: Pick<StatusBackingStore, 'connector' | 'task' | 'tasks'>;
  readonly monotonic: () => number;
}

/** Looks at a worker from outside. Costs nothing but when it is asked; changes nothing. */
export class WorkerView {
  readonly #sources: WorkerViewSources;

  constructor(sources: WorkerViewSources) {
    this.#sources = sources;
  }

  /** Everything that there is now; what was removed is not in it. */
  snapshot(): WorkerSnapshot {
    const { worker, configs, monotonic } = this.#sources;
    const now = monotonic();
    const made = new Map(worker.madeTasks.map((task) => [taskIdText(task.task.id), task]));
    return {
      now,
      connectors: configs.connectors().map((name) => this.#connector(name, made, now)),
      connectorCount: worker.connectorNames.length,
      taskCount: made.size,
      connectorStartups: worker.connectorStartups,
      taskStartups: worker.taskStartups,
    };
  }

  /** How a task fares; undefined while it could not be made. */
  taskProgress({ connector, task }: TaskId): TaskProgress | undefined {
    const { worker, monotonic } = this.#sources;
    const made = worker.madeTasks.find(({ task: { id } }) => id.connector === connector && id.task === task);
    return made === undefined ? undefined : progressOf(made.task, monotonic());
  }

  #connector(name: string, made: ReadonlyMap<string, MadeTask>, now: number): ConnectorView {
    const { worker, statuses } = this.#sources;
    const status = statuses.connector(name);
    const numbers = new Set([
      ...statuses.tasks(name).map(([task]) => task),
      ...worker.tasksOf(name).map(({ id }) => id.task),
    ]);
    return {
      name,
      type: worker.connectorType(name),
      state: status?.state ?? 'UNASSIGNED',
      trace: status?.trace,
      plugin: worker.connectorClass(name),
      tasks: [...numbers]
        .sort((left, right) => left - right)
        .map((task) => this.#task({ connector: name, task }, made, now)),
    };
  }

  #task(id: TaskId, made: ReadonlyMap<string, MadeTask>, now: number): TaskView {
    const status = this.#sources.statuses.task(id.connector, id.task);
    const found = made.get(taskIdText(id));
    const work =
      found === undefined
        ? undefined
        : { plugins: found.plugins, task: found.task, progress: progressOf(found.task, now) };
    return { id, state: status?.state ?? 'UNASSIGNED', trace: status?.trace, work };
  }
}

/** `now`: milliseconds of the monotonic clock. */
export function progressOf(task: TaskWork['task'], now: number): TaskProgress {
  const { counters, errors } = task;
  return {
    ...(counters.kind === 'source'
      ? {
          ...{ recordsIn: counters.pollTotal, recordsOut: counters.writeTotal, bytes: counters.writeBytes },
          ratePerSecond: counters.writeSizes.rate(now),
        }
      : {
          ...{ recordsIn: counters.readTotal, recordsOut: counters.sendTotal, bytes: counters.readBytes },
          ratePerSecond: counters.sendSizes.rate(now),
        }),
    active: counters.active,
    lag: totalLag(task.lags()),
    errors: errors.recordErrors,
    skipped: errors.recordsSkipped,
    deadLetters: errors.deadLetterRequests - errors.deadLetterFailures,
    lastErrorTimestamp: errors.lastErrorTimestamp,
  };
}

function totalLag(lags: readonly PartitionLag[]): number | undefined {
  return lags.length === 0 ? undefined : lags.reduce((sum, { lag }) => sum + lag, 0);
}
