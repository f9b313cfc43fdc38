/** Owns what the service manager is told in the course of a run: ready, figures, signs of life, reloading, stopping. */
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { NotReady } from '../runtime/readiness';
import type { TaskView, WorkerSnapshot } from '../runtime/worker-view';
import type { ServiceNotifier } from './service-notifier';

/** The worker, as far as it is looked at. */
export interface ReportedWorker {
  /** False until the connectors of the command line are created. */
  readonly isReady: boolean;
  readonly herder: { notReady(): Promise<readonly NotReady[]> };
  snapshot(): WorkerSnapshot;
}

/** What a report is made with. */
export interface ServiceReportOptions {
  /** Undefined: nobody listens, and nothing is done. */
  readonly notifier: ServiceNotifier | undefined;
  readonly worker: ReportedWorker;
  readonly redact: (text: string) => string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often it is looked whether all tasks run, and the least time between two looks at anything. */
const TURN_MS = 200;
const STATUS_MS = 5000;
/** systemd takes no message longer than 4096 bytes. */
const MAX_STATUS = 1000;
/** When a worker that does not get ready says why: earlier it is on its way. */
const LATE_MS = 30_000;

/** The report of one run. `start` once, `reload` and `stopping` later; none of them ever rejects because of the report. */
export class ServiceReport {
  readonly #options: ServiceReportOptions;
  readonly #over = new AbortController();
  readonly #startedAt: number;
  #isReady = false;
  #status = '';
  #nextStatus: number;
  #nextPet = Infinity;
  /** The task because of which no sign of life is given. */
  #stuck = '';

  constructor(options: ServiceReportOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    this.#nextStatus = this.#startedAt + LATE_MS;
  }

  /** Begins to look at the worker, until `stopping`. */
  start(): void {
    if (this.#options.notifier !== undefined) void this.#watch();
  }

  /** Does something as a reload; its sentence becomes the status. */
  async reload(act: () => Promise<string>): Promise<void> {
    const { notifier } = this.#options;
    const now = process.hrtime.bigint() / 1000n;
    await notifier?.notify('RELOADING=1', `MONOTONIC_USEC=${now}`);
    const outcome = await act();
    await this.#say(outcome, 'READY=1');
  }

  /** Call when the run ends, before anything is stopped. A run that was complete before it was ready was ready. */
  async stopping(sentence: string, isComplete: boolean): Promise<void> {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    const { notifier } = this.#options;
    if (isComplete && !this.#isReady) await notifier?.notify('READY=1');
    await this.#say(sentence, 'STOPPING=1');
  }

  async #watch(): Promise<void> {
    const { clock, notifier } = this.#options;
    const { watchdogMs } = notifier ?? {};
    while (!this.#over.signal.aborted) {
      await this.#getReady(watchdogMs);
      const now = clock.monotonic();
      if (now >= this.#nextStatus) await this.#report();
      if (watchdogMs !== undefined && now >= this.#nextPet) await this.#pet(watchdogMs);
      const due = Math.min(this.#nextStatus, this.#nextPet, this.#isReady ? Infinity : now + TURN_MS);
      await clock.sleep(Math.max(due - clock.monotonic(), 1), this.#over.signal);
    }
  }

  async #getReady(watchdogMs: number | undefined): Promise<void> {
    const { clock, notifier, worker } = this.#options;
    if (this.#isReady || !worker.isReady || (await worker.herder.notReady()).length > 0) return;
    if (this.#over.signal.aborted) return;
    this.#isReady = true;
    await notifier?.notify('READY=1');
    this.#nextStatus = clock.monotonic();
    if (watchdogMs !== undefined) this.#nextPet = clock.monotonic() + watchdogMs / 2;
  }

  async #report(): Promise<void> {
    const { clock, worker } = this.#options;
    this.#nextStatus = clock.monotonic() + STATUS_MS;
    const parts = await worker.herder.notReady();
    const waiting = this.#isReady ? '' : 'Not ready: ';
    const text = waiting + statusText(worker.snapshot(), parts);
    if (text !== this.#status && !this.#over.signal.aborted) await this.#say(text);
  }

  /** A failed task is no reason to be silent: what becomes of it is `--on-failure`'s to say. */
  async #pet(watchdogMs: number): Promise<void> {
    const { clock, notifier, worker, log } = this.#options;
    const now = clock.monotonic();
    this.#nextPet = now + watchdogMs / 2;
    const stuck = worker
      .snapshot()
      .connectors.flatMap(({ tasks }) => tasks)
      .flatMap((task) => stuckIn(task, now - watchdogMs));
    if (stuck.length === 0) await notifier?.notify('WATCHDOG=1');
    else if (stuck.join() !== this.#stuck) {
      const seconds = watchdogMs / 1000;
      log.error(`No sign of life for the service manager: ${stuck.join(', ')} has not come back for ${seconds} s`);
    }
    this.#stuck = stuck.join();
  }

  async #say(text: string, ...before: string[]): Promise<void> {
    const { notifier, redact } = this.#options;
    this.#status = text;
    await notifier?.notify(...before, `STATUS=${redact(text).slice(0, MAX_STATUS)}`);
  }
}

/** A task stands still when a call of its author's code has not come back since before `limit`. */
function stuckIn({ id, work }: TaskView, limit: number): string[] {
  const call = work?.task.authorCalls.oldest;
  return call === undefined || call.since > limit ? [] : [`${call.method} of ${id.connector}-${id.task}`];
}

/** `2 of 3 tasks run; written 10.0/s; delivered 8.0/s, lag 5; x-0 FAILED: why`. */
export function statusText({ connectors }: WorkerSnapshot, notReady: readonly NotReady[]): string {
  const tasks = connectors.flatMap((connector) => connector.tasks.map((task) => ({ ...task, type: connector.type })));
  const running = tasks.filter(({ state }) => state === 'RUNNING').length;
  const parts = [`${running} of ${tasks.length} tasks run`];
  const rateOf = (kind: string) => {
    const figures = tasks.flatMap(({ type, work }) => (type === kind && work !== undefined ? [work.progress] : []));
    const rate = figures.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0);
    const lags = figures.flatMap(({ lag }) => (lag === undefined ? [] : [lag]));
    return { has: figures.length > 0, rate: rate.toFixed(1), lag: lags.reduce((sum, lag) => sum + lag, 0) };
  };
  const [sources, sinks] = [rateOf('source'), rateOf('sink')];
  if (sources.has) parts.push(`written ${sources.rate}/s`);
  if (sinks.has) parts.push(`delivered ${sinks.rate}/s, lag ${sinks.lag}`);
  return [...parts, ...notReady.map(describe)].join('; ');
}

function describe({ connector, task, state, reason }: NotReady): string {
  const name = task === undefined ? connector : `${connector}-${task}`;
  return `${name} ${state}${reason === undefined ? '' : `: ${reason}`}`;
}
