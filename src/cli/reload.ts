/** Owns reading the files of a run again: everything is checked first, then the difference is applied, or nothing is. */
import { isDeepStrictEqual } from 'node:util';
import { dirname, resolve } from 'node:path';
import type { Secrets } from '../config/secrets';
import { asError, ConnectorStartError, NotFoundError, UsageError } from '../errors';
import type { Logger } from '../logger';
import type { Herder } from '../runtime/herder';
import { requireName, type ConnectorFile } from './connector-file';
import { readPipeline, type PipelineRequest } from './pipeline-input';
import { preflight } from './preflight';
import { STANDARD_INPUT, type SettingsFile } from './properties-file';

/** A worker and its connectors as they were started. */
export interface AppliedPipeline {
  readonly worker: SettingsFile;
  readonly connectors: readonly ConnectorFile[];
}

/** What a reload works with. */
export interface ReloadOptions {
  /** As it was read at the start. */
  readonly request: PipelineRequest;
  readonly herder: Pick<Herder, 'connectors' | 'createConnector' | 'putConnectorConfig' | 'deleteConnector'>;
  readonly secrets: Secrets;
  readonly servesRest: boolean;
  /** What becomes of the worker's file before it is used. */
  readonly adapt: (worker: SettingsFile) => SettingsFile;
  readonly log: Logger;
}

/** What is to be done; each connector by what its file says now, or said before. */
interface Difference {
  readonly gone: readonly ConnectorFile[];
  readonly changed: readonly ConnectorFile[];
  readonly added: readonly ConnectorFile[];
}

/** The files of one run, read again as often as asked. Connectors that were made over REST are not touched. */
export class Reload {
  readonly #options: ReloadOptions;
  #applied: AppliedPipeline;

  constructor(applied: AppliedPipeline, options: ReloadOptions) {
    this.#applied = applied;
    this.#options = options;
  }

  /** Reads, checks and applies. Resolves with a sentence on what came of it, which is logged too; never rejects. */
  async reload(): Promise<string> {
    const { log } = this.#options;
    log.info('SIGHUP: reading the files of worker and connectors again');
    let next: AppliedPipeline;
    try {
      next = await this.#read();
    } catch (thrown) {
      const error = asError(thrown);
      log.error(`Nothing is changed, everything goes on as before: ${error.message}`);
      return `Reload refused: ${error.message}`;
    }
    const needsRestart = this.#settingsThatWait(next.worker);
    const outcome = await this.#apply(differenceOf(this.#applied.connectors, next.connectors));
    this.#applied = { worker: this.#applied.worker, connectors: next.connectors };
    const rest =
      needsRestart.length === 0 ? '' : `; these settings of the worker need a restart: ${needsRestart.join(', ')}`;
    const sentence = `Reloaded: ${outcome}${rest}`;
    if (needsRestart.length > 0) log.warn(sentence);
    else log.info(sentence);
    return sentence;
  }

  async #read(): Promise<AppliedPipeline> {
    const { request, secrets, servesRest, adapt, log } = this.#options;
    if (request.worker === STANDARD_INPUT) {
      throw new UsageError("the worker's settings came from standard input, which can be read only once");
    }
    const kept = this.#applied.connectors.filter(({ path }) => path === STANDARD_INPUT);
    const connectorFiles = request.connectors.filter((path) => path !== STANDARD_INPUT);
    const set = request.set?.filter((setting) => !kept.some(({ name }) => setting.startsWith(`${name}.`)));
    const read = await readPipeline({ worker: request.worker, connectors: connectorFiles, set });
    const connectors = [...read.connectors.map(requireName), ...kept];
    const next = { worker: adapt(read.worker), connectors };
    await preflight(next, { secrets, servesRest, log });
    // Until its restart the worker has the settings with which it was started: with these the connectors are to run.
    if (!isDeepStrictEqual(next.worker.props, this.#applied.worker.props)) {
      await preflight({ worker: this.#applied.worker, connectors }, { secrets, servesRest, log });
    }
    await this.#requireFreeNames(connectors);
    return next;
  }

  async #requireFreeNames(connectors: readonly ConnectorFile[]): Promise<void> {
    const taken = new Set(await this.#options.herder.connectors());
    const own = new Set(this.#applied.connectors.map(({ name }) => name));
    const clash = connectors.find(({ name }) => taken.has(name) && !own.has(name));
    if (clash === undefined) return;
    throw new ConnectorStartError(
      `${clash.path}: Connector ${clash.name} already exists: it was made over REST. Delete it there, or take another name`,
    );
  }

  #settingsThatWait(worker: SettingsFile): string[] {
    const [before, after] = [this.#applied.worker.props, worker.props];
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].filter((key) => before[key] !== after[key]).sort();
  }

  async #apply({ gone, changed, added }: Difference): Promise<string> {
    const { herder } = this.#options;
    const existing = new Set(await herder.connectors());
    const failed: string[] = [];
    const carryOut = async (files: readonly ConnectorFile[], act: (file: ConnectorFile) => Promise<unknown>) => {
      for (const file of files) if (!(await this.#try(file, act))) failed.push(file.name);
    };
    await carryOut(gone, ({ name }) => this.#remove(name));
    await carryOut(changed, (file) =>
      existing.has(file.name) ? herder.putConnectorConfig(file.name, file.props, true) : this.#create(file),
    );
    await carryOut(added, (file) => this.#create(file));
    const all: [string, readonly ConnectorFile[]][] = [
      ['created', added],
      ['changed', changed],
      ['deleted', gone],
    ];
    const parts = all.flatMap(([what, files]) => {
      const names = files.map(({ name }) => name).filter((name) => !failed.includes(name));
      return names.length === 0 ? [] : [`${what} ${names.join(', ')}`];
    });
    if (failed.length > 0) parts.push(`failed ${failed.join(', ')}`);
    return parts.length === 0 ? 'no connector has changed' : parts.join('; ');
  }

  /** What one connector fails with keeps no other from being changed. */
  async #try(file: ConnectorFile, act: (file: ConnectorFile) => Promise<unknown>): Promise<boolean> {
    try {
      await act(file);
      return true;
    } catch (thrown) {
      this.#options.log.error({ err: asError(thrown) }, `${file.path}: connector ${file.name} could not be changed`);
      return false;
    }
  }

  #create({ name, props, initialState, path }: ConnectorFile): Promise<unknown> {
    const folder = dirname(resolve(path));
    return this.#options.herder.createConnector({ name, config: props, initialState, folder });
  }

  /** One that was deleted over REST meanwhile is gone all the same. */
  async #remove(name: string): Promise<void> {
    try {
      await this.#options.herder.deleteConnector(name);
    } catch (thrown) {
      if (!(thrown instanceof NotFoundError)) throw thrown;
    }
  }
}

/** A connector whose file moved to another folder is made anew: its plugin files are looked for there. */
function differenceOf(before: readonly ConnectorFile[], after: readonly ConnectorFile[]): Difference {
  const old = new Map(before.map((file) => [file.name, file]));
  const isKept = (file: ConnectorFile) => {
    const known = old.get(file.name);
    return known !== undefined && dirname(resolve(known.path)) === dirname(resolve(file.path));
  };
  const kept = after.filter(isKept);
  const names = new Set(kept.map(({ name }) => name));
  return {
    gone: before.filter(({ name }) => !names.has(name)),
    changed: kept.filter(({ name, props }) => !isDeepStrictEqual(props, old.get(name)?.props)),
    added: after.filter((file) => !isKept(file)),
  };
}
