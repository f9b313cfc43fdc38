/** Owns what is told of a run: the view while it goes on, then a summary, a report and a textfile. */
import { topicPartitionKey } from '../api/topic-partition';
import { systemClock } from '../clock';
import type { Secrets } from '../config/secrets';
import { asError } from '../errors';
import type { LogFormat, Logger, LoggerOptions } from '../logger';
import type { RunPolicy } from '../runtime/ending/run-policy';
import type { RunEnded } from '../runtime/ending/run-progress';
import type { ConnectorOffset, Herder } from '../runtime/herder';
import { readSinkOffsets } from '../runtime/sink-offset-format';
import type { WorkerSnapshot } from '../runtime/worker-view';
import { EXIT_CODES, exitCodeOf } from './exit-code';
import { bytesText, countText } from './figures';
import { liveLines } from './live-view';
import { failureLine, terminalLook, type TerminalLook } from './log-output';
import { OutputFile } from './output-file';
import { runReport, type ReportedSourceOffset, type RunReport } from './run-report';
import { summaryLine, summaryTable } from './run-summary';
import { RunTally, type ConnectorTally } from './run-tally';
import { runTextfile } from './run-textfile';
import { TerminalScreen } from './terminal-screen';

/** What the command line asks for. */
export interface RunAccountOptions {
  readonly once?: boolean;
  /** Files to write at the end. */
  readonly report?: string;
  readonly textfile?: string;
  /** False for `--no-progress`. */
  readonly progress?: boolean;
  /** Neither view nor summary. */
  readonly quiet?: boolean;
  readonly logFormat?: LogFormat;
  readonly secrets: Secrets;
}

/** What is watched. */
interface Watched {
  readonly worker: { snapshot(): WorkerSnapshot; readonly herder: Pick<Herder, 'connectorOffsets'> };
  readonly policy: Pick<RunPolicy, 'progress' | 'failure' | 'failureOf'>;
  readonly log: Logger;
}

type Files = Readonly<Record<'report' | 'textfile', OutputFile | undefined>>;

/** How often is looked: for the eye, and to miss nothing of tasks that are restarted. */
const VIEW_MS = 300;
const FOLLOW_MS = 500;
/** How long is waited for offsets when everything has stopped. */
const OFFSETS_MS = 5000;

/** The account of one run: `begin`, `begun`, `ended` and `stopped` in this order, then `finish`; or `fail` at any time. */
export class RunAccount {
  readonly #workerFile: string;
  readonly #options: RunAccountOptions;
  readonly #files: Files;
  readonly #look: TerminalLook;
  readonly #screen: TerminalScreen | undefined;
  readonly #startedAt = systemClock.now();
  readonly #start = systemClock.monotonic();
  readonly #over = new AbortController();
  readonly #firstOffsets = new Map<string, readonly ConnectorOffset[]>();
  readonly #sourceOffsets = new Map<string, readonly ReportedSourceOffset[]>();
  #watched: Watched | undefined;
  #tally: RunTally | undefined;
  #ended: RunEnded | undefined;

  private constructor(workerFile: string, options: RunAccountOptions, files: Files) {
    this.#workerFile = workerFile;
    this.#options = options;
    this.#files = files;
    this.#look = terminalLook(options.logFormat);
    const isShown = this.#look.canRedraw && options.progress !== false && options.quiet !== true;
    if (isShown) this.#screen = new TerminalScreen(process.stderr, [process.stdout]);
  }

  /** Rejects with ReportWriteError when a file cannot be written: before anything is moved. */
  static async open(workerFile: string, options: RunAccountOptions): Promise<RunAccount> {
    const { report, textfile } = options;
    const files = {
      report: report === undefined ? undefined : await OutputFile.open(report),
      textfile: textfile === undefined ? undefined : await OutputFile.open(textfile),
    };
    return new RunAccount(workerFile, options, files);
  }

  /** Where log lines go, so that they do not damage the view. */
  get destination(): Pick<LoggerOptions, 'destination'> {
    return this.#screen === undefined ? {} : { destination: this.#screen };
  }

  /** The worker is made: what it does is followed from now on. */
  begin(watched: Watched): void {
    const { worker, policy } = (this.#watched = watched);
    this.#tally = new RunTally({
      snapshot: () => worker.snapshot(),
      progress: () => policy.progress(),
      monotonic: () => systemClock.monotonic(),
    });
    if (this.#screen !== undefined || this.#options.once === true || this.#writesFiles) void this.#follow(watched.log);
  }

  /** These connectors are created. Call it before they move anything, where that can be. */
  async begun(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#typeOf(name) === 'source') this.#firstOffsets.set(name, (await this.#offsetsOf(name)) ?? []);
    }
  }

  /** The run is to end; its tasks are still there. */
  ended(ended: RunEnded): void {
    this.#ended = ended;
    this.#over.abort();
    if (this.#watched !== undefined) this.#lookOnce(this.#watched.log);
    this.#screen?.close();
  }

  /** Everything has stopped: what was committed at last can be asked for. */
  async stopped(): Promise<void> {
    const timer = new AbortController();
    await Promise.race([this.#takeOffsets(), systemClock.sleep(OFFSETS_MS, timer.signal)]);
    timer.abort();
  }

  /** Tells how the run has ended. Returns its code, or that of a file that could not be written. Never rejects. */
  async finish(code: number): Promise<number> {
    this.#screen?.close();
    const report = this.#report(code, this.#watched?.policy.failure);
    if (this.#options.quiet !== true) await this.#summarize(report);
    const problem = await this.#write(report);
    if (problem === undefined) return code;
    this.#watched?.log.error(problem.message);
    return code === EXIT_CODES.DONE ? EXIT_CODES.OFFSETS_NOT_WRITTEN : code;
  }

  /** Tells of what kept the run from beginning, or broke it off. Never rejects. */
  async fail(error: Error): Promise<void> {
    this.#over.abort();
    this.#screen?.close();
    const problem = await this.#write(this.#report(exitCodeOf(error), error));
    if (problem !== undefined) process.stderr.write(failureLine(problem.message, this.#options.logFormat));
  }

  get #writesFiles(): boolean {
    return this.#files.report !== undefined || this.#files.textfile !== undefined;
  }

  async #follow(log: Logger): Promise<void> {
    while (!this.#over.signal.aborted) {
      if (!this.#lookOnce(log)) return;
      this.#draw();
      await systemClock.sleep(this.#screen === undefined ? FOLLOW_MS : VIEW_MS, this.#over.signal);
    }
  }

  /** Nothing that goes wrong with looking may end a run. */
  #lookOnce(log: Logger): boolean {
    try {
      for (const name of this.#tally?.look() ?? []) this.#tellDone(name, log);
      return true;
    } catch (thrown) {
      log.warn({ err: asError(thrown) }, 'The progress of the run cannot be followed');
      return false;
    }
  }

  #tellDone(name: string, log: Logger): void {
    const tally = this.#tallies().find((each) => each.name === name);
    if (tally === undefined || this.#options.once !== true) return;
    const { recordsOut, bytes, seconds } = tally;
    const figures = `${countText(recordsOut)} records (${bytesText(bytes)}) in ${seconds.toFixed(1)} s`;
    log.info({ connector: name }, `Done: ${figures}`);
  }

  #draw(): void {
    const screen = this.#screen;
    screen?.draw(liveLines(this.#tallies(), { ...this.#look, columns: screen.columns, rows: screen.rows }));
  }

  #tallies(): ConnectorTally[] {
    return this.#tally?.connectors() ?? [];
  }

  #typeOf(name: string): string | undefined {
    return this.#watched?.worker.snapshot().connectors.find((each) => each.name === name)?.type;
  }

  async #takeOffsets(): Promise<void> {
    for (const { name, type, partitions } of this.#tallies()) {
      if (type === 'source') await this.#takeSourceOffsets(name);
      const isOpen = partitions.some(({ committed, to, delivered }) => committed < (to ?? delivered));
      if (type !== 'sink' || !isOpen) continue;
      const offsets = readSinkOffsets((await this.#offsetsOf(name)) ?? []);
      const committed = [...offsets].flatMap(([partition, offset]): [string, number][] =>
        offset === null ? [] : [[topicPartitionKey(partition), offset]],
      );
      this.#tally?.takeCommitted(name, new Map(committed));
    }
  }

  async #takeSourceOffsets(name: string): Promise<void> {
    const keyOf = ({ partition }: ConnectorOffset) => JSON.stringify(partition, withoutBigInts);
    const first = new Map((this.#firstOffsets.get(name) ?? []).map((each) => [keyOf(each), each.offset]));
    const last = (await this.#offsetsOf(name)) ?? [];
    const all = last.map((each) => ({
      ...{ partition: each.partition, first: first.get(keyOf(each)) ?? null, last: each.offset },
    }));
    this.#sourceOffsets.set(name, all);
  }

  /** Undefined when they cannot be told: then the account goes without. */
  async #offsetsOf(name: string): Promise<readonly ConnectorOffset[] | undefined> {
    try {
      return await this.#watched?.worker.herder.connectorOffsets(name);
    } catch (thrown) {
      this.#watched?.log.debug({ err: asError(thrown), connector: name }, 'Its offsets cannot be told');
      return undefined;
    }
  }

  #report(code: number, error: Error | undefined): RunReport {
    return runReport({
      ...{ worker: this.#workerFile, isOnce: this.#options.once === true, startedAt: this.#startedAt, code, error },
      seconds: (systemClock.monotonic() - this.#start) / 1000,
      ended: this.#ended,
      connectors: this.#tallies(),
      failureOf: (name) => this.#watched?.policy.failureOf(name),
      offsets: this.#sourceOffsets,
      redact: (text) => this.#options.secrets.redact(text),
    });
  }

  /** A table for people; where lines are for machines, or laid out as Apache's, a line for each connector. */
  async #summarize(report: RunReport): Promise<void> {
    const { log } = this.#watched ?? {};
    if (this.#look.format !== 'pretty') {
      for (const each of report.connectors) log?.info({ connector: each.name }, summaryLine(each));
    } else if (report.connectors.length > 0 && (this.#look.isTerminal || log?.isLevelEnabled('info') === true)) {
      const columns = this.#look.isTerminal ? process.stderr.columns : Infinity;
      process.stderr.write(await summaryTable(report, { ...this.#look, columns }));
    }
  }

  async #write(report: RunReport): Promise<Error | undefined> {
    const { report: json, textfile } = this.#files;
    const results = await Promise.allSettled([
      json?.write(`${JSON.stringify(report, withoutBigInts, 2)}\n`),
      textfile?.read().then((before) => textfile.write(runTextfile(report, textfile.path, before))),
    ]);
    const failed = results.find((result) => result.status === 'rejected');
    return failed === undefined ? undefined : asError(failed.reason);
  }
}

/** Offsets of sources may be beyond what JSON's readers can tell exactly: those become text. */
function withoutBigInts(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}
