/** Owns the lock of an offset file: one store at a time, in this process and in others of the machine. */
import { createHash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { asError, OffsetFileLockedError } from '../errors';
import { codeOf } from './offset-file';

/** Files locked by this process, by the name of the lock. */
const held = new Set<string>();

/** Who holds a lock, as its pid file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** What the lock needs to know beside the file. */
export interface LockOptions {
  readonly platform: NodeJS.Platform;
  readonly onWarning: (message: string) => void;
}

/**
 * On Linux the lock is an abstract socket, which the kernel frees when its process dies; elsewhere it is the pid file
 * alone. The pid file beside the offset file names the holder either way.
 */
export class OffsetFileLock {
  readonly #name: string;
  readonly #pidFile: string;
  readonly #server: Server | undefined;

  private constructor(name: string, pidFile: string, server: Server | undefined) {
    this.#name = name;
    this.#pidFile = pidFile;
    this.#server = server;
  }

  /** Takes the lock of a file whose path holds no symbolic link. Throws OffsetFileLockedError, naming the holder. */
  static async acquire(file: string, options: LockOptions): Promise<OffsetFileLock> {
    const name = await lockName(file);
    const pidFile = `${file}.lock`;
    const holder = await readHolder(pidFile);
    if (held.has(name)) throw lockedError(file, { pid: process.pid, host: hostname() });
    held.add(name);
    try {
      const server = options.platform === 'linux' ? await listen(name) : undefined;
      const isTaken = options.platform === 'linux' ? server === undefined : holder !== undefined && isAlive(holder);
      if (isTaken) throw lockedError(file, holder);
      if (holder !== undefined && holder.host !== hostname()) options.onWarning(otherHostText(file, holder));
      await writePidFile(pidFile, options);
      return new OffsetFileLock(name, pidFile, server);
    } catch (error) {
      held.delete(name);
      throw error;
    }
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    await rm(this.#pidFile, { force: true });
    await new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
    held.delete(this.#name);
  }
}

/** Who holds the lock of a file now, in words, without taking it; undefined: nobody. The path holds no symbolic link. */
export async function lockHolder(
  file: string,
  { platform }: Pick<LockOptions, 'platform'>,
): Promise<string | undefined> {
  const holder = await readHolder(`${file}.lock`);
  const name = await lockName(file);
  const isTaken = platform === 'linux' ? await isListening(name) : holder !== undefined && isAlive(holder);
  return isTaken ? holderText(holder) : undefined;
}

function isListening(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: `\0${name}` });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** The same for all paths that lead to the same folder, and different for the same path on different volumes. */
async function lockName(file: string): Promise<string> {
  const folder = await stat(dirname(file), { bigint: true });
  const identity = `${folder.dev}:${folder.ino}/${basename(file)}`;
  return `connect-standalone-offsets-${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
}

/** Listens on an abstract socket; undefined when another process does. */
function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(`\0${name}`, () => resolve(server.unref()));
  });
}

async function readHolder(pidFile: string): Promise<Holder | undefined> {
  try {
    const [pid = '', host = ''] = (await readFile(pidFile, 'utf8')).trim().split(/\s+/);
    return /^\d+$/.test(pid) ? { pid: Number(pid), host } : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') return undefined;
    throw error;
  }
}

/** The pid file only names the holder on Linux: a folder that cannot be written matters at the first write, not before. */
async function writePidFile(pidFile: string, { onWarning }: LockOptions): Promise<void> {
  try {
    await rm(pidFile, { force: true });
    await writeFile(pidFile, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
  } catch (error) {
    onWarning(`Cannot write ${pidFile}: ${asError(error).message}. Source offsets cannot be stored there either`);
  }
}

function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function lockedError(file: string, holder: Holder | undefined): OffsetFileLockedError {
  return new OffsetFileLockedError(
    `The offset file ${file} is in use by ${holderText(holder)}. Stop it, or give this worker a file of its own ` +
      'with offset.storage.file.filename',
    { holder: holder === undefined ? undefined : String(holder.pid) },
  );
}

function holderText(holder: Holder | undefined): string {
  return holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
}

function otherHostText(file: string, { pid, host }: Holder): string {
  return (
    `The offset file ${file} was last used by process ${pid} on ${host}, which left without saying so. ` +
    'A lock holds on one machine only: make sure that it is gone'
  );
}
