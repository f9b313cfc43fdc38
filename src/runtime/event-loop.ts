/** Owns who holds the event loop: which task or connector is in which call of its author's code, and since when. */
import type { Logger } from '../logger';

/** Calls into code of authors, by their place in the cells; the first is none. */
export const LOOP_CALLS = [
  '',
  'initialize',
  'start',
  'open',
  'poll',
  'put',
  'preCommit/flush',
  'commit',
  'close',
  'stop',
  'endOfInput',
  'taskConfigs',
  'conversion',
] as const;

/** What an owner may be in. */
export type LoopCall = Exclude<(typeof LOOP_CALLS)[number], ''>;

/** A call in the words of users. */
export function callText(call: LoopCall | ''): string {
  return call === 'conversion' ? 'converters and transforms' : call;
}

/** Whose code it is. */
export interface LoopOwner {
  readonly connector: string;
  /** Undefined: the connector itself. */
  readonly task?: number;
}

/** Hears of owners that come and go, by their numbers from 1 on. */
export interface LoopOwnerListener {
  onOwner(number: number, owner: LoopOwner): void;
  onOwnerGone(number: number): void;
}

/** Factor of the owner's number in the first cell; larger than the number of calls. */
const CALLS_PER_OWNER = 32;
/** Cells: the owner and call that hold the loop, since when, and from then on what each owner began last and awaits. */
const CELL = { call: 0, since: 1, awaited: 2 } as const;
/** Owners beyond it are measured and not named. */
const MOST_OWNERS = 4000;
const NO_OWNER = 0;
/** A call that holds the loop for longer is worth a warning. */
const STALL_MS = 1000;
/** Between two warnings of one owner. */
const WARN_EVERY_MS = 60_000;

const CALL_NUMBERS = new Map<string, number>(LOOP_CALLS.map((call, number) => [call, number]));

/** The event loop of a process. A thread that is not held up by it reads the cells. */
export class EventLoop {
  readonly memory = new ArrayBuffer((CELL.awaited + MOST_OWNERS + 1) * Float64Array.BYTES_PER_ELEMENT);
  /** Milliseconds, never going back. */
  readonly monotonic: () => number;
  readonly #cells = new Float64Array(this.memory);
  readonly #owners = new Map<number, LoopOwner>();
  readonly #free: number[] = [];
  #last = 0;
  #listener: LoopOwnerListener | undefined;

  constructor(monotonic: () => number = () => performance.now()) {
    this.monotonic = monotonic;
  }

  /** For the calls of one owner, which counts as there from its first call until `leave`. */
  holder(owner: LoopOwner, log: Logger): LoopHolder {
    const cells = this.#cells;
    return new LoopHolder({ loop: this, cells, log, enter: () => this.#enter(owner), leave: (n) => this.#leave(n) });
  }

  /** One at a time; it is told of the owners that are there. */
  listen(listener: LoopOwnerListener | undefined): void {
    this.#listener = listener;
    for (const [number, owner] of this.#owners) listener?.onOwner(number, owner);
  }

  #enter(owner: LoopOwner): number {
    const number = this.#free.pop() ?? (this.#last < MOST_OWNERS ? ++this.#last : NO_OWNER);
    if (number === NO_OWNER) return number;
    this.#owners.set(number, owner);
    this.#listener?.onOwner(number, owner);
    return number;
  }

  #leave(number: number): void {
    if (!this.#owners.delete(number)) return;
    this.#cells[CELL.awaited + number] = 0;
    this.#free.push(number);
    this.#listener?.onOwnerGone(number);
  }
}

/** The loop that everything in this process runs on. */
export const eventLoop = new EventLoop();

interface LoopHolderOptions {
  readonly loop: EventLoop;
  readonly cells: Float64Array;
  readonly log: Logger;
  readonly enter: () => number;
  readonly leave: (number: number) => void;
}

/** One owner and its calls. */
export class LoopHolder {
  readonly #options: LoopHolderOptions;
  #number: number | undefined;
  #warnedAt = -Infinity;

  constructor(options: LoopHolderOptions) {
    this.#options = options;
  }

  /**
   * Makes a call into the author's code: once per batch, not per record. Logs a warning when it has held the loop for long; what
   * it awaits is not counted. Throws what the call throws.
   */
  run<T>(call: LoopCall, body: () => T): T {
    const { cells, loop } = this.#options;
    const number = (this.#number ??= this.#options.enter());
    const { [CELL.call]: outer = 0, [CELL.since]: outerSince = 0 } = cells;
    const code = CALL_NUMBERS.get(call) ?? 0;
    const start = loop.monotonic();
    cells[CELL.call] = number === NO_OWNER ? 0 : number * CALLS_PER_OWNER + code;
    cells[CELL.since] = start;
    try {
      return body();
    } finally {
      cells[CELL.call] = outer;
      cells[CELL.since] = outerSince;
      // Should the loop be held after a wait, this is what the owner was in.
      if (number !== NO_OWNER) cells[CELL.awaited + number] = code;
      const end = loop.monotonic();
      if (end - start > STALL_MS) this.#warn(call, end - start, end);
    }
  }

  /** The owner has ended. */
  leave(): void {
    if (this.#number !== undefined) this.#options.leave(this.#number);
    this.#number = undefined;
  }

  #warn(call: LoopCall, heldMs: number, now: number): void {
    if (now - this.#warnedAt < WARN_EVERY_MS) return;
    this.#warnedAt = now;
    this.#options.log.warn(
      `${callText(call)} held the event loop for ${(heldMs / 1000).toFixed(1)} s without a break: everything else in this process stood still meanwhile; give way with a promise, or in smaller steps`,
    );
  }
}
