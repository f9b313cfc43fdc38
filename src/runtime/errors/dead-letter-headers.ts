/** Owns the headers that tell in a dead-letter queue where a record came from and what went wrong (KIP-298). */
import type { RawHeader } from '../../api/converter';
import type { TaskId } from '../task-id';
import type { ConsumedMessage, ProcessingContext } from './processing-context';

const PREFIX = '__connect.errors.';

/** The context headers of a record, in the order in which Kafka Connect writes them. All values are UTF-8 text. */
export function deadLetterHeaders(id: TaskId, consumed: ConsumedMessage, context: ProcessingContext): RawHeader[] {
  const { stage, executingClass, error } = context;
  return [
    header('topic', consumed.topic),
    header('partition', String(consumed.partition)),
    header('offset', String(consumed.offset)),
    header('connector.name', id.connector),
    header('task.id', String(id.task)),
    header('stage', stage),
    header('class.name', executingClass),
    header('exception.class.name', javaClassOf(error)),
    header('exception.message', error.message === '' ? null : error.message),
    header('exception.stacktrace', javaStackTrace(error)),
  ];
}

function header(name: string, text: string | null): RawHeader {
  return { key: PREFIX + name, value: text === null ? null : Buffer.from(text) };
}

/** Java's name of an error where it has one, else the name of its own class. */
export function javaClassOf(error: Error): string {
  const { javaName } = error as { javaName?: unknown };
  if (typeof javaName === 'string' && javaName !== '') return javaName;
  const { name } = error.constructor;
  return name === '' || name === 'Error' ? error.name : name;
}

/** The trace of an error and of its causes, each begun as Java begins it: class and message. */
export function javaStackTrace(error: Error): string {
  const seen = new Set<unknown>();
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error && !seen.has(current); current = current.cause) {
    lines.push(
      `${seen.size === 0 ? '' : 'Caused by: '}${javaClassOf(current)}${textOf(current)}`,
      ...framesOf(current),
    );
    seen.add(current);
  }
  return `${lines.join('\n')}\n`;
}

function textOf({ message }: Error): string {
  return message === '' ? '' : `: ${message}`;
}

function framesOf({ stack }: Error): string[] {
  const lines = stack?.split('\n') ?? [];
  return lines.filter((line) => /^\s+at /.test(line)).map((line) => `\t${line.trim()}`);
}
