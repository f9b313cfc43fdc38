/** Owns the end of a process whose event loop is held by code that never comes back; the waiting is done by the native companion. */
import type { NativeCompanion } from '../kafka/native-companion';
import { formatLine, type LoggerOptions } from '../logger';
import { callText, LOOP_CALLS, type EventLoop, type LoopOwner } from '../runtime/event-loop';
import { LOGGER_NAMES } from '../runtime/logger-names';

/** The companion's part of the guard. */
export type NativeGuard = Pick<
  NativeCompanion,
  'guardStart' | 'guardName' | 'guardDeadline' | 'guardEndsIn' | 'guardAcknowledge' | 'guardBeat' | 'guardStop'
>;

/** What the guard is made with. */
export interface StuckProcessGuardOptions {
  readonly native: NativeGuard;
  readonly loop: EventLoop;
  /** How the line looks that it writes. */
  readonly output: Pick<LoggerOptions, 'format' | 'hasColours' | 'hasPriorities' | 'redact'>;
  /** Signals that were received before. */
  readonly received: number;
}

/** What is granted beyond `task.shutdown.graceful.timeout.ms`: by then a live loop has abandoned the tasks by itself. */
export const STUCK_MARGIN_MS = 2000;
/** Java's default of `task.shutdown.graceful.timeout.ms`, until the worker's is known. */
const DEFAULT_GRACE_MS = 5000;
const BEAT_MS = 100;
const FATAL = 60;
/** 2005: a time that no line carries by chance. */
const MARK_MS = 1_111_111_111_111;

/**
 * Listens from `start` on, which comes after the listeners for signals, until `release`. Once the process is to end, a loop that
 * is silent for the whole deadline ends it with code 70, and one that does not hear a second signal with 128 plus its number.
 */
export class StuckProcessGuard {
  readonly #options: StuckProcessGuardOptions;
  #beating: NodeJS.Timeout | undefined;
  #isStarted = false;

  constructor(options: StuckProcessGuardOptions) {
    this.#options = options;
  }

  /** Does nothing where another guard of this process listens. */
  start(): void {
    const { native, loop, received } = this.#options;
    this.#isStarted = native.guardStart(loop.memory, loop.monotonic(), received, this.#texts());
    if (!this.#isStarted) return;
    loop.listen({
      onOwner: (number, owner) => native.guardName(number, this.#line(owner), this.#escaped(labelOf(owner))),
      onOwnerGone: (number) => native.guardName(number, '', ''),
    });
    if (received > 0) this.#beat();
  }

  /** `task.shutdown.graceful.timeout.ms`, as soon as it is known. */
  setGrace(ms: number): void {
    if (this.#isStarted) this.#options.native.guardDeadline(ms + STUCK_MARGIN_MS);
  }

  /** The run is to end by itself in so many milliseconds, whatever holds the loop by then. */
  expectEnd(inMs: number): void {
    if (!this.#isStarted) return;
    this.#options.native.guardEndsIn(inMs);
    if (inMs === 0) this.#beat();
  }

  /** JavaScript has received a signal. */
  acknowledge(): void {
    if (!this.#isStarted) return;
    this.#options.native.guardAcknowledge();
    this.#beat();
  }

  /** Leaves neither thread nor handler behind. Idempotent. */
  release(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    clearInterval(this.#beating);
    this.#options.loop.listen(undefined);
    this.#options.native.guardStop();
  }

  /** Only while the process ends: at other times a loop may be held as long as nobody wants anything. */
  #beat(): void {
    const { native } = this.#options;
    native.guardBeat();
    this.#beating ??= setInterval(() => native.guardBeat(), BEAT_MS).unref();
  }

  #texts(): Parameters<NativeGuard['guardStart']>[3] {
    const lost = 'what is not committed will be delivered again';
    return {
      calls: LOOP_CALLS.map((call) => this.#escaped(callText(call))),
      stuck: `{call} has held the event loop for {seconds} s and does not come back: the process ends with code 70, ${lost}`,
      second: `{signal} again: ending at once while {call} holds the event loop, ${lost}`,
      unknown: 'code outside of any call of a task',
      awaited: '; begun and perhaps not over: ',
      timeStyle: this.#options.output.format ?? 'pretty',
      line: this.#line({}),
      deadlineMs: DEFAULT_GRACE_MS + STUCK_MARGIN_MS,
    };
  }

  /** The line of an owner as its logger would write it, with the places that are known at the end only. */
  #line(owner: Partial<LoopOwner>): string {
    const scope = owner.connector === undefined || owner.task !== undefined ? {} : { scope: 'worker' };
    const line = { level: FATAL, time: MARK_MS, ...owner, ...scope, logger: LOGGER_NAMES.Worker, msg: '{text}' };
    return formatLine(this.#options.output, line)
      .replace(`"time":${MARK_MS}`, '"time":{time}')
      .replace(/\[\d{4}-\d\d-\d\d[^\]]*\]/, '[{time}]');
  }

  #escaped(text: string): string {
    const { format, redact = (shown: string) => shown } = this.#options.output;
    return format === 'json' ? JSON.stringify(redact(text)).slice(1, -1) : redact(text);
  }
}

function labelOf({ connector, task }: LoopOwner): string {
  return task === undefined ? `[${connector}|worker] ` : `[${connector}|task-${task}] `;
}
