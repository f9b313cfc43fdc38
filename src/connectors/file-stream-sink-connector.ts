/** Owns the connector that writes records to a file, or to standard output, a line each. */
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { EOL } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { TaskConfig } from '../api/connector';
import type { PlannedTarget } from '../api/planned-work';
import type { Props } from '../api/plugin';
import { SinkConnector } from '../api/sink-connector';
import type { SinkRecord } from '../api/sink-record';
import { SinkTask } from '../api/sink-task';
import { ConfigDef } from '../config/config-def';
import { javaToString } from '../data/java-text';
import { asError, ConnectError } from '../errors';
import { VERSION } from '../version';
import type { TextBuffer } from './text-buffer';
import { WriteBehind } from './write-behind';

const FILE = 'file';
/** Short lines are joined up to here; a whole batch as one string would be memory that the garbage collector gives back late. */
const PIECE_CHARACTERS = 4096;

const CONFIG = new ConfigDef().define({
  name: FILE,
  type: 'STRING',
  default: null,
  importance: 'HIGH',
  doc: 'The file to which lines are added. Without it they go to standard output.',
});

/** Appends to one file. All tasks write to the same one; lines of one `put` stay together. */
export class FileStreamSinkConnector extends SinkConnector {
  #props: Props = {};

  override version(): string {
    return VERSION;
  }

  override config(): ConfigDef {
    return CONFIG;
  }

  override taskClass(): new () => SinkTask {
    return FileStreamSinkTask;
  }

  override start(props: Props): void {
    CONFIG.parse(props);
    this.#props = props;
  }

  override taskConfigs(maxTasks: number): TaskConfig[] {
    const given = Object.entries(this.#props).filter((entry): entry is [string, string] => entry[1] !== null);
    return Array.from({ length: maxTasks }, () => Object.fromEntries(given));
  }

  override stop(): void {
    // Nothing is held outside of the tasks.
  }

  /** What was written is not tracked: any offset will do. */
  override alterOffsets(): boolean {
    return true;
  }

  /** Throws ConnectError where the file could not be opened, since its folder is not there or it is a folder itself. */
  override async plannedTargets(props: Props): Promise<PlannedTarget[]> {
    const path = CONFIG.parse(props)[FILE];
    if (path === null || path === '') return [{ name: 'standard output', exists: true, bytes: null }];
    const name = resolve(path);
    try {
      const found = await statIfThere(name);
      if (found === undefined) await stat(dirname(name));
      if (found?.isDirectory() === true) throw new Error('it is a directory');
      return [{ name, exists: found !== undefined, bytes: found?.isFile() === true ? found.size : null }];
    } catch (error) {
      throw cannot('open', path, error);
    }
  }
}

/** For tests: where lines without a file go. */
export interface FileStreamSinkTaskOptions {
  readonly stdout?: Writable;
}

/** Writes the text of values as Java prints them. Keys and headers are left out. */
export class FileStreamSinkTask extends SinkTask {
  readonly #stdout: Writable;
  readonly #lines = new WriteBehind((bytes) => this.#write(bytes));
  #path: string | null = null;
  #handle: FileHandle | undefined;
  #isRegular = false;
  #isDirty = false;

  constructor(options: FileStreamSinkTaskOptions = {}) {
    super();
    this.#stdout = options.stdout ?? process.stdout;
  }

  override version(): string {
    return VERSION;
  }

  /** Creates the file if there is none. */
  override async start(props: Props): Promise<void> {
    const path = CONFIG.parse(props)[FILE];
    if (path === null || path === '') return;
    this.#path = path;
    try {
      this.#handle = await open(path, 'a');
      this.#isRegular = (await this.#handle.stat()).isFile();
    } catch (error) {
      throw this.#failure('open', error);
    }
  }

  override put(records: readonly SinkRecord[]): Promise<void> | undefined {
    if (records.length > 0) this.#lines.gather((text) => addLines(records, text));
    return this.#lines.send();
  }

  /** Forces what was written to the disk: a committed record is not lost with the power. */
  override async flush(): Promise<void> {
    await this.#lines.settled();
    if (!this.#isDirty || !this.#isRegular || this.#handle === undefined) return;
    try {
      await this.#handle.datasync();
      this.#isDirty = false;
    } catch (error) {
      throw this.#failure('flush', error);
    }
  }

  override async stop(): Promise<void> {
    // What it failed with was thrown before, or nothing was committed.
    await this.#lines.settled().catch(() => undefined);
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #write(bytes: Buffer): Promise<void> {
    try {
      if (this.#handle === undefined) await this.#print(bytes);
      else await writeAll(this.#handle, bytes);
      this.#isDirty = true;
    } catch (error) {
      throw this.#failure('write to', error);
    }
  }

  #print(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(error);
      this.#stdout.once('error', fail);
      this.#stdout.write(bytes, (error) => {
        // The stream tells of the error once more as an event: nobody else listens to it.
        if (error) {
          reject(error);
          return;
        }
        this.#stdout.off('error', fail);
        resolve();
      });
    });
  }

  #failure(what: string, error: unknown): ConnectError {
    return cannot(what, this.#path ?? 'standard output', error);
  }
}

/** The text of short values is joined first: adding each alone would cost more. */
function addLines(records: readonly SinkRecord[], lines: TextBuffer): void {
  let text = '';
  for (const { value, valueSchema } of records) {
    text += (typeof value === 'string' ? value : javaToString(value, valueSchema)) + EOL;
    if (text.length < PIECE_CHARACTERS) continue;
    lines.add(text);
    text = '';
  }
  lines.add(text);
}

function cannot(what: string, where: string, error: unknown): ConnectError {
  return new ConnectError(`FileStreamSinkTask cannot ${what} ${where}: ${asError(error).message}`, { cause: error });
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}
