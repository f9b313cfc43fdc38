/** Owns reading a `.properties` file from disk, and telling where in it something is wrong. */
import { readFile } from 'node:fs/promises';
import { HIDDEN, type ConfigProps } from '../config/config-types';
import { decodeJavaProperties, parseJavaProperties } from '../config/java-properties';
import { isSecretName } from '../config/secrets';
import { asError, ConfigError, type BadRequestError } from '../errors';

/** Settings and where they stand. */
export interface SettingsFile {
  readonly path: string;
  readonly props: ConfigProps;
  /** The line of each key, counted from 1. */
  readonly lines: ReadonlyMap<string, number>;
  /** The file had to be read as UTF-8, which Apache's worker does not do: worth a line in the log. */
  readonly isUtf8: boolean;
  /** Where settings come from that do not stand in the file: what to name instead of file and line. */
  readonly origins?: ReadonlyMap<string, string>;
  /** Lines of settings that stand there again further down. */
  readonly overridden?: readonly { readonly key: string; readonly line: number }[];
}

/** The name under which standard input is read instead of a file. */
export const STANDARD_INPUT = '-';

/** Reads a properties file as Java does. Rejects with ConfigError, which names the file and the line. */
export async function readPropertiesFile(path: string): Promise<SettingsFile> {
  return parsePropertiesFile(path, await readSettingsBytes(path));
}

/** The bytes of a file. Rejects with ConfigError, which names it. */
export async function readSettingsBytes(path: string): Promise<Buffer> {
  try {
    return path === STANDARD_INPUT ? await readStandardInput() : await readFile(path);
  } catch (cause) {
    throw new ConfigError(`${path}: ${readFailure(cause)}`, { cause });
  }
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array | string));
  return Buffer.concat(chunks);
}

function readFailure(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a directory, not a file';
  if (code === 'EACCES') return 'may not be read by this user';
  return `cannot be read: ${asError(cause).message}`;
}

/** Parses the content of a properties file. Throws ConfigError, which names the file and the line. */
export function parsePropertiesFile(path: string, bytes: Buffer): SettingsFile {
  const { text, isUtf8 } = decodeJavaProperties(bytes);
  try {
    const { entries, lines, overridden } = parseJavaProperties(text);
    return { path, props: Object.fromEntries(entries), lines, isUtf8, overridden };
  } catch (cause) {
    throw new ConfigError(`${path}:${asError(cause).message.replace(/^line (\d+)/, '$1')}`, { cause });
  }
}

/** Where a setting stands: `file:line`, or the file alone when it does not stand there. */
export function whereIs({ path, lines, origins }: SettingsFile, key: string): string {
  const origin = origins?.get(key);
  if (origin !== undefined) return origin;
  const line = lines.get(key);
  return line === undefined ? path : `${path}:${line}`;
}

/** The findings of an error about the settings of a file, one line each with its place; else the error's own message. */
export function describeFindings(file: SettingsFile, error: ConfigError | BadRequestError): string {
  const { findings, message } = error;
  if (findings.length === 0) return `${file.path}: ${message}`;
  return findings
    .map(({ key, value, reason }) => `${whereIs(file, key)}: ${key}${shownValue(key, value)}: ${reason}`)
    .join('\n');
}

function shownValue(key: string, value: string | null | undefined): string {
  if (value === undefined) return '';
  if (value === null) return ' is null';
  return `=${isSecretName(key) ? HIDDEN : value}`;
}
