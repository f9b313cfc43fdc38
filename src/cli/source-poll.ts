/** Owns the first poll of the first task of a source, as a run would make it, after which everything is stopped again. */
import type { TaskConfig } from '../api/connector';
import type { SourceConnector, SourceConnectorContext } from '../api/source-connector';
import type { SourceRecord } from '../api/source-record';
import type { SourceTask } from '../api/source-task';
import { systemClock, type Clock } from '../clock';
import { ConfigTransformer } from '../config/config-transformer';
import type { Secrets } from '../config/secrets';
import { RetriableError } from '../errors';
import type { Logger } from '../logger';
import { ConnectorFactory } from '../runtime/connector-factory';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { OffsetReader } from '../storage/offset-reader';
import { LONGEST_WAIT_MS } from './checked-clients';
import type { CheckedConnector } from './connector-check';
import type { CheckedWorker } from './worker-check';

/** What a source is started with. */
export interface SourcePollOptions {
  readonly connector: CheckedConnector;
  readonly worker: CheckedWorker;
  /** Read, and not written to. */
  readonly offsets: OffsetBackingStore;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly clock?: Clock;
}

const RETRY_MS = 200;
const STOP_MS = 1000;

/** One start of a source and its first task. `first` is called once. */
export class SourcePoll {
  readonly #options: SourcePollOptions;
  readonly #clock: Clock;
  readonly #transformer: ConfigTransformer;
  readonly #stopping = new AbortController();
  /** What the task says of an input that is not there. */
  problem: Error | undefined;
  #hasEnded = false;

  constructor(options: SourcePollOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#transformer = new ConfigTransformer(options.worker.providers, options.secrets);
  }

  /** Undefined: there is none for now. Rejects with what the author's code throws. */
  async first(): Promise<SourceRecord | undefined> {
    const { connector: checked, worker, offsets, log } = this.#options;
    const factory = new ConnectorFactory({
      ...{ plugins: worker.plugins, transformer: this.#transformer, offsets, log },
      createsTopics: worker.config?.['topic.creation.enable'] ?? true,
    });
    const made = await factory.build(checked.raw, checked.folder);
    const connector = made.connector as SourceConnector;
    const context = factory.contextFor(made, { requestTaskReconfiguration: () => undefined }, (error) => {
      this.problem = error;
    });
    // The factory gives a source what a source may ask.
    await connector.initialize(context as SourceConnectorContext);
    await connector.start(made.props);
    try {
      const [config] = await factory.taskConfigs(connector, checked.raw);
      return config === undefined ? undefined : await this.#ofTask(new (connector.taskClass())(), config);
    } finally {
      await connector.stop();
    }
  }

  async #ofTask(task: SourceTask, config: TaskConfig): Promise<SourceRecord | undefined> {
    const { connector, offsets, log } = this.#options;
    const name = connector.file.name ?? '';
    const configs = async () => (await this.#transformer.transform(config)).data;
    const onProblem = (message: string) => (this.problem = new Error(message));
    const offsetStorageReader = new OffsetReader({ store: offsets, connector: name, onProblem });
    await task.initialize({
      ...{ configs, offsetStorageReader, transactionContext: null, stopSignal: this.#stopping.signal },
      logger: log,
      endOfInput: (problem) => {
        this.problem = problem;
        this.#hasEnded = true;
      },
    });
    try {
      await task.start(await configs());
      return await this.#poll(task);
    } finally {
      this.#stopping.abort();
      await task.stop();
      offsetStorageReader.close();
    }
  }

  async #poll(task: SourceTask): Promise<SourceRecord | undefined> {
    const deadline = this.#clock.monotonic() + LONGEST_WAIT_MS;
    const { signal } = this.#stopping;
    const late = this.#clock.sleep(LONGEST_WAIT_MS, signal).then(() => {
      if (signal.aborted) return undefined;
      this.#stopping.abort();
      return this.#clock.sleep(STOP_MS);
    });
    while (!signal.aborted && this.#clock.monotonic() < deadline) {
      const polled = await Promise.race([this.#pollOnce(task), late]);
      const [record] = polled ?? [];
      if (record !== undefined || this.#hasEnded) return record;
    }
    return undefined;
  }

  /** What may be tried again counts as nothing, as in a run. */
  async #pollOnce(task: SourceTask): Promise<readonly SourceRecord[] | null> {
    try {
      return await task.poll();
    } catch (thrown) {
      if (!(thrown instanceof RetriableError)) throw thrown;
      this.problem = thrown;
      await this.#clock.sleep(RETRY_MS, this.#stopping.signal);
      return null;
    }
  }
}
