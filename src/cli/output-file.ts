/** Owns files that a run leaves behind for others: they are whole or the old ones, and it is known early that they can be written. */
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { asError, ReportWriteError } from '../errors';
import { codeOf, ifExists } from '../storage/offset-file';

/** One such file. */
export class OutputFile {
  /** As the user has named it. */
  readonly path: string;
  readonly #target: string;
  /** Undefined where there is no file yet. */
  readonly #found: Stats | undefined;

  private constructor(path: string, target: string, found: Stats | undefined) {
    this.path = path;
    this.#target = target;
    this.#found = found;
  }

  /** Makes sure that the file can be written, and changes nothing. Rejects with ReportWriteError. */
  static async open(path: string): Promise<OutputFile> {
    try {
      const found = await ifExists(stat(path));
      if (found?.isDirectory() === true) throw new ReportWriteError('it is a folder');
      const folder = await realpath(dirname(resolve(path)));
      // A symbolic link stays: what it leads to is replaced.
      const target = found === undefined ? join(folder, basename(path)) : await realpath(path);
      const file = new OutputFile(path, target, found);
      if (file.#isReplaced) await file.#tryFolder();
      return file;
    } catch (thrown) {
      throw notWritable(path, thrown);
    }
  }

  /** What is there now; undefined where nothing is, or nothing that can be read twice. */
  async read(): Promise<string | undefined> {
    if (this.#found?.isFile() !== true) return undefined;
    try {
      return await readFile(this.#target, 'utf8');
    } catch {
      // It may not be readable, or gone: then nothing is known of the runs before.
      return undefined;
    }
  }

  /** Puts the text in the place of what is there, in one step. Rejects with ReportWriteError. */
  async write(text: string): Promise<void> {
    try {
      if (!this.#isReplaced) await writeThrough(this.#target, 'w', text);
      else await this.#replace(text);
    } catch (thrown) {
      throw notWritable(this.path, thrown);
    }
  }

  /** Devices and pipes, such as /dev/stdout, are written to. */
  get #isReplaced(): boolean {
    return this.#found === undefined || this.#found.isFile();
  }

  /** No collector takes it for a file of its own: it ends neither with .prom nor with .json. */
  get #temporary(): string {
    return join(dirname(this.#target), `.${basename(this.#target)}.${process.pid}.tmp`);
  }

  async #tryFolder(): Promise<void> {
    const handle = await open(this.#temporary, 'w');
    await handle.close();
    await rm(this.#temporary, { force: true });
  }

  async #replace(text: string): Promise<void> {
    try {
      await writeThrough(this.#temporary, 'w', text, this.#found?.mode);
      await rename(this.#temporary, this.#target);
    } catch (error) {
      await rm(this.#temporary, { force: true });
      throw error;
    }
  }
}

async function writeThrough(
  path: string,
  flags: string,
  ...[text, mode]: [text: string, mode?: number]
): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.writeFile(text);
    if (mode !== undefined) await handle.chmod(mode & 0o777);
    if ((await handle.stat()).isFile()) await handle.sync();
  } finally {
    await handle.close();
  }
}

function notWritable(path: string, thrown: unknown): ReportWriteError {
  const cause = asError(thrown);
  const isMissing = codeOf(thrown) === 'ENOENT';
  const why = isMissing ? 'its folder does not exist. Create it' : cause.message;
  return new ReportWriteError(`${path} cannot be written: ${why}`, { cause });
}
