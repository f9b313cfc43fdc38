/** Owns logging: pino, with Connect's context (`connector`, `task`, `scope`) as fields and as Java's prefix. */
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

/** Where a log line belongs, as Kafka Connect's diagnostic context (KIP-449). */
export interface LogContext {
  readonly connector?: string;
  readonly task?: number;
  /** `worker` for connector work, `offsets` for offset commits. */
  readonly scope?: string;
}

/** The logger that rooms are given; a child carries its context. */
export type Logger = PinoLogger;

/** How lines look: JSON objects, or text with Connect's prefix and layout. */
export type LogFormat = 'json' | 'pretty';

/** Settings of the root logger. */
export interface LoggerOptions {
  readonly level?: string;
  readonly format?: LogFormat;
  readonly destination?: DestinationStream;
  /** Masks secrets in every text of a line. */
  readonly redact?: (text: string) => string;
}

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

/** The root logger of a process. Lines are written synchronously: nothing is lost when the process ends. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const target = options.destination ?? pino.destination({ dest: 2, sync: true });
  const shaped = options.format === 'json' ? target : prettyDestination(target);
  const destination = options.redact === undefined ? shaped : redactingDestination(shaped, options.redact);
  return pino({ level: options.level ?? 'info', base: null }, destination);
}

/** A child logger whose lines carry the context. */
export function withContext(logger: Logger, context: LogContext): Logger {
  return logger.child(context);
}

/** Connect's prefix of a line: `[name|task-0|offsets] `, `[name|worker] `, or nothing. */
export function contextPrefix(context: LogContext): string {
  if (context.connector === undefined) return '';
  const parts = [context.connector];
  if (context.task !== undefined) parts.push(`task-${context.task}`);
  if (context.scope !== undefined) parts.push(context.scope);
  return `[${parts.join('|')}] `;
}

interface Line extends LogContext {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
}

/** Texts are masked before they are escaped as JSON: a secret with a quote in it is found too. */
function redactingDestination(target: DestinationStream, redact: (text: string) => string): DestinationStream {
  const mask = (_key: string, value: unknown) => (typeof value === 'string' ? redact(value) : value);
  return {
    write(text: string) {
      target.write(`${JSON.stringify(JSON.parse(text, mask))}\n`);
    },
  };
}

function prettyDestination(target: DestinationStream): DestinationStream {
  return {
    write(text: string) {
      target.write(prettyLine(JSON.parse(text) as Line));
    },
  };
}

function prettyLine(line: Line): string {
  const level = LEVEL_NAMES[line.level] ?? String(line.level);
  const trace = line.err === undefined ? '' : `\n${line.err.stack ?? line.err.message ?? ''}`;
  return `[${new Date(line.time).toISOString()}] ${level} ${contextPrefix(line)}${line.msg ?? ''}${trace}\n`;
}
