/** Owns kcat for tests: a client independent of ours that writes and reads topics. */
import { execFile } from 'node:child_process';

/** A message as kcat prints it. Headers are [name, value] pairs in their order. */
export interface KcatMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  /** Whose time it is: the producer's or the broker's. */
  readonly timestampType: 'create' | 'logappend' | 'unknown';
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string])[];
}

/** What to write: one message per entry, in order. `null` is a real null. */
export interface KcatRecord {
  readonly key?: string;
  readonly value: string | null;
}

/** A topic, and client properties in librdkafka's names where the plain listener is not the one meant. */
export interface KcatTarget {
  readonly bootstrap: string;
  readonly topic: string;
  readonly properties?: Readonly<Record<string, string>>;
}

/** What to read: from an offset on (default: the beginning), at most `count`, else up to the present end. */
export interface KcatSelection {
  readonly partition?: number;
  readonly offset?: number;
  readonly count?: number;
  /** Waits for `count` messages instead of ending at the present end. Default false. */
  readonly waits?: boolean;
  readonly timeoutMs?: number;
}

/** Writes messages (or just values) and resolves when the broker has acknowledged all. */
export async function kcatProduce(
  target: KcatTarget & {
    readonly partition?: number;
    readonly headers?: readonly (readonly [string, string])[];
    /** `latin1` where characters stand for bytes. Default: UTF-8. */
    readonly encoding?: BufferEncoding;
  },
  records: readonly (string | KcatRecord)[],
): Promise<void> {
  const args = ['-P', ...targetArguments(target), '-Z', '-K', '\u0001', '-D', '\u0002'];
  if (target.partition !== undefined) args.push('-p', String(target.partition));
  for (const [name, value] of target.headers ?? []) args.push('-H', `${name}=${value}`);
  const lines = records.map((record) => {
    const { key, value } = typeof record === 'string' ? { key: undefined, value: record } : record;
    return `${key ?? ''}\u0001${value ?? ''}`;
  });
  if (lines.length > 0) await kcat(args, Buffer.from(lines.join('\u0002'), target.encoding));
}

/** Reads messages of all partitions, or of one, with their metadata. */
export async function kcatConsume(target: KcatTarget, selection: KcatSelection = {}): Promise<KcatMessage[]> {
  const args = ['-C', '-q', '-J', ...targetArguments(target), '-o', String(selection.offset ?? 'beginning')];
  if (selection.partition !== undefined) args.push('-p', String(selection.partition));
  if (selection.count !== undefined) args.push('-c', String(selection.count));
  if (selection.waits !== true) args.push('-e');
  const output = await kcat(args, '', selection.timeoutMs);
  return output.split('\n').filter(Boolean).map(parseMessage);
}

/** Values only, as text, in the order of arrival: the short form for topics with one partition. */
export async function kcatValues(target: KcatTarget, selection: KcatSelection = {}): Promise<(string | null)[]> {
  return (await kcatConsume(target, selection)).map(({ value }) => value);
}

/** The offset after the last message of partition 0. */
export async function kcatEnd({ bootstrap, topic }: KcatTarget): Promise<number> {
  const output = await kcat(['-Q', '-b', bootstrap, '-t', `${topic}:0:-1`], '');
  return Number(/offset (\d+)/.exec(output)?.[1] ?? 0);
}

function targetArguments({ bootstrap, topic, properties = {} }: KcatTarget): string[] {
  const settings = Object.entries(properties).flatMap(([name, value]) => ['-X', `${name}=${value}`]);
  return ['-b', bootstrap, '-t', topic, ...settings];
}

function kcat(args: readonly string[], input: string | Buffer, timeoutMs = 30_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL' as const, maxBuffer: 1 << 30 };
    const child = execFile('kcat', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`kcat ${args.join(' ')} failed: ${stderr || error.message}`, { cause: error }));
    });
    // One that ends without having read is told apart by its exit code.
    child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') reject(error);
    });
    child.stdin?.end(input);
  });
}

interface JsonMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly ts: number;
  readonly tstype: KcatMessage['timestampType'];
  readonly key?: string | null;
  readonly payload?: string | null;
  readonly headers?: readonly string[];
}

function parseMessage(line: string): KcatMessage {
  const { topic, partition, offset, ts, tstype, key, payload, headers = [] } = JSON.parse(line) as JsonMessage;
  const pairs: [string, string][] = [];
  for (let index = 0; index < headers.length; index += 2) pairs.push([headers[index] ?? '', headers[index + 1] ?? '']);
  const where = { topic, partition, offset, timestamp: ts, timestampType: tstype };
  return { ...where, key: key ?? null, value: payload ?? null, headers: pairs };
}
