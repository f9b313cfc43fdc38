/** Owns when a run ends, and why: its input is drained, time is over, nothing moves, a signal came, something failed. */
import type { Clock } from '../../clock';
import { asError } from '../../errors';
import type { KafkaAdmin } from '../../kafka/clients';
import type { Logger } from '../../logger';
import type { Statuses } from '../statuses';
import type { Worker } from '../worker';
import { watchBroker } from './broker-watch';
import { FailurePolicy, type Failed, type FailurePolicyOptions, type OnFailure } from './failure-policy';
import { IdleWatch, movedBy } from './idle-watch';
import { InputDrain, type InputDrainOptions } from './input-drain';
import type { ConnectorProgress, EndReason, RunEnded, RunProgress } from './run-progress';

/** What the user asked for. */
export interface RunLimits {
  /** `--once`: the run ends with its input. */
  readonly endsWithInput: boolean;
  /** `--timeout` and `--idle-timeout` in milliseconds. */
  readonly timeoutMs: number | undefined;
  readonly idleTimeoutMs: number | undefined;
  readonly onFailure: OnFailure;
  /** When the process began, on the monotonic clock: `timeoutMs` counts from there. */
  readonly startedAt: number;
}

/** What the policy works with. */
export interface RunPolicyOptions extends Omit<InputDrainOptions, 'isGivenUp' | 'worker' | 'herder'> {
  readonly limits: RunLimits;
  readonly worker: Pick<Worker, 'tasksOf'>;
  readonly herder: InputDrainOptions['herder'] & FailurePolicyOptions['herder'];
  readonly statuses: Pick<Statuses, 'onFailed'>;
  /** A client of which nothing else is asked. Made only for a run that ends with its input. */
  readonly admin: () => KafkaAdmin;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What an end means. */
interface Outcome {
  readonly isComplete?: boolean;
  readonly error?: Error | undefined;
}

/** How often the tasks are looked at. */
const TURN_MS = 20;

/** The policy of one run. `prepare`, `start` and `begun` while it starts, `ended` and `progress` at any time, `close` at last. */
export class RunPolicy {
  readonly #options: RunPolicyOptions;
  readonly #over = new AbortController();
  readonly #failures: FailurePolicy;
  readonly #drain: InputDrain | undefined;
  readonly #ended: Promise<RunEnded>;
  #resolve: (ending: RunEnded) => void = () => undefined;
  #ending: RunEnded | undefined;
  #names: readonly string[] = [];
  #hasBegun = false;
  /** Sources that have not come to an end were taken to have. */
  #isIdle = false;
  /** Failures of connectors that are being started: whoever starts them hears of it. */
  readonly #early: [Failed, Error][] = [];

  constructor(options: RunPolicyOptions) {
    this.#options = options;
    const { limits, statuses, clock, log, herder } = options;
    this.#ended = new Promise((resolve) => (this.#resolve = resolve));
    this.#failures = new FailurePolicy({
      ...{ onFailure: limits.onFailure, herder, clock, log, signal: this.#over.signal },
      onExit: (failed, error) => this.#fail(error, nameOf(failed)),
    });
    const isGivenUp = (failed: Failed) => this.#failures.isGivenUp(failed);
    if (limits.endsWithInput) this.#drain = new InputDrain({ ...options, isGivenUp });
    statuses.onFailed((failed, error) => this.#onFailed(failed, error));
    if (limits.timeoutMs !== undefined) void this.#endAfter(limits.timeoutMs);
  }

  /** Takes the ends of the inputs of connectors that are created and not started. Only for a run that ends with its input. */
  async prepare(names: readonly string[]): Promise<void> {
    this.#names = names;
    try {
      await this.#drain?.prepare(names);
    } catch (thrown) {
      const error = asError(thrown);
      this.#fail(error, 'The end of the input cannot be read');
    }
  }

  /** Starts a connector that `prepare` knows, when there is something for it. Rejects with what keeps it from starting. */
  async start(name: string): Promise<void> {
    if (this.#ending === undefined) await this.#drain?.start(name);
  }

  /** Call when all connectors are created and started: from now on the run is watched. */
  begun(): void {
    this.#hasBegun = true;
    for (const [failed, error] of this.#early.splice(0)) this.#failures.take(failed, error);
    if (this.#drain !== undefined) void this.#watchBroker();
    if (this.#drain !== undefined || this.#options.limits.idleTimeoutMs !== undefined) void this.#watch();
  }

  /** Resolves when the run is to end; stop the worker then. */
  ended(): Promise<RunEnded> {
    return this.#ended;
  }

  /** Ends the run because a signal came. */
  interrupt(signal: string): void {
    this.#end('signal', `${signal} came`);
  }

  get endsWithInput(): boolean {
    return this.#drain !== undefined;
  }

  /** What failed and was not made good. Ask again when the worker is stopped. */
  get failure(): Error | undefined {
    return this.#ending?.error ?? this.#failures.failure;
  }

  /** As `failure`, of one connector. */
  failureOf(connector: string): Error | undefined {
    return this.#failures.failureOf(connector);
  }

  /** Where the run stands. Cheap: offsets are those of the last look. */
  progress(): RunProgress {
    return { connectors: this.#drain?.progress() ?? this.#tally(), ending: this.#ending };
  }

  /** Gives clients back. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#drain?.close();
  }

  #tally(): ConnectorProgress[] {
    return this.#names.map((name) => {
      const tasks = this.#options.worker.tasksOf(name);
      const type = tasks[0]?.reach?.kind ?? 'source';
      return { name, type, state: 'moving', moved: movedBy(tasks), partitions: [] };
    });
  }

  #onFailed(failed: Failed, error: Error): void {
    if (failed.task === undefined && !this.#hasBegun) this.#early.push([failed, error]);
    else this.#failures.take(failed, error);
  }

  async #watch(): Promise<void> {
    const { clock, limits } = this.#options;
    const idle = limits.idleTimeoutMs === undefined ? undefined : new IdleWatch(clock, limits.idleTimeoutMs);
    while (this.#ending === undefined) {
      try {
        await this.#turn(idle);
      } catch (thrown) {
        this.#fail(asError(thrown), 'The run cannot go on');
      }
      await clock.sleep(TURN_MS, this.#over.signal);
    }
  }

  async #turn(idle: IdleWatch | undefined): Promise<void> {
    const drain = this.#drain;
    await drain?.turn();
    if (drain?.isDone === true) {
      this.#endDrained(drain);
      return;
    }
    if (idle?.isIdle(await this.#tasks()) !== true) return;
    if (drain?.haveSourcesEnded === false) {
      // What the sources wrote until now is still to be drained: one more time of silence for that.
      this.#isIdle = true;
      drain.giveUpWaiting();
      idle.begin();
      return;
    }
    const seconds = (this.#options.limits.idleTimeoutMs ?? 0) / 1000;
    this.#end('idle', `nothing has moved for ${seconds} s`);
  }

  #endDrained(drain: InputDrain): void {
    const { missing } = drain;
    const { failure } = this.#failures;
    const reason = this.#isIdle ? 'idle' : 'drained';
    if (missing !== undefined) this.#fail(missing, 'Input is missing');
    else if (failure !== undefined)
      this.#end(reason, `all but what has failed (${failure.message}) is delivered`, { isComplete: false });
    else if (drain.left().length > 0) this.#end(reason, 'nobody is left to deliver the rest', { isComplete: false });
    else this.#end(reason, 'everything that was there is delivered and committed', { isComplete: true });
  }

  async #tasks() {
    const { herder, worker } = this.#options;
    return (await herder.connectors()).flatMap((name) => worker.tasksOf(name));
  }

  async #watchBroker(): Promise<void> {
    const { admin, clock, worker } = this.#options;
    const moved = () => this.#names.reduce((sum, name) => sum + movedBy(worker.tasksOf(name)), 0);
    const problem = await watchBroker({ admin: admin(), clock, moved, signal: this.#over.signal });
    if (problem !== undefined) this.#fail(problem, 'Kafka is gone');
  }

  async #endAfter(timeoutMs: number): Promise<void> {
    const { clock, limits } = this.#options;
    await clock.sleep(limits.startedAt + timeoutMs - clock.monotonic(), this.#over.signal);
    if (!this.#over.signal.aborted) this.#end('timeout', `the run has lasted ${timeoutMs / 1000} s`);
  }

  #fail(error: Error, what: string): void {
    this.#end('failure', `${what}: ${error.message}`, { isComplete: false, error });
  }

  /** Without an end of the input a run that is told to end is complete. */
  #end(reason: EndReason, what: string, { isComplete = this.#drain === undefined, error }: Outcome = {}): void {
    if (this.#ending !== undefined) return;
    const left = isComplete ? [] : (this.#drain?.left() ?? []);
    const rest = left.length === 0 ? '' : `; left: ${left.join('; ')}`;
    const sentence = `Ending (${reason}): ${what}${rest}`;
    this.#ending = { reason, sentence, isComplete, left, error };
    if (isComplete) this.#options.log.info(sentence);
    else this.#options.log.warn(sentence);
    this.#over.abort();
    this.#resolve(this.#ending);
  }
}

function nameOf({ connector, task }: Failed): string {
  return task === undefined ? `Connector ${connector} has failed` : `Task ${connector}-${task} has failed`;
}
