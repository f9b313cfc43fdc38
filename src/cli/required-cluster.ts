/** Owns the first question to Kafka: a worker never starts without a cluster that answers, as Apache's. */
import type { Props } from '../api/plugin';
import { asError, WorkerStartError } from '../errors';
import type { KafkaClients } from '../kafka/clients';
import type { Logger } from '../logger';
import { eventsTo } from '../runtime/client-event-log';
import { clusterAdminProperties } from '../runtime/client-properties';
import { loggerOf } from '../runtime/logger-names';

/** Whom to ask. */
export interface RequiredClusterOptions {
  readonly clients: KafkaClients;
  /** The worker's settings, placeholders resolved. */
  readonly props: Props;
  readonly log: Logger;
}

/** The id of the cluster, null where it has none. Rejects with WorkerStartError. */
export async function requireCluster({ clients, props, log }: RequiredClusterOptions): Promise<string | null> {
  const admin = clients.admin({
    properties: clusterAdminProperties(props),
    onEvent: eventsTo(log, 'KafkaAdminClient'),
  });
  try {
    await admin.connect();
    const clusterId = await admin.clusterId();
    loggerOf(log, 'WorkerConfig').info(`Kafka cluster ID: ${clusterId ?? 'unknown'}`);
    return clusterId;
  } catch (thrown) {
    const error = asError(thrown);
    throw new WorkerStartError(`The worker could not reach Kafka: ${error.message}`, { cause: error });
  } finally {
    await admin.close();
  }
}
