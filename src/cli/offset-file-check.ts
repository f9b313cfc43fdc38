/** Owns the check of the offset file: whether it can be read, is free, and can be written. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asError, OffsetFileError, OffsetFileLockedError } from '../errors';
import { FileOffsetBackingStore, type OnCorrupt } from '../storage/file-offset-backing-store';
import { ifExists, locateFile } from '../storage/offset-file';
import type { FileFindings } from './findings';

/** What is known of the run. */
export interface OffsetFileCheckOptions {
  readonly path: string;
  readonly onCorrupt: OnCorrupt;
  /** Only sources write offsets to it. */
  readonly hasSources: boolean;
}

const KEY = 'offset.storage.file.filename';

/** Complains of an offset file that keeps a worker from starting or a source from storing its offsets. Changes nothing. */
export async function checkOffsetFile(findings: FileFindings, options: OffsetFileCheckOptions): Promise<void> {
  const store = new FileOffsetBackingStore({ path: options.path });
  try {
    await store.start();
    await checkWritable(findings, options);
  } catch (thrown) {
    const { message } = asError(thrown);
    if (thrown instanceof OffsetFileLockedError) findings.add({ kind: 'offset-file-locked', key: KEY, message });
    else if (!(thrown instanceof OffsetFileError)) throw thrown;
    else findings.add({ kind: 'offset-file', severity: severityOf(options), key: KEY, message });
  } finally {
    await store.stop();
  }
}

/** A damaged file does not stop those who have chosen to go on without it. */
function severityOf({ onCorrupt }: OffsetFileCheckOptions): 'error' | 'warning' {
  return onCorrupt === 'fail' ? 'error' : 'warning';
}

/** The file is replaced as a whole: what counts is its folder. */
export async function checkWritable(
  findings: FileFindings,
  { path, hasSources }: Pick<OffsetFileCheckOptions, 'path' | 'hasSources'>,
): Promise<void> {
  if (!hasSources) return;
  const folder = dirname(await locateFile(path));
  try {
    await ifExists(access(folder, constants.W_OK));
  } catch (thrown) {
    findings.add({
      kind: 'offset-file-unwritable',
      key: KEY,
      message: `The folder ${folder} of the offset file cannot be written: ${asError(thrown).message}`,
      remedy: `Give this user the right to write there, or set ${KEY} to a place where it may`,
    });
  }
}
