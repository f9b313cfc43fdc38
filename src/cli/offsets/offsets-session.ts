/** Owns one call of `offsets`: the connectors that are meant, where their offsets lie, and the way there. */
import type { Props } from '../../api/plugin';
import {
  asError,
  OffsetFileError,
  UnavailableError,
  UsageError,
  WorkerStartError,
  ConnectorStartError,
} from '../../errors';
import type { KafkaAdmin, KafkaClients } from '../../kafka/clients';
import { isUnavailability } from '../../runtime/ending/unavailability';
import { offsetsAdminProperties } from '../../runtime/client-properties';
import { OFFSET_STORAGE_CONFIG, usesOffsetsTopic } from '../../runtime/offset-storage-config';
import { findingLine } from '../findings-text';
import type { Findings } from '../findings';
import type { CheckedPipeline } from '../settings-check';
import { namedTarget, type OffsetsTarget } from './offsets-targets';
import { listSinkOffsets } from './sink-offsets';
import { connectorsWithOffsets, offsetsOfSource } from './source-offsets';
import { withBoundedWait } from './bounded-wait';
import { OffsetFileAccess } from './offset-file-access';
import { OffsetTopicAccess } from './offset-topic-access';
import type { SourceOffsetStore } from './source-offset-store';
import { sortedOffsets, type StoredOffset } from './stored-offset';

/** What kind of connector it is, and so where its offsets lie. */
export type ConnectorType = 'source' | 'sink';

/** A connector of which is known what it is. */
export type KnownTarget = OffsetsTarget & { readonly type: ConnectorType };

/** The offsets of one connector. */
export interface ConnectorOffsetList {
  readonly target: KnownTarget;
  /** In words, such as `in consumer group connect-sink`. */
  readonly where: string;
  readonly offsets: readonly StoredOffset[];
}

/** What a session is made of. */
export interface OffsetsSessionOptions {
  readonly pipeline: CheckedPipeline;
  readonly findings: Findings;
  readonly targets: readonly OffsetsTarget[];
  readonly clients: KafkaClients;
  readonly isChange: boolean;
  readonly onWarning: (message: string) => void;
}

const FILE_KEY = 'offset.storage.file.filename';
const TOPIC_KEY = 'offset.storage.topic';

/** Opens what it needs when it is first needed; `close` gives all of it back. */
export class OffsetsSession {
  readonly #options: OffsetsSessionOptions;
  readonly #admins = new Map<string, KafkaAdmin>();
  #store: SourceOffsetStore | undefined;

  constructor(options: OffsetsSessionOptions) {
    this.#options = options;
  }

  /** The worker's settings, placeholders resolved. */
  get workerProps(): Props {
    return this.#options.pipeline.worker.props;
  }

  get plugins(): CheckedPipeline['worker']['plugins'] {
    return this.#options.pipeline.worker.plugins;
  }

  /** The connectors that the arguments name or describe. */
  get named(): readonly OffsetsTarget[] {
    return this.#options.targets;
  }

  /** The connectors that are meant; where none was named, all that have something in the store. */
  async targets(): Promise<readonly OffsetsTarget[]> {
    if (this.#options.targets.length > 0) return this.#options.targets;
    return connectorsWithOffsets(await this.store().entries()).map((name) => ({
      ...namedTarget(name, this.workerProps),
      type: 'source',
    }));
  }

  /** The store of source offsets. Throws WorkerStartError where its setting is missing or wrong. */
  store(): SourceOffsetStore {
    this.#requireWorker(TOPIC_KEY);
    return (this.#store ??= usesOffsetsTopic(this.workerProps) ? this.#topic() : this.#file());
  }

  #topic(): SourceOffsetStore {
    const { clients, onWarning } = this.#options;
    for (const key of ['bootstrap.servers', ...OFFSET_STORAGE_CONFIG.keys()]) this.#requireWorker(key);
    return new OffsetTopicAccess({ workerProps: this.workerProps, clients, onWarning });
  }

  #file(): SourceOffsetStore {
    const { onWarning, isChange } = this.#options;
    this.#requireWorker(FILE_KEY);
    const path = this.workerProps[FILE_KEY]?.trim() ?? '';
    if (path === '')
      throw new WorkerStartError(
        `Neither ${FILE_KEY} nor ${TOPIC_KEY} is set in ${this.#options.pipeline.workerFindings.file.path}`,
      );
    return new OffsetFileAccess({ path, isChange, onWarning });
  }

  /**
   * Keeps workers on the same file from starting meanwhile. Rejects with OffsetFileLockedError where one runs; a store that cannot be
   * used matters only to those who want its content. A topic has no lock.
   */
  async lockOutWorkers(): Promise<void> {
    if (!this.#hasStore()) return;
    try {
      await this.store().open();
    } catch (error) {
      if (!(error instanceof OffsetFileError || error instanceof WorkerStartError)) throw error;
    }
  }

  /** What a connector is that nobody has described: a source has something in the store, a sink has a group. */
  async know(target: OffsetsTarget): Promise<KnownTarget | undefined> {
    if (target.type !== undefined) return { ...target, type: target.type };
    if (await this.hasStored(target.name)) return { ...target, type: 'source' };
    return (await this.#groupOf(target)).length > 0 ? { ...target, type: 'sink' } : undefined;
  }

  /** As `know`, but throws UsageError where nothing is known. */
  async require(target: OffsetsTarget): Promise<KnownTarget> {
    const known = await this.know(target);
    if (known !== undefined) return known;
    throw new UsageError(
      `Nothing is known of a connector ${target.name}: there is neither a file of it among the arguments, nor an offset ` +
        `${this.#hasStore() ? this.store().where : 'in a file or topic'}, nor a consumer group ${target.group} with offsets`,
    );
  }

  /** Has the store an offset of a connector? False where the worker has none. */
  async hasStored(connector: string): Promise<boolean> {
    return this.#hasStore() && offsetsOfSource(await this.store().entries(), connector).length > 0;
  }

  /** In the same order at each call. */
  async read(target: KnownTarget): Promise<ConnectorOffsetList> {
    if (target.type === 'source') {
      const store = this.store();
      return {
        target,
        where: store.where,
        offsets: sortedOffsets(offsetsOfSource(await store.entries(), target.name)),
      };
    }
    const admin = await this.admin(target);
    const owner = { connector: target.name, group: target.group };
    const offsets = sortedOffsets(await listSinkOffsets(admin, owner));
    return { target, where: `in consumer group ${target.group}`, offsets };
  }

  /** The client that answers for a sink. Rejects with BrokerUnavailableError, or where a setting that matters is wrong. */
  async admin(target: OffsetsTarget): Promise<KafkaAdmin> {
    const known = this.#admins.get(target.name);
    if (known !== undefined) return known;
    this.#requireWorker('bootstrap.servers');
    requireResolved(target);
    const properties = offsetsAdminProperties(this.workerProps, target.props);
    const admin = this.#options.clients.admin({ properties: withBoundedWait(properties) });
    this.#admins.set(target.name, admin);
    await admin.connect();
    return admin;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#admins.values()].map((admin) => admin.close()));
    await this.#store?.close();
  }

  #hasStore(): boolean {
    return [FILE_KEY, TOPIC_KEY].some((key) => (this.workerProps[key] ?? '').trim() !== '');
  }

  async #groupOf(target: OffsetsTarget): Promise<readonly StoredOffset[]> {
    try {
      return (await this.read({ ...target, type: 'sink' })).offsets;
    } catch (cause) {
      if (!isUnavailability(cause)) throw cause;
      throw new UnavailableError(
        `There is nothing of ${target.name}${this.#hasStore() ? ` ${this.store().where}` : ''}, and whether it is a sink cannot be asked: ${asError(cause).message}`,
        { cause },
      );
    }
  }

  #requireWorker(key: string): void {
    const isWanted = (found: string | null) => found === key || (found ?? '').startsWith('config.providers');
    const errors = this.#options.findings.errors().filter((found) => found.part === 'worker' && isWanted(found.key));
    if (errors.length > 0) throw new WorkerStartError(errors.map(findingLine).join('\n'));
  }
}

/** A group or an address that cannot be looked up must not be replaced by another. */
function requireResolved({ name, checked }: OffsetsTarget): void {
  const lost = [...(checked?.failed ?? [])].find((key) => /^(?:consumer|admin)\.override\./.test(key));
  if (lost === undefined) return;
  throw new ConnectorStartError(
    `${checked?.file.path ?? name}: ${lost} cannot be looked up, so its group is not known`,
  );
}

/** Throws OffsetFileError where something stored is no offset: it can be shown, not passed on. */
export function requireReadable({ target, where, offsets }: ConnectorOffsetList): void {
  if (!offsets.some(({ offset }) => offset === undefined)) return;
  throw new OffsetFileError(`An offset of ${target.name} ${where} is no JSON object: set or reset it`);
}
