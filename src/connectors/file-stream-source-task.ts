/** Owns the task that reads the lines of a file, or of standard input. */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Props } from '../api/plugin';
import { SourceRecord, type SourceOffset, type SourcePartition } from '../api/source-record';
import { SourceTask } from '../api/source-task';
import { ConfigDef } from '../config/config-def';
import { nonEmptyString } from '../config/validators';
import { STRING_SCHEMA } from '../data/connect-schema';
import { ConnectError, UnavailableError } from '../errors';
import { VERSION } from '../version';
import { LineCutter } from './line-cutter';
import { FileInput, StreamInput } from './line-input';

export const FILE = 'file';
const TOPIC = 'topic';
const BATCH_SIZE = 'batch.size';
export const FILENAME = 'filename';
const POSITION = 'position';

/** The settings of connector and task. */
export const CONFIG = new ConfigDef()
  .define({
    name: FILE,
    type: 'STRING',
    default: null,
    importance: 'HIGH',
    doc: 'The file to read. Without it lines come from standard input.',
  })
  .define({
    name: TOPIC,
    type: 'STRING',
    validator: nonEmptyString(),
    importance: 'HIGH',
    doc: 'The topic to which lines go.',
  })
  .define({
    name: BATCH_SIZE,
    type: 'INT',
    default: 2000,
    importance: 'LOW',
    doc: 'The most lines that are taken from the file at once.',
  });

const CHUNK_BYTES = 256 * 1024;
/** How soon the end of a file is looked at again. */
const IDLE_MS = 200;
const MISSING_FILE_WARNING_MS = 60_000;

/** The position of a stored or a given offset. Throws ConnectError when it is none. */
export function readPosition(offset: SourceOffset): number {
  if (!Object.hasOwn(offset, POSITION)) throw new ConnectError(`A source offset must have the key '${POSITION}'`);
  const position = offset[POSITION];
  if (typeof position !== 'bigint' && !Number.isSafeInteger(position)) {
    throw new ConnectError(`Offset position is the incorrect type: '${POSITION}' must be a whole number of bytes`);
  }
  if (Number(position) < 0) throw new ConnectError(`'${POSITION}' must not be negative`);
  return Number(position);
}

/** For tests: where time and standard input come from. */
export interface FileStreamSourceTaskOptions {
  /** Waits that long, or until the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that never go back. */
  readonly monotonic?: () => number;
  readonly stdin?: Readable;
}

/** Reads lines. Positions count bytes: those that Apache's worker stored are the same for files in ASCII. */
export class FileStreamSourceTask extends SourceTask {
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly #monotonic: () => number;
  readonly #stdin: () => Readable;
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #file: string | null = null;
  #topic = '';
  #batchSize = 0;
  #partition: SourcePartition | null = null;
  #input: FileInput | undefined;
  #stream: StreamInput | undefined;
  #cutter = new LineCutter(0);
  /** Seen once to be another file than the one that is open. */
  #isReplaced = false;
  /** The stored position belongs to a file that is gone. */
  #beginsAnew = false;
  #lastWarning = -Infinity;

  constructor(options: FileStreamSourceTaskOptions = {}) {
    super();
    this.#wait = options.wait ?? waitFor;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#stdin = () => options.stdin ?? process.stdin;
  }

  override version(): string {
    return VERSION;
  }

  override start(props: Props): void {
    const config = CONFIG.parse(props);
    this.#file = config[FILE] === '' ? null : config[FILE];
    this.#topic = config[TOPIC];
    this.#batchSize = Math.max(1, config[BATCH_SIZE]);
    if (this.#file === null) this.#stream = new StreamInput(this.#stdin());
    else this.#partition = { [FILENAME]: this.#file };
  }

  override async poll(): Promise<SourceRecord[] | null> {
    const records: SourceRecord[] = [];
    if (this.#stream !== undefined) await this.#fillFromStream(records, this.#stream);
    else if (this.#input !== undefined || (await this.#open())) await this.#fillFromFile(records);
    return records.length === 0 ? null : records;
  }

  override async stop(): Promise<void> {
    const unfinished = this.#cutter.unfinishedBytes;
    if (unfinished > 0) {
      const name = this.#file ?? 'Standard input';
      this.context.logger.info(`${name} ends with ${unfinished} bytes without a line end: they wait for the rest`);
    }
    this.#stream?.close();
    await this.#input?.close();
    this.#input = undefined;
  }

  /** Opens the file at the stored position; false while there is none. */
  async #open(): Promise<boolean> {
    const path = this.#file ?? '';
    this.#input = await FileInput.open(path);
    if (this.#input === undefined) {
      await this.#waitForFile(path);
      return false;
    }
    this.#begin(await this.#startOf(this.#input, path));
    return true;
  }

  async #startOf(input: FileInput, path: string): Promise<number> {
    if (this.#beginsAnew || !input.hasPositions) return 0;
    const stored = await this.context.offsetStorageReader.offset({ [FILENAME]: path });
    return stored === null ? 0 : this.#resume(input, readPosition(stored));
  }

  #begin(position: number): void {
    this.#input?.seek(position);
    this.#cutter = new LineCutter(position);
    this.#isReplaced = false;
  }

  async #resume(input: FileInput, stored: number): Promise<number> {
    if (stored > input.size) {
      this.context.logger.warn(
        `${this.#file ?? ''} has ${input.size} bytes, fewer than were read before (${stored}): it was truncated or ` +
          'replaced, and is read from its beginning',
      );
      return 0;
    }
    const start = await input.lineStart(stored);
    if (start < stored) {
      this.context.logger.warn(
        `The stored position ${stored} lies within a line of ${this.#file ?? ''}: reading goes on from the start of ` +
          `that line at ${start}. Apache's worker counts characters instead of bytes, so lines may come again`,
      );
    }
    return start;
  }

  async #waitForFile(path: string): Promise<void> {
    const now = this.#monotonic();
    if (now - this.#lastWarning >= MISSING_FILE_WARNING_MS) {
      this.#lastWarning = now;
      this.context.logger.warn(`There is no file ${path} yet: waiting for it`);
    }
    // A file that was there and is gone was read to its end.
    if (this.#beginsAnew) this.context.endOfInput();
    else this.context.endOfInput(new UnavailableError(`There is no file ${path}`));
    await this.#wait(IDLE_MS, this.context.stopSignal);
  }

  async #fillFromFile(records: SourceRecord[]): Promise<void> {
    const input = this.#input;
    if (input === undefined) return;
    this.#cut(records);
    while (records.length < this.#batchSize) {
      const size = await input.read(this.#buffer);
      if (size === 0) break;
      this.#isReplaced = false;
      this.#cutter.add(this.#buffer.subarray(0, size));
      this.#cut(records);
    }
    if (records.length === 0) await this.#atEndOfFile(input, records);
  }

  /** A replaced file is left at the second look: whoever writes may still have the old one open for a moment. */
  async #atEndOfFile(input: FileInput, records: SourceRecord[]): Promise<void> {
    const change = await input.change();
    if (change === 'truncated') {
      this.#warnOfChange('truncated', `, and ${this.#cutter.unfinishedBytes} bytes of an unfinished line are gone`);
      this.#begin(0);
    } else if (change === 'replaced' && this.#isReplaced) {
      this.#takeUnfinished(records);
      this.#warnOfChange('replaced', '');
      this.#input = undefined;
      this.#beginsAnew = true;
      await input.close();
    } else if (change === 'replaced') {
      this.#isReplaced = true;
      await this.#wait(IDLE_MS, this.context.stopSignal);
    } else {
      await this.#rest();
    }
  }

  #warnOfChange(what: string, loss: string): void {
    this.context.logger.warn(
      `${this.#file ?? ''} was ${what}${this.#cutter.unfinishedBytes === 0 ? '' : loss}: it is read from its beginning`,
    );
  }

  async #fillFromStream(records: SourceRecord[], stream: StreamInput): Promise<void> {
    this.#cut(records);
    while (records.length < this.#batchSize) {
      const chunk = stream.read();
      if (chunk === null) break;
      this.#cutter.add(chunk);
      this.#cut(records);
    }
    if (records.length > 0) return;
    if (stream.hasEnded) this.#takeUnfinished(records);
    if (records.length > 0) return;
    if (stream.hasEnded) await this.#rest();
    else await stream.waitForData(this.#wait(IDLE_MS, this.context.stopSignal));
  }

  /** Everything that is there has been returned: says so, and lets a little time pass. */
  async #rest(): Promise<void> {
    this.context.endOfInput();
    await this.#wait(IDLE_MS, this.context.stopSignal);
  }

  #cut(records: SourceRecord[]): void {
    const now = Date.now();
    while (records.length < this.#batchSize) {
      const line = this.#cutter.next();
      if (line === undefined) return;
      records.push(this.#recordOf(line, now));
    }
  }

  #takeUnfinished(records: SourceRecord[]): void {
    const line = this.#cutter.takeUnfinished();
    if (line !== undefined) records.push(this.#recordOf(line, Date.now()));
  }

  #recordOf(line: string, timestamp: number): SourceRecord {
    return new SourceRecord({
      topic: this.#topic,
      valueSchema: STRING_SCHEMA,
      value: line,
      timestamp,
      sourcePartition: this.#partition,
      sourceOffset: this.#partition === null ? null : { position: this.#cutter.position },
    });
  }
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
