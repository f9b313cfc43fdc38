/** Owns the levels of loggers at run time: names, their levels, and the live loggers that follow them. */
import type { LogContext, Logger } from '../logger';
import { LOGGER_NAMES } from './logger-names';

/** A logger's level as REST shows it. */
export interface LoggerLevel {
  readonly level: string;
  /** Milliseconds since the epoch; `null`: as it was at the start. */
  readonly lastModified: number | null;
}

/** The levels of Java's logging, each with the one of ours. */
const LEVELS: ReadonlyMap<string, string> = new Map([
  ['OFF', 'silent'],
  ['FATAL', 'fatal'],
  ['ERROR', 'error'],
  ['WARN', 'warn'],
  ['INFO', 'info'],
  ['DEBUG', 'debug'],
  ['TRACE', 'trace'],
  ['ALL', 'trace'],
]);

const ROOT = 'root';
/** What the names of the worker's own loggers begin with: a level set for Kafka Connect's package reaches them. */
const PREFIX = 'org.apache.kafka.connect';

/** A logger that is in use. The level of its connector or task goes before that of its class. */
interface LiveLogger {
  readonly reference: WeakRef<Logger>;
  /** Its class, or what it is about where it has no name. */
  readonly name: string;
  /** Names for what it is about, the finer one first: `….orders.task-0`, `….orders`. */
  readonly subjects: readonly string[];
}

/**
 * Every logger by name. A name is known when it has had a level of its own, or a logger of the worker goes by it. Beside the
 * classes of Kafka Connect, `org.apache.kafka.connect.<connector>` and `….<connector>.task-<n>` name what one of them writes.
 */
export class Loggers {
  readonly #root: Logger;
  readonly #now: () => number;
  readonly #levels = new Map<string, LoggerLevel>();
  readonly #live = new Set<LiveLogger>();
  readonly #gone = new FinalizationRegistry<LiveLogger>((live) => this.#live.delete(live));

  /** Takes up the loggers that are made from now on. `now`: milliseconds since the epoch. */
  constructor(root: Logger, now: () => number) {
    this.#root = root;
    this.#now = now;
    this.#levels.set(ROOT, { level: root.level === 'silent' ? 'OFF' : root.level.toUpperCase(), lastModified: null });
    root.onChild = (child) => this.#adopt(child);
  }

  /** The loggers with a level of their own, the root among them, by name. */
  all(): [name: string, level: LoggerLevel][] {
    return [...this.#levels].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  /** The level that a known logger goes by; undefined for one that is not known. */
  level(name: string): LoggerLevel | undefined {
    if (isRoot(name)) return this.#effective(ROOT);
    return this.#known().has(name) ? this.#effective(name) : undefined;
  }

  /** True for a level of Java's logging, in any letter case. */
  isLevel(level: string): boolean {
    return LEVELS.has(level.toUpperCase());
  }

  /**
   * Sets the level of the named logger and of every known one whose name begins with the same text; `root` means all.
   * Gives the names of those that had another level, sorted.
   */
  setLevel(name: string, level: string): string[] {
    const wanted = level.toUpperCase();
    const known = this.#known();
    const names = isRoot(name) ? [...this.#levels.keys()] : [...new Set([name, ...this.#beginningWith(name)])];
    const changed = names.filter((each) => !known.has(each) || this.#effective(each).level !== wanted);
    const lastModified = this.#now();
    for (const each of changed) this.#levels.set(each, { level: wanted, lastModified });
    this.#apply();
    return changed.sort();
  }

  /** What is below the name and has no level of its own follows it anyway, and need not be named. */
  #beginningWith(text: string): string[] {
    const follows = (name: string) => name.startsWith(`${text}.`) && !this.#levels.has(name);
    return [...this.#known()].filter((name) => name.startsWith(text) && name !== ROOT && !follows(name));
  }

  #known(): ReadonlySet<string> {
    const live = [...this.#live].flatMap(({ name, subjects }) => [name, ...subjects]);
    return new Set([...Object.values(LOGGER_NAMES), ...this.#levels.keys(), ...live]);
  }

  #apply(): void {
    this.#root.level = pinoLevel(this.#effective(this.#root.bindings()['logger'] as string | undefined));
    for (const live of this.#live) {
      const logger = live.reference.deref();
      if (logger !== undefined) logger.level = this.#levelOf(live);
    }
  }

  #levelOf({ name, subjects }: LiveLogger): string {
    const subject = subjects.find((each) => this.#levels.has(each));
    return pinoLevel(this.#effective(subject ?? name));
  }

  /** Its own level, or that of the nearest name above it. */
  #effective(name: string = ROOT): LoggerLevel {
    for (let above = name; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('.')))) {
      const level = this.#levels.get(above);
      if (level !== undefined) return level;
    }
    return this.#levels.get(ROOT) ?? { level: 'INFO', lastModified: null };
  }

  #adopt(logger: Logger): void {
    const context: LogContext = logger.bindings();
    const subjects = subjectsOf(context);
    const live = { reference: new WeakRef(logger), name: context.logger ?? subjects[0] ?? PREFIX, subjects };
    this.#live.add(live);
    this.#gone.register(logger, live);
    logger.level = this.#levelOf(live);
  }
}

function subjectsOf({ connector, task }: LogContext): string[] {
  if (connector === undefined) return [];
  const subject = `${PREFIX}.${connector}`;
  return task === undefined ? [subject] : [`${subject}.task-${task}`, subject];
}

function isRoot(name: string): boolean {
  return name.toLowerCase() === ROOT;
}

function pinoLevel({ level }: LoggerLevel): string {
  return LEVELS.get(level) ?? 'info';
}
