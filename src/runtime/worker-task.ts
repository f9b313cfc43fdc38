/** Owns the life of a task: start, run, pause, stop, fail, cancel. What it does in between is its subclass's business. */
import type { Clock } from '../clock';
import { asError, BrokerUnavailableError, TaskStoppingError } from '../errors';
import type { Logger } from '../logger';
import type { TargetState } from '../storage/config-backing-store';
import { AuthorCalls } from './author-calls';
import { eventLoop, type LoopHolder } from './event-loop';
import { loggerOf } from './logger-names';
import type { ClientStatistics, PartitionLag } from '../kafka/clients';
import { ErrorCounters } from './errors/error-counters';
import type { MetricConfig } from './sampled-stat';
import type { SinkTaskCounters } from './sink/sink-task-counters';
import type { SourceTaskCounters } from './source/source-task-counters';
import { StateTracker } from './state-tracker';
import type { TaskId } from './task-id';
import type { TaskReach } from './task-reach';

/** Hears of a task's changes of state. A cancelled task reports nothing more. */
export interface TaskStatusListener {
  onStartup(id: TaskId): void;
  onPause(id: TaskId): void;
  onResume(id: TaskId): void;
  onFailure(id: TaskId, error: Error): void;
  onShutdown(id: TaskId): void;
}

/** What a task's client is asked from outside. */
export interface TaskClient {
  statistics(): ClientStatistics | undefined;
  lags?(): readonly PartitionLag[];
}

/** What every task is made with. */
export interface WorkerTaskOptions {
  readonly id: TaskId;
  readonly log: Logger;
  readonly clock: Clock;
  readonly listener: TaskStatusListener;
  readonly targetState: TargetState;
  /** Aborted by `stop`; the task's context shows its signal to the author. */
  readonly stopping: AbortController;
  /** Told of the topics that the task reads or writes, once per run of records of one topic. */
  readonly noteTopic?: (topic: string) => void;
  /** What went wrong with records; counted by the error boundary of the task. */
  readonly errors?: ErrorCounters;
  /** Shared with whoever else calls the author's code. */
  readonly holder?: LoopHolder;
  /** Windows of the task's rates, averages and maxima. */
  readonly metricConfig?: MetricConfig;
}

const CONNECT_BACKOFF_MS = 1000;

/** What came of the start of a task; broken off: it was told to stop meanwhile. */
export type TaskStartup = 'succeeded' | 'failed' | 'broken off';

/** Where a task stands in its life. */
export type TaskPhase = 'NEW' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED';

/** One task in this process. `run` is called once; everything else may be called at any time. */
export abstract class WorkerTask {
  readonly id: TaskId;
  /** How far the task has come, where it can tell. */
  readonly reach: TaskReach | undefined = undefined;
  readonly errors: ErrorCounters;
  /** Calls of the author's methods that have not come back yet. */
  readonly authorCalls: AuthorCalls;
  /** How long the task has been in which state. */
  readonly states: StateTracker<TaskPhase>;
  /** What the task has done; for whoever looks at it from outside. */
  abstract readonly counters: SourceTaskCounters | SinkTaskCounters;
  /** Resolves with what came of the start; never rejects. */
  readonly startup: Promise<TaskStartup>;
  /** Reads or writes the records. */
  protected abstract readonly client: TaskClient;
  protected readonly log: Logger;
  protected readonly clock: Clock;
  /** Names the calls into the author's code. */
  protected readonly holder: LoopHolder;
  protected readonly noteTopic: (topic: string) => void;
  readonly #log: Logger;
  readonly #listener: TaskStatusListener;
  readonly #stopping: AbortController;
  #target: TargetState;
  #phase: TaskPhase = 'NEW';
  #isCancelled = false;
  #changed: () => void = () => undefined;
  #running: Promise<void> | undefined;
  #noteStartup: (startup: TaskStartup) => void = () => undefined;

  constructor(options: WorkerTaskOptions) {
    this.id = options.id;
    this.log = options.log;
    this.#log = loggerOf(options.log, 'WorkerTask');
    this.clock = options.clock;
    this.authorCalls = new AuthorCalls(options.clock);
    this.holder = options.holder ?? eventLoop.holder(options.id, options.log);
    this.noteTopic = options.noteTopic ?? (() => undefined);
    this.#listener = options.listener;
    this.#target = options.targetState;
    this.#stopping = options.stopping;
    this.errors = options.errors ?? new ErrorCounters();
    // As in Kafka Connect the time of the start counts for the state that is wanted.
    this.states = new StateTracker<TaskPhase>(this.isPauseWanted ? 'PAUSED' : 'RUNNING', this.clock.monotonic());
    this.startup = new Promise((resolve) => (this.#noteStartup = resolve));
  }

  get phase(): TaskPhase {
    return this.#phase;
  }

  /** True when the task was abandoned: nothing may be written any more. */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Aborted when the task is told to stop. */
  get stopSignal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** True when the task has failed or stopped: its client is closed, or about to be. */
  protected get hasEnded(): boolean {
    return this.#phase === 'FAILED' || this.#phase === 'STOPPED';
  }

  /** The one question that the loop asks at each turn. */
  protected get mayRun(): boolean {
    return !this.#stopping.signal.aborted;
  }

  protected get isPauseWanted(): boolean {
    return this.#target !== 'STARTED';
  }

  /** What the task's client says of itself; undefined before it has said anything. */
  clientStatistics(): ClientStatistics | undefined {
    return this.client.statistics();
  }

  /** How far behind the task is, by partition, as its client knows without asking. Nothing for sources. */
  lags(): readonly PartitionLag[] {
    return this.hasEnded ? [] : (this.client.lags?.() ?? []);
  }

  /** Runs the task to its end. Never rejects: a failure goes to the listener. */
  run(): Promise<void> {
    return (this.#running ??= this.#live());
  }

  /** Tells the task to stop and returns at once; `ended` says when it has. */
  stop(): void {
    this.#stopping.abort();
    this.#changed();
    this.wakeup();
  }

  /** Resolves when the task has ended. */
  ended(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** Abandons a task that did not stop in time: it reports nothing and commits nothing from now on. */
  cancel(): void {
    this.#isCancelled = true;
    this.stop();
    this.abandon();
  }

  /** Asks for another state; the loop takes it up at its next turn. */
  transitionTo(state: TargetState): void {
    if (state === this.#target) return;
    this.#target = state;
    this.#changed();
    this.wakeup();
  }

  /** Builds what the task needs and calls the author's `initialize` and `start`. */
  protected abstract initializeAndStart(): Promise<void>;
  /** The loop: runs while `mayRun`. */
  protected abstract execute(): Promise<void>;
  /** Last commit, the author's `stop`, clients closed. Called once, whatever happened before. */
  protected abstract close(): Promise<void>;
  /** Ends a wait inside the loop early. */
  protected abstract wakeup(): void;
  /** Lets go of clients at once, when the task is cancelled. */
  protected abstract abandon(): void;

  protected reportPaused(): void {
    if (this.#phase === 'PAUSED') return;
    this.#enter('PAUSED');
    if (!this.#isCancelled) this.#listener.onPause(this.id);
  }

  protected reportResumed(): void {
    if (this.#phase !== 'PAUSED') return;
    this.#enter('RUNNING');
    if (!this.#isCancelled) this.#listener.onResume(this.id);
  }

  /** Resolves when the target state has changed or the task is told to stop. */
  protected stateChange(): Promise<void> {
    return new Promise((resolve) => {
      if (this.mayRun) this.#changed = resolve;
      else resolve();
    });
  }

  /** Connects a client; while no broker answers it says so and tries again until the task is told to stop. */
  protected async untilConnected(connect: () => Promise<void>): Promise<void> {
    while (this.mayRun) {
      try {
        await connect();
        return;
      } catch (thrown) {
        if (!(thrown instanceof BrokerUnavailableError)) throw thrown;
        this.log.warn(`${thrown.message}: trying again`);
        await this.clock.sleep(CONNECT_BACKOFF_MS, this.stopSignal);
      }
    }
  }

  /** Takes the steps of an end one after another; one that fails is logged and keeps none of the others from being taken. */
  protected async inTurn(...steps: (() => unknown)[]): Promise<void> {
    for (const step of steps) {
      try {
        await step();
      } catch (thrown) {
        this.#log.error({ err: asError(thrown) }, 'Task threw an exception while it was closed');
      }
    }
  }

  async #live(): Promise<void> {
    try {
      if (await this.#waitForFirstStart()) {
        await this.initializeAndStart();
        this.#enter('RUNNING');
        this.#noteStartup(this.mayRun ? 'succeeded' : 'broken off');
        if (this.mayRun) this.#listener.onStartup(this.id);
        await this.execute();
      }
    } catch (thrown) {
      this.#fail(asError(thrown));
    }
    await this.inTurn(() => this.close());
    this.holder.leave();
    if (this.#phase !== 'FAILED') {
      this.#enter('STOPPED');
      this.#noteStartup('broken off');
      if (!this.#isCancelled) this.#listener.onShutdown(this.id);
    }
  }

  #enter(phase: TaskPhase): void {
    this.#phase = phase;
    this.states.changeState(phase, this.clock.monotonic());
  }

  /** A task that is created while its connector is paused calls `start` only after the first resume. */
  async #waitForFirstStart(): Promise<boolean> {
    while (this.mayRun && this.isPauseWanted) {
      this.reportPaused();
      await this.stateChange();
    }
    return this.mayRun;
  }

  #fail(error: Error): void {
    if (!this.mayRun && error instanceof TaskStoppingError) return;
    this.#enter('FAILED');
    this.#noteStartup('failed');
    if (this.#isCancelled) return;
    this.#log.error(
      { err: error },
      'Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted',
    );
    this.#listener.onFailure(this.id, error);
  }
}

/** Lets everything else of the process have its turn: a task that never waits must not starve the others. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
