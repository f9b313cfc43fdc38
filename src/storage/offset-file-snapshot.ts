/** Owns looking into an offset file without taking it from the worker that may have it. */
import { readFile } from 'node:fs/promises';
import { asError, OffsetFileError } from '../errors';
import { decodeOffsetMap } from './java-offset-map';
import type { OffsetEntry } from './offset-backing-store';
import { ifExists, locateFile } from './offset-file';

/**
 * All entries, tombstones included, as they were last stored; none where there is no file, or an empty one. It is replaced as a
 * whole, so that a worker may run. Rejects with OffsetFileError.
 */
export async function readOffsetFile(path: string): Promise<readonly OffsetEntry[]> {
  const file = await locateFile(path);
  try {
    const bytes = await ifExists(readFile(file));
    return bytes === undefined || bytes.length === 0 ? [] : decodeOffsetMap(bytes);
  } catch (cause) {
    throw new OffsetFileError(`The offset file ${file} cannot be read: ${asError(cause).message}`, { cause });
  }
}
