/** Owns where the source offsets of a worker rest: in a file, or in a topic of Kafka. */
import type { Props } from '../api/plugin';
import type { Clock } from '../clock';
import type { KafkaClients } from '../kafka/clients';
import type { Logger } from '../logger';
import { FileOffsetBackingStore, type OnCorrupt } from '../storage/file-offset-backing-store';
import { KafkaOffsetBackingStore } from '../storage/kafka-offset-backing-store';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { offsetStoreProperties } from './client-properties';
import { loggerOf } from './logger-names';
import { isExactlyOnce, offsetsTopic } from './offset-storage-config';
import type { StandaloneConfig } from './standalone-config';
import { ZombieFencing } from './zombie-fencing';

/** What the store is made with. */
export interface OffsetStorageOptions {
  readonly config: StandaloneConfig;
  /** The worker's settings, placeholders resolved. */
  readonly props: Props;
  readonly clients: KafkaClients;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCorruptOffsets: OnCorrupt;
}

/** What source tasks need in order to write their offsets in transactions. */
export interface ExactlyOnce {
  /** First part of the transactional ids. */
  readonly groupId: string;
  readonly store: Pick<KafkaOffsetBackingStore, 'recordsOf'>;
  readonly fencing: Pick<ZombieFencing, 'beforeTasks' | 'beforeChange'>;
}

/** The store, and `exactlyOnce` where transactions are enabled. */
export interface OffsetStorage {
  readonly store: OffsetBackingStore;
  readonly exactlyOnce: ExactlyOnce | undefined;
}

/** Makes the store; it is not started. Throws ConfigError where its clients cannot be configured. */
export function createOffsetStorage(options: OffsetStorageOptions): OffsetStorage {
  const { config, props, clients, clock, log } = options;
  const storeLog = loggerOf(log, 'KafkaOffsetBackingStore');
  const topic = offsetsTopic(config, props, (message) => storeLog.warn(message));
  const file = config['offset.storage.file.filename'];
  if (topic === undefined) {
    const onCorrupt = options.onCorruptOffsets;
    const onWarning = (message: string) => loggerOf(log, 'FileOffsetBackingStore').warn(message);
    return { store: new FileOffsetBackingStore({ path: file, onCorrupt, onWarning }), exactlyOnce: undefined };
  }
  if (file !== '') {
    storeLog.warn(
      `Source offsets are kept in the topic ${topic.name}: offset.storage.file.filename=${file} is not read`,
    );
  }
  const groupId = config['group.id'];
  const properties = offsetStoreProperties(props, groupId);
  const store = new KafkaOffsetBackingStore({
    ...{ clients, topic, properties, clock },
    onEvent: ({ level, message }) => storeLog[level](message),
    onWarning: (message) => storeLog.warn(message),
  });
  if (!isExactlyOnce(config)) return { store, exactlyOnce: undefined };
  const fencing = new ZombieFencing({ clients, groupId, workerProps: props, log });
  return { store, exactlyOnce: { groupId, store, fencing } };
}
