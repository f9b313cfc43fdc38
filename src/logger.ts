/** Owns logging: pino, with Connect's context (`connector`, `task`, `scope`) as fields and as Java's prefix. */
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

/** Where a log line belongs: Kafka Connect's diagnostic context (KIP-449), and the name by which its level is set. */
export interface LogContext {
  readonly connector?: string;
  readonly task?: number;
  /** `worker` for connector work, `offsets` for offset commits. */
  readonly scope?: string;
  /** The logger's name: a class of Kafka Connect that does the same work, or a plugin. */
  readonly logger?: string;
}

/** The logger that rooms are given; a child carries its context. */
export type Logger = PinoLogger;

/** How lines look: JSON objects, text for people, or text as Connect's own log4j layout writes it. */
export type LogFormat = 'json' | 'pretty' | 'java';

/** Settings of the root logger. */
export interface LoggerOptions {
  readonly level?: string;
  readonly format?: LogFormat;
  readonly destination?: DestinationStream;
  /** Masks secrets in every text of a line. */
  readonly redact?: (text: string) => string;
  /** The name of the root logger's own lines. */
  readonly name?: string;
  /** Colours in `pretty`: for terminals. */
  readonly hasColours?: boolean;
  /** A `<N>` before every line, which systemd's journal takes for its priority. */
  readonly hasPriorities?: boolean;
}

const LEVELS: Readonly<Record<number, { name: string; priority: number; colour: number }>> = {
  10: { name: 'TRACE', priority: 7, colour: 90 },
  20: { name: 'DEBUG', priority: 7, colour: 36 },
  30: { name: 'INFO', priority: 6, colour: 32 },
  40: { name: 'WARN', priority: 4, colour: 33 },
  50: { name: 'ERROR', priority: 3, colour: 31 },
  60: { name: 'FATAL', priority: 2, colour: 35 },
};

const LAYOUTS: Readonly<Record<LogFormat, (line: LogLine, hasColours: boolean) => string>> = {
  json: (line) => JSON.stringify(line),
  pretty: prettyLine,
  java: javaLine,
};

/** The members of a line that have a place of their own in text; all others follow the message. */
const PLACED = new Set(['level', 'time', 'msg', 'err', 'connector', 'task', 'scope', 'logger']);

/** The root logger of a process. Lines are written synchronously: nothing is lost when the process ends. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = 'info', name } = options;
  return pino({ level, base: name === undefined ? null : { logger: name } }, shapingDestination(options));
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

/** The text with the priority of a level before every line of it, for systemd's journal. */
export function withPriority(text: string, level: number): string {
  return text.replace(/^/gm, `<${LEVELS[level]?.priority ?? 6}>`);
}

/** A line as the logger of these settings writes it, without its end: for who must write it past the logger. */
export function formatLine(options: LoggerOptions, line: LogLine): string {
  return shape(options, JSON.stringify(line));
}

/** What a line says: `level` as pino counts them, `time` in milliseconds since the epoch. */
export interface LogLine extends LogContext {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
  readonly [field: string]: unknown;
}

function shapingDestination(options: LoggerOptions): DestinationStream {
  const target = options.destination ?? pino.destination({ dest: 2, sync: true });
  return {
    write(text: string) {
      target.write(`${shape(options, text)}\n`);
    },
  };
}

/** Texts are masked before they are escaped as JSON: a secret with a quote in it is found too. */
function shape(
  { format = 'pretty', hasColours = false, hasPriorities = false, redact }: LoggerOptions,
  text: string,
): string {
  // Reading it also leaves one of two members of the same name, where a child has renamed its parent's.
  const line = JSON.parse(text, redact && ((key: string, value: unknown) => maskText(key, value, redact))) as LogLine;
  const shaped = LAYOUTS[format](line, hasColours);
  return hasPriorities ? withPriority(shaped, line.level) : shaped;
}

/** A password such as `kafka` must not eat the names of loggers, which are ours and no secret. */
function maskText(key: string, value: unknown, redact: (text: string) => string): unknown {
  if (typeof value !== 'string') return value;
  return key === 'logger' && value.startsWith('org.apache.kafka.') ? value : redact(value);
}

function prettyLine(line: LogLine, hasColours: boolean): string {
  const paint = (colour: number, text: string) => (hasColours ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const { name, colour } = levelOf(line);
  const owner = line.logger === undefined ? '' : ` (${line.logger.slice(line.logger.lastIndexOf('.') + 1)})`;
  const time = paint(90, `[${new Date(line.time).toISOString()}]`);
  return `${time} ${paint(colour, name)} ${contextPrefix(line)}${messageOf(line)}${paint(90, owner)}${traceOf(line)}`;
}

/** As `[%d] %p %X{connector.context}%m (%c)%n`, without the line number. */
function javaLine(line: LogLine): string {
  const name = line.logger === undefined ? '' : ` (${line.logger})`;
  return `[${localTime(line.time)}] ${levelOf(line).name} ${contextPrefix(line)}${messageOf(line)}${name}${traceOf(line)}`;
}

function levelOf({ level }: LogLine): { name: string; colour: number } {
  return LEVELS[level] ?? { name: String(level), colour: 0 };
}

function messageOf(line: LogLine): string {
  const others = Object.entries(line).filter(([key]) => !PLACED.has(key));
  const fields = others.map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${line.msg ?? ''}${fields.join('')}`;
}

function traceOf({ err }: LogLine): string {
  return err === undefined ? '' : `\n${err.stack ?? err.message ?? ''}`;
}

/** As log4j writes it: `2026-01-01 12:00:00,000` in the zone of the machine. */
function localTime(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${clock},${String(date.getMilliseconds()).padStart(3, '0')}`;
}
