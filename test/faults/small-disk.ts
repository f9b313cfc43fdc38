/** Owns places without room and without write permission, made in the true way that this machine allows. */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';

const CHUNK = Buffer.alloc(16 * 1024, 1);

/** True when the command could be run and was content. */
function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** A file system of a few megabytes. */
export class SmallDisk {
  readonly folder: string;
  readonly #filler: string;
  readonly #unmountWithProcess = () => this.close();

  private constructor(folder: string) {
    this.folder = folder;
    this.#filler = path.join(folder, 'filler');
    process.on('exit', this.#unmountWithProcess);
  }

  /** Undefined where nothing may be mounted. */
  static create(folder: string, megabytes: number): SmallDisk | undefined {
    mkdirSync(folder, { recursive: true });
    if (!succeeds('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'small-disk', folder)) return undefined;
    return new SmallDisk(folder);
  }

  /** Leaves so many bytes, in whole pages. */
  fill(leftBytes: number): void {
    const file = openSync(this.#filler, 'a');
    let size = 0;
    try {
      for (let isFull = false; !isFull;) {
        const written = this.#writeChunk(file);
        size += written;
        isFull = written < CHUNK.length;
      }
    } finally {
      closeSync(file);
    }
    if (leftBytes > 0) truncateSync(this.#filler, Math.max(0, size - leftBytes));
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  close(): void {
    process.off('exit', this.#unmountWithProcess);
    if (!succeeds('umount', this.folder)) succeeds('umount', '-l', this.folder);
  }

  #writeChunk(file: number): number {
    try {
      return writeSync(file, CHUNK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      return 0;
    }
  }
}

/** A limit of the sizes of the files that a process writes: what a full disk is where none can be mounted. */
export function limitFileSize(pid: number, bytes: number | 'unlimited'): void {
  if (!succeeds('prlimit', '--pid', String(pid), `--fsize=${bytes}:`)) {
    throw new Error(
      'A full disk can be had neither with mount nor with prlimit: run the suite as root, or install util-linux',
    );
  }
}

/** A folder in which nobody can make or replace a file for a while. */
export class ReadOnlyFolder {
  readonly #folder: string;
  /** How it is done, for the report. */
  readonly way: 'chattr +i' | 'mode 0555';
  readonly #openWithProcess = () => this.open();

  private constructor(folder: string, way: 'chattr +i' | 'mode 0555') {
    this.#folder = folder;
    this.way = way;
    process.on('exit', this.#openWithProcess);
  }

  /** Where root may not make folders immutable, the worker must run `through` what `withoutPrivileges` says. */
  static close(folder: string): ReadOnlyFolder {
    if (succeeds('chattr', '+i', folder)) return new ReadOnlyFolder(folder, 'chattr +i');
    chmodSync(folder, 0o555);
    return new ReadOnlyFolder(folder, 'mode 0555');
  }

  open(): void {
    process.off('exit', this.#openWithProcess);
    if (this.way === 'chattr +i') succeeds('chattr', '-i', this.#folder);
    else chmodSync(this.#folder, 0o755);
  }
}

/** What starts a process for which the modes of files count, also when root starts it. */
export function withoutPrivileges(): string[] {
  if (process.getuid?.() !== 0) return [];
  return ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];
}
