/** Owns whether nothing has moved for a while. */
import type { Clock } from '../../clock';
import type { WorkerTask } from '../worker-task';

/** How long a sink that has no partitions yet is taken to be joining its group. */
const JOINING_MS = 15_000;

/** The idleness of all tasks together. */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #startedAt: number;
  #since: number;
  #moved = -1;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#startedAt = this.#since = clock.monotonic();
  }

  /** Begins to count anew. */
  begin(): void {
    this.#since = this.#clock.monotonic();
  }

  /** Looks at the tasks; true when no record has moved for the whole time, and none is in anybody's hands. */
  isIdle(tasks: readonly WorkerTask[]): boolean {
    const now = this.#clock.monotonic();
    const moved = movedBy(tasks);
    if (moved !== this.#moved || tasks.some((task) => this.#isBusy(task))) this.#since = now;
    this.#moved = moved;
    return now >= this.#since + this.#timeoutMs;
  }

  #isBusy({ phase, reach }: WorkerTask): boolean {
    if (phase === 'NEW') return true;
    if (phase !== 'RUNNING' || reach === undefined) return false;
    if (!reach.isSettled) return true;
    const isJoining = reach.kind === 'sink' && reach.partitions().length === 0;
    return isJoining && this.#clock.monotonic() < this.#startedAt + JOINING_MS;
  }
}

/** Records that tasks have polled or consumed. */
export function movedBy(tasks: readonly WorkerTask[]): number {
  return tasks.reduce((sum, { reach }) => sum + (reach?.moved ?? 0), 0);
}
