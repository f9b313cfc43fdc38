/** Owns the environment that `${env:NAME}` sees: the process's own, filled up from an env file. */
import { existsSync } from 'node:fs';
import { UsageError } from '../errors';
import type { Logger } from '../logger';

const DEFAULT_FILE = '.env';

/** A variable of an env file. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly file: string;
  /** The process has one of that name already: it wins. */
  readonly isHidden: boolean;
}

/**
 * Reads `file`, or `.env` of the working directory where it exists. What the process has already stays. Rejects with UsageError
 * when a file that was asked for cannot be read.
 * Resolves with what the file has.
 */
export async function loadEnvironment(file: string | undefined, log: Logger): Promise<EnvironmentVariable[]> {
  const path = file ?? DEFAULT_FILE;
  if (file === undefined && !existsSync(path)) return [];
  const { config } = await import('dotenv');
  const before = new Set(Object.keys(process.env));
  const { error, parsed } = config({ path, quiet: true });
  if (error !== undefined) {
    throw new UsageError(`--env-file ${path} cannot be read: ${error.message}`, { cause: error });
  }
  log.info(
    `Read ${Object.keys(parsed ?? {}).length} environment variables from ${path}; those that were set already stay`,
  );
  return Object.keys(parsed ?? {}).map((name) => ({ name, file: path, isHidden: before.has(name) }));
}
