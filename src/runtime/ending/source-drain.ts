/** Owns the draining of one source: whether all its tasks have said that their input is at its end, and all is stored. */
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { WorkerTask } from '../worker-task';

/** What the drain of a source is made with. */
export interface SourceDrainOptions {
  /** The source's tasks that run here now, and how many there should be. */
  readonly tasks: () => readonly WorkerTask[];
  readonly taskCount: () => Promise<number>;
  /** True when a task has failed and is not restarted. */
  readonly isGivenUp: (task: number) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** When somebody is told that a source has not said that its input ends. */
const TELL_AFTER_MS = 5000;

/** One source on its way to its end. */
export class SourceDrain {
  readonly #options: SourceDrainOptions;
  readonly #startedAt: number;
  #isTold = false;
  #isDone = false;

  constructor(options: SourceDrainOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Takes the present moment for the end: nothing has come for as long as the user would wait. */
  giveUpWaiting(): void {
    this.#isDone = true;
  }

  /** Looks at the tasks; once all have ended their offsets are stored. Resolves with what keeps them from being stored. */
  async look(): Promise<Error | undefined> {
    if (this.#isDone || !(await this.#haveEnded())) return undefined;
    for (const { reach } of this.#options.tasks()) {
      const problem = reach?.kind === 'source' ? await reach.commit() : undefined;
      if (problem !== undefined) return problem;
    }
    this.#isDone = true;
    return undefined;
  }

  async #haveEnded(): Promise<boolean> {
    const { taskCount, isGivenUp } = this.#options;
    const count = await taskCount();
    const tasks = this.#options.tasks();
    const expected = Array.from({ length: count }, (_, task) => task).filter((task) => !isGivenUp(task));
    if (expected.every((number) => hasEnded(tasks.find(({ id }) => id.task === number)))) return true;
    this.#tell(tasks);
    return false;
  }

  #tell(tasks: readonly WorkerTask[]): void {
    const { clock, log } = this.#options;
    if (this.#isTold || clock.monotonic() < this.#startedAt + TELL_AFTER_MS) return;
    if (tasks.some(({ reach }) => reach?.kind !== 'source' || reach.hasEnded || reach.moved > 0)) return;
    this.#isTold = true;
    log.info(
      'The source has not said that its input is at its end: the run goes on until it does, or until --timeout or --idle-timeout',
    );
  }
}

function hasEnded(task: WorkerTask | undefined): boolean {
  if (task?.phase !== 'RUNNING' || task.reach?.kind !== 'source') return false;
  return task.reach.hasEnded && task.reach.isSettled;
}
