/** A logger whose lines a test can look at. */
import { createLogger, type Logger } from '../../src/logger';

export interface CapturedLog {
  readonly log: Logger;
  /** Lines as objects, in order. */
  readonly lines: { level: number; msg?: string; err?: { message: string }; [key: string]: unknown }[];
  text(): string;
}

export function captureLog(): CapturedLog {
  const lines: CapturedLog['lines'] = [];
  const log = createLogger({
    level: 'trace',
    format: 'json',
    destination: { write: (line: string) => void lines.push(JSON.parse(line) as CapturedLog['lines'][number]) },
  });
  return { log, lines, text: () => lines.map(({ msg }) => msg ?? '').join('\n') };
}
