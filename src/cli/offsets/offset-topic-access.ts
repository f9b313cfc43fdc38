/** Owns access to an offsets topic, which no lock keeps workers from: to look without a trace, and to change after fencing tasks. */
import type { Props } from '../../api/plugin';
import { systemClock, type Clock } from '../../clock';
import {
  asError,
  ConfigError,
  ConnectorStartError,
  IllegalStateError,
  OffsetWriteError,
  UnavailableError,
} from '../../errors';
import type { KafkaClients } from '../../kafka/clients';
import { createLogger } from '../../logger';
import { offsetStoreProperties } from '../../runtime/client-properties';
import {
  isExactlyOnce,
  OFFSET_STORAGE_CONFIG,
  offsetsTopic,
  type OffsetStorageConfig,
} from '../../runtime/offset-storage-config';
import { ZombieFencing } from '../../runtime/zombie-fencing';
import { KafkaOffsetBackingStore } from '../../storage/kafka-offset-backing-store';
import type { OffsetBackingStore, OffsetEntry } from '../../storage/offset-backing-store';
import { withBoundedWait } from './bounded-wait';
import type { ChangedSource, SourceOffsetStore } from './source-offset-store';

/** Whose topic it is. */
export interface OffsetTopicAccessOptions {
  /** The worker's settings, placeholders resolved. */
  readonly workerProps: Props;
  readonly clients: KafkaClients;
  readonly onWarning: (message: string) => void;
  /** For tests. Default: that of the machine. */
  readonly clock?: Clock;
}

/** Somebody looks on: a step that takes longer is given up. */
const LONGEST_STEP_MS = 60_000;

/** Opened when it is first asked. */
export class OffsetTopicAccess implements SourceOffsetStore {
  readonly #options: OffsetTopicAccessOptions;
  readonly #config: OffsetStorageConfig;
  readonly #opened: OffsetBackingStore[] = [];
  #store: OffsetBackingStore | undefined;
  #seen: readonly OffsetEntry[] | undefined;

  /** Throws ConfigError where a setting of the store is wrong. */
  constructor(options: OffsetTopicAccessOptions) {
    this.#options = options;
    this.#config = OFFSET_STORAGE_CONFIG.parse(options.workerProps);
  }

  get where(): string {
    return `in offsets topic ${this.#config['offset.storage.topic'] ?? ''}`;
  }

  /** Rejects with WorkerStartError or UnavailableError. */
  async entries(): Promise<readonly OffsetEntry[]> {
    this.#store ??= await this.#start({ looksOnly: true });
    const store = this.#store;
    return (this.#seen ??= await this.#bounded('Reading offsets', store.entries()));
  }

  /** There is no lock. */
  open(): Promise<void> {
    return Promise.resolve();
  }

  caution(sources: readonly ChangedSource[]): string {
    const names = (list: readonly ChangedSource[]) => list.map(({ name }) => name).join(', ');
    if (!isExactlyOnce(this.#config)) {
      return (
        `A topic has no lock, so whether a worker runs ${names(sources)} is not known here: one that does goes on from where it ` +
        'stands and overwrites the change. Stop the connector, or its worker, first'
      );
    }
    const unknown = sources.filter(({ props }) => props === undefined);
    const rest = unknown.length === 0 ? '' : `. Of ${names(unknown)} only task 0 is fenced: give its file to fence all`;
    return `Before the change the tasks of ${names(sources)} are fenced: those that run somewhere fail${rest}`;
  }

  async lookAgain(): Promise<void> {
    this.#seen = undefined;
    await this.entries();
  }

  /** Rejects with ConnectError where a transactional id cannot be had, and as `entries`. Creates the topic where there is none. */
  async takeOver(sources: readonly ChangedSource[]): Promise<void> {
    if (isExactlyOnce(this.#config)) {
      for (const source of sources) await this.#bounded(`Fencing the tasks of ${source.name}`, this.#fence(source));
    }
    this.#store = await this.#start({ looksOnly: false });
    await this.lookAgain();
  }

  /** One record for each; a failure may leave some written. */
  async set(entries: readonly OffsetEntry[]): Promise<void> {
    if (this.#store === undefined) throw new IllegalStateError('The offsets topic is not taken over');
    try {
      await this.#bounded('Writing offsets', this.#store.set(entries));
    } catch (cause) {
      if (cause instanceof OffsetWriteError) throw cause;
      throw new OffsetWriteError(`Whether the offsets were written is not known: ${asError(cause).message}`, { cause });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((store) => store.stop()));
  }

  async #start({ looksOnly }: { readonly looksOnly: boolean }): Promise<OffsetBackingStore> {
    const { workerProps, clients, onWarning, clock = systemClock } = this.#options;
    const topic = offsetsTopic(this.#config, workerProps, looksOnly ? () => undefined : onWarning);
    if (topic === undefined) throw new ConfigError('offset.storage.topic is missing');
    const properties = offsetStoreProperties(workerProps, this.#config['group.id']);
    const store = new KafkaOffsetBackingStore({
      ...{ topic, looksOnly, clients, clock, onWarning },
      properties: { ...properties, admin: withBoundedWait(properties.admin) },
    });
    this.#opened.push(store);
    await this.#bounded('Reading offsets', store.start());
    return store;
  }

  async #fence({ name, props, unresolved }: ChangedSource): Promise<void> {
    const lost = unresolved.find((key) => key === 'tasks.max' || key.startsWith('producer.override.'));
    if (lost !== undefined) {
      throw new ConnectorStartError(`${lost} of ${name} cannot be looked up, so its tasks cannot be fenced`);
    }
    const { workerProps, clients } = this.#options;
    const log = createLogger({ level: 'silent' });
    const fencing = new ZombieFencing({ clients, groupId: this.#config['group.id'], workerProps, log });
    if (props === undefined) return fencing.fence({ name }, 1);
    try {
      await fencing.beforeChange({ ...props, name });
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause;
      throw new ConnectorStartError(`The tasks of ${name} cannot be fenced: ${cause.message}`, { cause });
    }
  }

  async #bounded<T>(what: string, step: Promise<T>): Promise<T> {
    const timer = new AbortController();
    const { clock = systemClock } = this.#options;
    const late = clock.sleep(LONGEST_STEP_MS, timer.signal).then(() => {
      if (timer.signal.aborted) return undefined as never;
      throw new UnavailableError(`${what} ${this.where} was not done within ${LONGEST_STEP_MS / 1000} seconds`);
    });
    try {
      return await Promise.race([step, late]);
    } finally {
      timer.abort();
    }
  }
}
