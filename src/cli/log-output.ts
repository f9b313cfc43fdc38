/** Owns how log lines look where they are written: standard error, be it a terminal, systemd's journal or anything else. */
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { LoggerOptions, LogFormat } from '../logger';

/** Standard output is left to connectors that write there. */
const STANDARD_ERROR = 2;

/** What of a process the look of its lines depends on. */
export interface Surroundings {
  readonly isTerminal: boolean;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Device and inode of the stream as `JOURNAL_STREAM` writes them; undefined where the stream has none. */
  readonly stream: string | undefined;
}

export type LogOutput = Required<Pick<LoggerOptions, 'format' | 'hasColours' | 'hasPriorities'>>;

/** `format` as the command line asks for it; undefined: text on a terminal, JSON elsewhere. */
export function logOutput(format: LogFormat | undefined, surroundings = ownSurroundings()): LogOutput {
  const { isTerminal, environment, stream } = surroundings;
  const isColourless = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return {
    format: format ?? (isTerminal ? 'pretty' : 'json'),
    hasColours: isTerminal && !isColourless,
    hasPriorities: stream !== undefined && environment['JOURNAL_STREAM'] === stream,
  };
}

/** What of a terminal the views of a run depend on. */
export interface TerminalLook {
  readonly isTerminal: boolean;
  /** Lines can be drawn anew, and do not disturb those of the log. */
  readonly canRedraw: boolean;
  readonly hasColours: boolean;
  readonly hasUnicode: boolean;
  readonly format: LogFormat;
}

/** `format` as for `logOutput`. */
export function terminalLook(format: LogFormat | undefined, surroundings = ownSurroundings()): TerminalLook {
  const { isTerminal, environment } = surroundings;
  const { hasColours, format: chosen } = logOutput(format, surroundings);
  const isDumb = (environment['TERM'] ?? 'dumb') === 'dumb';
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find(
    (text) => (text ?? '') !== '',
  );
  return {
    ...{ isTerminal, hasColours, format: chosen },
    canRedraw: isTerminal && chosen === 'pretty' && !isDumb,
    hasUnicode: /utf-?8/i.test(locale ?? ''),
  };
}

/** The last line of a process that could not do its work. JSON only where it was asked for: people read it, too. */
export function failureLine(message: string, format: LogFormat | undefined, surroundings = ownSurroundings()): string {
  const { hasPriorities } = logOutput(format, surroundings);
  const line =
    format === 'json'
      ? JSON.stringify({ level: 60, time: Date.now(), logger: 'connect-standalone', msg: message })
      : `connect-standalone: ${message}`;
  return `${hasPriorities ? line.replace(/^/gm, '<2>') : line}\n`;
}

/** The text on one line, for whoever wants no more than that. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n]+\s*/g, '; ');
}

function ownSurroundings(): Surroundings {
  return { isTerminal: isatty(STANDARD_ERROR), environment: process.env, stream: streamOf(STANDARD_ERROR) };
}

function streamOf(descriptor: number): string | undefined {
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    // A process may be started without the stream; then nothing that it writes is read.
    return undefined;
  }
}
