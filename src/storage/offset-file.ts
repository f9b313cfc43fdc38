/** Owns the files of the offset store: where they are, and how they are replaced so that a crash leaves the old or the new. */
import {
  constants,
  copyFile,
  link,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { OffsetFileError } from '../errors';

/** Symbolic links that may lead from one to the next, as Linux allows. */
const MAX_LINKS = 40;

/** The code of a failed system call, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/**
 * The place of a file behind all symbolic links; the file need not exist, its folder must. A path that is not absolute counts
 * from `$STATE_DIRECTORY`, the first of them where systemd names several, else from the working directory. Throws OffsetFileError.
 */
export async function locateFile(
  path: string,
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<string> {
  const [stateDirectory = ''] = (environment['STATE_DIRECTORY'] ?? '').split(':');
  let target = resolve(stateDirectory, path);
  for (let links = 0; links < MAX_LINKS; links++) {
    target = join(await locateFolder(dirname(target), path), basename(target));
    const found = await ifExists(lstat(target));
    if (found?.isSymbolicLink() !== true) return target;
    target = resolve(dirname(target), await readlink(target));
  }
  throw new OffsetFileError(`The offset file ${path} is a symbolic link that leads in a circle`);
}

async function locateFolder(folder: string, path: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (cause) {
    const problem = codeOf(cause) === 'ENOENT' ? 'does not exist' : 'cannot be reached';
    throw new OffsetFileError(
      `The folder ${folder} of the offset file ${path} ${problem}. Create it, or set offset.storage.file.filename`,
      { cause },
    );
  }
}

/** The answer, or undefined where there is no such file. */
export async function ifExists<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** What tells whether a file is still the one that was read or written. */
export interface FileIdentity {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
}

/** True when the file is still what it was. */
export function isSameFile(found: Stats, known: FileIdentity): boolean {
  return found.ino === known.ino && found.size === known.size && found.mtimeMs === known.mtimeMs;
}

/**
 * Puts a new content in the place of a file: written beside it, forced to the disk, renamed, and the folder forced to the
 * disk. Mode and owner of the old file are kept. `onWarning` hears when its owner could not be.
 */
export async function replaceFile(
  file: string,
  content: Buffer,
  onWarning: (message: string) => void,
): Promise<FileIdentity> {
  const temporary = `${file}.tmp`;
  const previous = await ifExists(stat(file));
  // Only the holder of the lock comes here: what lies there was left by a process that died.
  await rm(temporary, { force: true });
  try {
    const handle = await open(temporary, 'wx', previous === undefined ? 0o666 : 0o600);
    try {
      await handle.writeFile(content);
      if (previous !== undefined) await keepOwnerAndMode(handle, previous, onWarning);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await sync(dirname(file));
  return stat(file);
}

async function keepOwnerAndMode(
  handle: FileHandle,
  previous: Stats,
  onWarning: (message: string) => void,
): Promise<void> {
  const created = await handle.stat();
  if (created.uid !== previous.uid || created.gid !== previous.gid) {
    try {
      await handle.chown(previous.uid, previous.gid);
    } catch (error) {
      if (codeOf(error) !== 'EPERM') throw error;
      onWarning(
        `The offset file belongs to user ${created.uid} now instead of ${previous.uid}: only root can keep owners`,
      );
    }
  }
  await handle.chmod(previous.mode & 0o7777);
}

/** Keeps a file under a second name, whatever had that name before. The file itself stays where it is. */
export async function keepAs(file: string, name: string): Promise<void> {
  const temporary = `${name}.tmp`;
  await rm(temporary, { force: true });
  try {
    await link(file, temporary);
  } catch (error) {
    // Not every file system has hard links, and not every file of another user may be linked.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES'].includes(codeOf(error) ?? ''))
      throw error;
    await copyFile(file, temporary, constants.COPYFILE_EXCL);
    await sync(temporary);
  }
  await rename(temporary, name);
  // A rename between two names of one file does nothing at all.
  await rm(temporary, { force: true });
  await sync(dirname(name));
}

/** Forces a file, or the names in a folder, to the disk. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
