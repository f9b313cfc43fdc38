/** Owns the offsets of connectors as users see and change them (KIP-875): of sources in the store, of sinks in Kafka. */
import type { Props } from '../api/plugin';
import type { SinkConnector } from '../api/sink-connector';
import type { SourceConnector } from '../api/source-connector';
import type { SourceOffset, SourcePartition } from '../api/source-record';
import { TopicPartitionMap } from '../api/topic-partition';
import { asError, BadRequestError } from '../errors';
import type { KafkaAdmin, KafkaClients } from '../kafka/clients';
import type { Logger } from '../logger';
import type { RawConfig } from '../storage/config-backing-store';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { validateFormat } from '../storage/offset-format';
import { decodeOffsetKey, decodeOffsetValue } from '../storage/offset-key';
import { OffsetWriter, type PartitionOffset } from '../storage/offset-writer';
import { eventsTo } from './client-event-log';
import { offsetsAdminProperties, sinkGroupId } from './client-properties';
import type { ConnectorFactory, MadeConnector } from './connector-factory';
import { changeGroup } from './group-changes';
import type { ConnectorOffset } from './herder';
import { loggerOf } from './logger-names';
import type { ExactlyOnce } from './offset-storage';
import { readSinkOffsets, writeSinkOffset } from './sink-offset-format';

/** What is needed of the worker. */
export interface ConnectorOffsetsOptions {
  readonly connectors: ConnectorFactory;
  readonly offsets: OffsetBackingStore;
  readonly clients: KafkaClients;
  /** The worker's settings, placeholders resolved. */
  readonly workerProps: Props;
  readonly log: Logger;
  /** Where sources write their offsets in transactions. */
  readonly fencing?: ExactlyOnce['fencing'] | undefined;
}

/** A connector whose offsets are asked for. */
export interface OffsetsOwner {
  readonly name: string;
  readonly config: RawConfig;
  readonly folder: string | undefined;
  /** STOPPED, and no task is left. */
  readonly isStopped: boolean;
}

/** Reads and changes offsets. Changes are for stopped connectors only and come one after another for each. */
export class ConnectorOffsets {
  readonly #options: ConnectorOffsetsOptions;

  constructor(options: ConnectorOffsetsOptions) {
    this.#options = options;
  }

  /** The offsets of all partitions that have one. */
  async read(owner: OffsetsOwner): Promise<ConnectorOffset[]> {
    const made = await this.#build(owner);
    if (made.type === 'source') {
      return (await this.#sourceOffsets(owner.name)).map(([partition, offset]) => ({ partition, offset }));
    }
    const group = this.#groupOf(made);
    const offsets = await this.#withAdmin(made, (admin) => admin.listGroupOffsets(group));
    return [...offsets].map(([partition, offset]) => writeSinkOffset(partition, offset));
  }

  /**
   * Changes the offsets of some partitions; a null offset removes it. Resolves with a sentence for the user. Rejects with
   * BadRequestError unless the connector is stopped, and for what is no offset or what the connector refuses.
   */
  async alter(owner: OffsetsOwner, offsets: readonly ConnectorOffset[]): Promise<string> {
    if (offsets.length === 0) {
      throw new BadRequestError('Partitions / offsets need to be provided for an alter offsets request');
    }
    const made = await this.#build(requireStopped(owner));
    if (made.type === 'sink') return describe('altered', await this.#alterSink(made, readSinkOffsets(offsets)));
    const pairs = offsets.map(({ partition, offset }) => sourcePair(partition, offset));
    return describe('altered', await this.#alterSource(made, pairs));
  }

  /** Removes all offsets. Resolves with a sentence for the user. */
  async reset(owner: OffsetsOwner): Promise<string> {
    const made = await this.#build(requireStopped(owner));
    if (made.type === 'source') {
      const known = await this.#sourceOffsets(owner.name);
      return describe(
        'reset',
        await this.#alterSource(
          made,
          known.map(([partition]) => [partition, null]),
        ),
      );
    }
    return describe('reset', await this.#resetSink(made));
  }

  async #sourceOffsets(connector: string): Promise<PartitionOffset[]> {
    const entries = await this.#options.offsets.entries();
    return entries.flatMap(([key, value]) => {
      const decoded = decodeOffsetKey(key);
      if (decoded?.connector !== connector) return [];
      const offset = decodeOffsetValue(value);
      return offset === null ? [] : [[decoded.partition, offset] as const];
    });
  }

  async #alterSource(made: MadeConnector, offsets: readonly PartitionOffset[]): Promise<boolean> {
    const connector = made.connector as SourceConnector;
    const isChecked = await asRequested(async () => connector.alterOffsets(made.props, offsets));
    // A worker that was only held up must not overwrite them when it goes on.
    await this.#options.fencing?.beforeChange({ ...made.props, name: made.name });
    if (offsets.length > 0) await new OffsetWriter(this.#options.offsets, made.name).write(offsets);
    return isChecked;
  }

  async #alterSink(made: MadeConnector, offsets: TopicPartitionMap<number | null>): Promise<boolean> {
    const connector = made.connector as SinkConnector;
    const isChecked = await asRequested(async () => connector.alterOffsets(made.props, offsets));
    const group = this.#groupOf(made);
    const kept = new TopicPartitionMap<number>();
    for (const [partition, offset] of offsets) if (offset !== null) kept.set(partition, offset);
    const removed = offsets.keys().filter((partition) => !kept.has(partition));
    await this.#withAdmin(made, async (admin) => {
      await changeGroup(made.name, () => admin.alterGroupOffsets(group, kept));
      await changeGroup(made.name, () => admin.deleteGroupOffsets(group, removed));
    });
    return isChecked;
  }

  async #resetSink(made: MadeConnector): Promise<boolean> {
    const connector = made.connector as SinkConnector;
    const group = this.#groupOf(made);
    return this.#withAdmin(made, async (admin) => {
      const known = await admin.listGroupOffsets(group);
      const nothing = new TopicPartitionMap<number | null>(known.keys().map((partition) => [partition, null]));
      const isChecked = await asRequested(async () => connector.alterOffsets(made.props, nothing));
      await changeGroup(made.name, () => admin.deleteGroup(group));
      return isChecked;
    });
  }

  #groupOf({ name, props }: MadeConnector): string {
    return sinkGroupId(this.#options.workerProps, { ...props, name });
  }

  async #build({ name, config, folder }: OffsetsOwner): Promise<MadeConnector> {
    return { ...(await this.#options.connectors.build(config, folder)), name };
  }

  async #withAdmin<T>({ name, props }: MadeConnector, use: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    const { clients, workerProps } = this.#options;
    const log = loggerOf(this.#options.log, 'Worker', { connector: name, scope: 'worker' });
    const properties = offsetsAdminProperties(workerProps, { ...props, name });
    const admin = clients.admin({ properties, onEvent: eventsTo(log, 'KafkaAdminClient') });
    try {
      await admin.connect();
      return await use(admin);
    } finally {
      await admin.close();
    }
  }
}

function requireStopped(owner: OffsetsOwner): OffsetsOwner {
  if (owner.isStopped) return owner;
  throw new BadRequestError(
    'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified ' +
      `connector by issuing a 'PUT' request to the '/connectors/${owner.name}/stop' endpoint`,
  );
}

function sourcePair(partition: unknown, offset: unknown): PartitionOffset {
  try {
    validateFormat(partition);
    validateFormat(offset);
  } catch (cause) {
    throw new BadRequestError(asError(cause).message, { cause });
  }
  return [partition as SourcePartition | null, offset as SourceOffset | null];
}

/** What the author refuses is the request's fault. */
async function asRequested<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (cause) {
    throw new BadRequestError(asError(cause).message, { cause });
  }
}

function describe(what: 'altered' | 'reset', isChecked: boolean): string {
  if (isChecked) return `The offsets for this connector have been ${what} successfully`;
  return (
    `The Connect framework-managed offsets for this connector have been ${what} successfully. However, if this connector ` +
    'manages offsets externally, they will need to be manually ' +
    `${what} in the system that the connector uses.`
  );
}
