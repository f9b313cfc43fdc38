/** Owns the environment that `${env:NAME}` sees: the process's own, filled up from an env file. */
import { existsSync } from 'node:fs';
import { config } from 'dotenv';
import { UsageError } from '../errors';
import type { Logger } from '../logger';

const DEFAULT_FILE = '.env';

/**
 * Reads `file`, or `.env` of the working directory where it exists. What the process has already stays. Throws UsageError
 * when a file that was asked for cannot be read.
 */
export function loadEnvironment(file: string | undefined, log: Logger): void {
  const path = file ?? DEFAULT_FILE;
  if (file === undefined && !existsSync(path)) return;
  const { error, parsed } = config({ path, quiet: true });
  if (error !== undefined) {
    throw new UsageError(`--env-file ${path} cannot be read: ${error.message}`, { cause: error });
  }
  log.info(
    `Read ${Object.keys(parsed ?? {}).length} environment variables from ${path}; those that were set already stay`,
  );
}
