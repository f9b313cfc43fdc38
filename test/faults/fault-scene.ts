/** Owns the scene of one round: files and names of its own, a worker with a source and a sink, the evidence at the end. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { groupOffset } from '../support/groups';
import { kcatEnd, kcatValues } from '../support/kcat';
import { storedPosition } from '../support/offset-files';
import { linesOf, startOurWorker, waitFor, type OurWorker } from '../support/our-worker';
import { createTopic } from '../support/topics';
import { accountFor, type Account, type Evidence, type Struck } from './account';
import type { Random } from './random';

/** How long a worker has for what remains when nothing stands in its way any more. */
const SETTLE_MS = 120_000;
const COORDINATOR_MS = 60_000;
const LAG_CHECK_MS = 700;
const DRIP_MS = 15;

/** A record that is to get lost, to prove that the suite finds it. */
export type Plant = 'none' | 'source' | 'sink';

/** What a scene is made with. */
export interface SceneOptions {
  readonly bootstrap: string;
  readonly folder: string;
  readonly name: string;
  readonly random: Random;
  readonly plant: Plant;
}

/** Settings of one life of the worker, over those that every life has. */
export interface Life {
  readonly worker?: Readonly<Record<string, string>>;
  readonly source?: Readonly<Record<string, string>>;
  readonly sink?: Readonly<Record<string, string>>;
  readonly hasSource?: boolean;
  readonly hasSink?: boolean;
  readonly through?: readonly string[];
}

/** One round's scene. */
export class FaultScene {
  readonly options: SceneOptions;
  readonly topic: string;
  readonly input: string;
  readonly output: string;
  readonly source: string;
  readonly sink: string;
  readonly struck: Struck[] = [];
  readonly refused: [number, number][] = [];
  /** What is in the folder of the offset file is all that is in it. */
  offsetFolder: string;
  /** The file of the source of the suite, and its converter. */
  readonly sourcePlugins = path.join(__dirname, 'fault-source.ts');
  readonly #sinkPlugins = path.join(__dirname, 'fault-sink.ts');
  readonly marksFile: string;
  readonly #planted: number;
  #count = 0;
  #drip: NodeJS.Timeout | undefined;
  readonly #workers: OurWorker[] = [];

  private constructor(options: SceneOptions) {
    const { folder, name, random } = options;
    this.options = options;
    this.topic = name;
    this.source = `source-${name}`;
    this.sink = `sink-${name}`;
    this.input = path.join(folder, 'in');
    this.output = path.join(folder, 'out');
    this.marksFile = path.join(folder, 'marks');
    this.offsetFolder = path.join(folder, 'offsets');
    this.#planted = random.integer(0, 99);
    mkdirSync(this.offsetFolder);
    appendFileSync(this.input, '');
  }

  /** Creates the topic as well. */
  static async create(options: SceneOptions): Promise<FaultScene> {
    const scene = new FaultScene(options);
    await createTopic(options.bootstrap, scene.topic);
    return scene;
  }

  get random(): Random {
    return this.options.random;
  }

  get bootstrap(): string {
    return this.options.bootstrap;
  }

  /** How many records have gone in. */
  get count(): number {
    return this.#count;
  }

  get offsetFile(): string {
    return path.join(this.offsetFolder, 'connect.offsets');
  }

  /** Adds lines to the file that the source reads. */
  append(lines: number): void {
    const numbers = Array.from({ length: lines }, (_, index) => this.#count + index);
    appendFileSync(this.input, numbers.map((number) => `${lineOf(number)}\n`).join(''));
    this.#count += lines;
  }

  /** Counts records that were put into the topic by other hands. */
  noteProduced(records: number): void {
    this.#count += records;
  }

  /** Adds a few lines every few milliseconds, until `stopDrip`. */
  startDrip(lines = 10): void {
    this.#drip ??= setInterval(() => this.append(lines), DRIP_MS);
  }

  stopDrip(): void {
    clearInterval(this.#drip);
    this.#drip = undefined;
  }

  /** Ends what a round that was given up has left running, and saves what its workers said. */
  async dispose(): Promise<void> {
    this.stopDrip();
    for (const [index, worker] of this.#workers.entries()) {
      if (worker.isRunning) await worker.end('SIGKILL');
      writeFileSync(path.join(this.options.folder, `worker-${index + 1}.log`), worker.output);
    }
  }

  /** Starts the worker with the plugins of the suite. */
  start(life: Life = {}): OurWorker {
    const { bootstrap, folder, plant } = this.options;
    const marks = { 'fault.marks': this.marksFile };
    const swallow = { 'fault.swallow': this.plantedValue };
    const source = {
      name: this.source,
      'connector.class': `${this.sourcePlugins}#FaultSource`,
      file: this.input,
      topic: this.topic,
      ...marks,
      ...(plant === 'source' ? swallow : {}),
      ...life.source,
    };
    const sink = {
      name: this.sink,
      'connector.class': `${this.#sinkPlugins}#FaultSink`,
      file: this.output,
      topics: this.topic,
      ...marks,
      ...(plant === 'sink' ? swallow : {}),
      ...life.sink,
    };
    const worker = startOurWorker({
      bootstrap,
      folder,
      worker: { 'offset.storage.file.filename': this.offsetFile, 'offset.flush.interval.ms': '60', ...life.worker },
      connectors: [...(life.hasSource === false ? [] : [source]), ...(life.hasSink === false ? [] : [sink])],
      ...(life.through === undefined ? {} : { through: life.through }),
    });
    this.#workers.push(worker);
    return worker;
  }

  /** The value that gets lost where one is to. Rounds whose records are no lines say how theirs looks. */
  get plantedValue(): string {
    return lineOf(this.#planted);
  }

  get plantedRecord(): number {
    return this.#planted;
  }

  marks(): string[] {
    return linesOf(this.marksFile);
  }

  /** Waits for the mark of the planted fault, and returns it. */
  async mark(worker: OurWorker, count = 1): Promise<string> {
    const isThere = () => this.marks().length >= count;
    await waitFor('the fault strikes', isThere, { worker, timeoutMs: 90_000 });
    return this.marks()[count - 1] ?? '';
  }

  async written(worker: OurWorker, atLeast: number): Promise<void> {
    const isThere = () => linesOf(this.output).length >= atLeast;
    await waitFor(`the sink has written ${atLeast} records`, isThere, { worker, timeoutMs: 90_000 });
  }

  /** Notes what is committed at this moment, while nobody commits or before the fault. */
  async noteStruck(): Promise<Struck> {
    const struck = {
      sourceLine: this.#lineAt(storedPosition(this.offsetFile, this.source)),
      groupOffset: await this.#committedOffset(),
      written: linesOf(this.output).length,
    };
    this.struck.push(struck);
    return struck;
  }

  /** Waits until everything has arrived, or nothing more can: all is committed, and still something is missing. */
  async settle(worker: OurWorker, hasArrived = () => this.#hasArrived()): Promise<void> {
    const deadline = Date.now() + SETTLE_MS;
    let nextCheck = Date.now() + LAG_CHECK_MS;
    while (!hasArrived() && worker.isRunning && Date.now() < deadline) {
      await delay(25);
      if (Date.now() < nextCheck) continue;
      if (await this.#isAtRest()) return;
      nextCheck = Date.now() + LAG_CHECK_MS;
    }
  }

  /** Ends the worker by a signal and returns what was wrong with that, empty when nothing. */
  async end(worker: OurWorker): Promise<string> {
    const { code, signal } = await worker.end();
    return code === 0 ? '' : `the last worker ended with ${code ?? signal ?? '?'}`;
  }

  /** What has been left behind. */
  async evidence(): Promise<Evidence> {
    const values = await kcatValues({ bootstrap: this.bootstrap, topic: this.topic }, { timeoutMs: 60_000 });
    return {
      count: this.#count,
      topic: values.map((value) => numberOf(value ?? '')),
      output: linesOf(this.output).map(numberOf),
      dead: [],
      struck: this.struck,
      refused: this.refused,
    };
  }

  async account(): Promise<Account> {
    return accountFor(await this.evidence());
  }

  #hasArrived(): boolean {
    return new Set(linesOf(this.output)).size >= this.#count;
  }

  async #isAtRest(): Promise<boolean> {
    const isRead = storedPosition(this.offsetFile, this.source) === statSync(this.input).size;
    return isRead && (await this.hasNoLag());
  }

  /** True when the sink has committed everything that is in the topic. */
  async hasNoLag(): Promise<boolean> {
    const end = await kcatEnd({ bootstrap: this.bootstrap, topic: this.topic });
    return end > 0 && (await this.#committedOffset()) === end;
  }

  /** A coordinator that has just been started says for a while that it is not ready. */
  async #committedOffset(): Promise<number> {
    const deadline = Date.now() + COORDINATOR_MS;
    for (;;) {
      try {
        return await groupOffset(this.bootstrap, `connect-${this.sink}`, this.topic);
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await delay(100);
      }
    }
  }

  #lineAt(position: number): number {
    if (!existsSync(this.input)) return 0;
    return readFileSync(this.input).subarray(0, position).toString('latin1').split('\n').length - 1;
  }
}

/** Lines are of many lengths, and a line that is cut is seen to be. */
export function lineOf(number: number): string {
  return `line ${number} ${'x'.repeat(fillerOf(number))}`;
}

/** The number of a line; a line that nobody wrote has none that can be right. */
export function numberOf(line: string): number {
  const [, digits, filler] = /line (\d+) (x+)$/.exec(line) ?? [];
  const number = Number(digits ?? Number.MAX_SAFE_INTEGER);
  return filler?.length === fillerOf(number) ? number : Number.MAX_SAFE_INTEGER;
}

function fillerOf(number: number): number {
  return 20 + ((number * 7) % 83);
}
