/** Owns the levels of loggers at run time: names, their levels, and the live loggers that follow them. */
import type { LogContext, Logger } from '../logger';

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

/** Every logger by name. A name is known when it has had a level of its own, or a logger of the worker goes by it. */
export class Loggers {
  readonly #root: Logger;
  readonly #now: () => number;
  readonly #levels = new Map<string, LoggerLevel>();
  readonly #live = new Map<string, Set<WeakRef<Logger>>>();

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
    return this.#levels.has(name) || this.#live.has(name) ? this.#effective(name) : undefined;
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
    const known = new Set([...this.#levels.keys(), ...this.#live.keys()]);
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
    const known = [...this.#levels.keys(), ...this.#live.keys()];
    return known.filter((name) => name.startsWith(text) && name !== ROOT && !follows(name));
  }

  #apply(): void {
    this.#root.level = pinoLevel(this.#effective(ROOT));
    for (const [name, loggers] of this.#live) {
      const level = pinoLevel(this.#effective(name));
      for (const reference of loggers) {
        const logger = reference.deref();
        if (logger === undefined) loggers.delete(reference);
        else logger.level = level;
      }
      if (loggers.size === 0) this.#live.delete(name);
    }
  }

  /** Its own level, or that of the nearest name above it. */
  #effective(name: string): LoggerLevel {
    for (let above = name; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('.')))) {
      const level = this.#levels.get(above);
      if (level !== undefined) return level;
    }
    return this.#levels.get(ROOT) ?? { level: 'INFO', lastModified: null };
  }

  #adopt(logger: Logger): void {
    const name = nameOf(logger.bindings());
    const known = this.#live.get(name) ?? new Set();
    for (const reference of known) if (reference.deref() === undefined) known.delete(reference);
    this.#live.set(name, known.add(new WeakRef(logger)));
    logger.level = pinoLevel(this.#effective(name));
  }
}

function nameOf({ connector, task }: LogContext): string {
  const parts = [PREFIX];
  if (connector !== undefined) parts.push(connector);
  if (task !== undefined) parts.push(`task-${task}`);
  return parts.join('.');
}

function isRoot(name: string): boolean {
  return name.toLowerCase() === ROOT;
}

function pinoLevel({ level }: LoggerLevel): string {
  return LEVELS.get(level) ?? 'info';
}
