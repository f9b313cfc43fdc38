/** Owns what becomes of a connector or task that fails: the run ends, it is restarted, or it stays as it is. */
import type { Clock } from '../../clock';
import { asError } from '../../errors';
import { withContext, type Logger } from '../../logger';
import type { Herder } from '../herder';

/** What the user chose. */
export type OnFailure = 'exit' | 'restart' | 'keep';

/** What failed: a connector, or a task of it. */
export interface Failed {
  readonly connector: string;
  readonly task: number | undefined;
}

/** What the policy works with. */
export interface FailurePolicyOptions {
  readonly onFailure: OnFailure;
  readonly herder: Pick<Herder, 'restartTask' | 'restartConnector'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends waits for a restart. */
  readonly signal: AbortSignal;
  /** Called when the run is to end. */
  readonly onExit: (failed: Failed, error: Error) => void;
}

/** Restarts that follow one another, the wait before the first, and when the count begins anew. */
export const RESTARTS = 5;
const FIRST_WAIT_MS = 500;
const RENEWED_AFTER_MS = 600_000;

/** Failures of one run. */
export class FailurePolicy {
  readonly #options: FailurePolicyOptions;
  readonly #open = new Map<string, Error>();
  readonly #restarts = new Map<string, { count: number; at: number }>();
  readonly #waiting = new Set<string>();

  constructor(options: FailurePolicyOptions) {
    this.#options = options;
  }

  /** The first failure that was not made good by a restart. */
  get failure(): Error | undefined {
    return [...this.#open.values()][0];
  }

  /** The first failure of a connector or its tasks that was not made good. */
  failureOf(connector: string): Error | undefined {
    const found = [...this.#open].find(([key]) => (JSON.parse(key) as unknown[])[0] === connector);
    return found?.[1];
  }

  /** True when it has failed and will not be restarted. */
  isGivenUp(failed: Failed): boolean {
    const key = keyOf(failed);
    return this.#open.has(key) && !this.#waiting.has(key);
  }

  /** Call for each failure. */
  take(failed: Failed, error: Error): void {
    this.#open.set(keyOf(failed), error);
    const { onFailure, onExit } = this.#options;
    if (onFailure === 'keep') return;
    const waitMs = onFailure === 'restart' ? this.#nextWait(keyOf(failed)) : undefined;
    if (waitMs === undefined) onExit(failed, error);
    else void this.#restart(failed, waitMs);
  }

  /** Undefined when the budget is used up. */
  #nextWait(key: string): number | undefined {
    const now = this.#options.clock.monotonic();
    const last = this.#restarts.get(key);
    const count = last === undefined || now > last.at + RENEWED_AFTER_MS ? 0 : last.count;
    if (count >= RESTARTS) return undefined;
    const waitMs = FIRST_WAIT_MS * 2 ** count;
    this.#restarts.set(key, { count: count + 1, at: now + waitMs });
    return waitMs;
  }

  async #restart(failed: Failed, waitMs: number): Promise<void> {
    const { herder, clock, signal } = this.#options;
    const { connector, task } = failed;
    const log = withContext(this.#options.log, task === undefined ? { connector } : { connector, task });
    const key = keyOf(failed);
    this.#waiting.add(key);
    log.warn(`Restart ${this.#restarts.get(key)?.count ?? 0} of ${RESTARTS} in ${waitMs} ms`);
    await clock.sleep(waitMs, signal);
    this.#waiting.delete(key);
    if (signal.aborted) return;
    this.#open.delete(key);
    try {
      if (task !== undefined) await herder.restartTask({ connector, task });
      else await herder.restartConnector({ connector, onlyFailed: false, includeTasks: true });
    } catch (thrown) {
      // A connector that fails again tells of it by itself; one that is gone needs no restart.
      log.warn({ err: asError(thrown) }, 'It could not be restarted');
    }
  }
}

function keyOf({ connector, task }: Failed): string {
  return JSON.stringify([connector, task ?? null]);
}
