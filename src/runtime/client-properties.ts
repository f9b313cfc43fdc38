/** Owns which Java properties each Kafka client of the worker gets: the worker's defaults, its prefixes, the overrides of a connector. */
import type { ConfigProps } from '../config/config-types';
import { isClientProperty } from '../kafka/client-config';

/** Properties of a Kafka client, named as in Java. */
export type ClientProperties = Record<string, string>;

/** A client and the names under which it is set up. */
export type ClientKind = 'producer' | 'consumer' | 'admin';

/** What each kind of client starts from. */
const DEFAULTS: Readonly<Record<ClientKind, Readonly<ClientProperties>>> = {
  producer: {
    'key.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
    'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
    // Idempotent, unlike Apache's worker: librdkafka keeps the order across a restart of the broker only then.
    acks: 'all',
    'max.in.flight.requests.per.connection': '1',
    'max.block.ms': '9223372036854775807',
    'delivery.timeout.ms': '2147483647',
  },
  consumer: {
    'key.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    'enable.auto.commit': 'false',
    'auto.offset.reset': 'earliest',
  },
  admin: {},
};

const RANGE = 'org.apache.kafka.clients.consumer.RangeAssignor';
const CLIENT_PREFIX = /^(?:admin|producer|consumer)\./;

/** Where the properties of a client come from. */
export interface ClientPropertySources {
  /** The worker's settings. */
  readonly worker: ConfigProps;
  /** The connector's settings. */
  readonly connector: ConfigProps;
  /** What the worker sets for this one client; a setting of worker or connector wins. */
  readonly own: Readonly<ClientProperties>;
}

/** Properties of the producer of a source task. */
export function sourceProducerProperties(worker: ConfigProps, connector: ConfigProps, task: number): ClientProperties {
  const own = { 'client.id': `connector-producer-${nameOf(connector)}-${task}` };
  return clientProperties('producer', { worker, connector, own });
}

/**
 * Properties of the producer of a source task that writes in transactions. `ignored` has a sentence for each setting that cannot be
 * honoured then.
 */
export function transactionalProducerProperties(
  worker: ConfigProps,
  connector: ConfigProps,
  { task, transactionalId }: { readonly task: number; readonly transactionalId: string },
): { readonly properties: ClientProperties; readonly ignored: string[] } {
  const properties = sourceProducerProperties(worker, connector, task);
  const needed = { 'enable.idempotence': 'true', 'transactional.id': transactionalId };
  const ignored = Object.entries(needed)
    .filter(([key, value]) => (properties[key] ?? value) !== value)
    .map(([key, value]) => `${key}=${properties[key] ?? ''} is ignored: exactly-once delivery needs ${value}`);
  return { properties: { ...properties, ...needed }, ignored };
}

/** Properties of the clients of the offsets topic: settings of the worker without a prefix, as in distributed mode. */
export function offsetStoreProperties(
  worker: ConfigProps,
  groupId: string,
): Readonly<Record<ClientKind, ClientProperties>> {
  const shared = unprefixed(worker);
  const of = (kind: ClientKind) => {
    const known = Object.entries(shared).filter(([key]) => isClientProperty(kind, key));
    return { ...DEFAULTS[kind], ...Object.fromEntries(known), 'client.id': `${groupId}-offsets` };
  };
  return {
    admin: of('admin'),
    producer: of('producer'),
    consumer: {
      ...of('consumer'),
      // No group is joined; the names of groups and assignors must be there all the same.
      ...{ 'group.id': groupId, 'enable.auto.commit': 'false', 'partition.assignment.strategy': RANGE },
      ...{ 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' },
    },
  };
}

/** Properties of the producer that writes to a sink's dead-letter queue. */
export function dlqProducerProperties(worker: ConfigProps, connector: ConfigProps, task: number): ClientProperties {
  const own = { 'client.id': `connector-dlq-producer-${nameOf(connector)}-${task}` };
  return clientProperties('producer', { worker, connector, own });
}

/** Properties of the consumer of a sink task. */
export function sinkConsumerProperties(worker: ConfigProps, connector: ConfigProps, task: number): ClientProperties {
  const name = nameOf(connector);
  const own = { 'group.id': `connect-${name}`, 'client.id': `connector-consumer-${name}-${task}` };
  return withInstanceOfTask(clientProperties('consumer', { worker, connector, own }), task);
}

/** Two members with one `group.instance.id` would fence each other: the tasks after the first get ids of their own. */
function withInstanceOfTask(properties: ClientProperties, task: number): ClientProperties {
  const instance = properties['group.instance.id']?.trim() ?? '';
  if (task === 0 || instance === '') return properties;
  return { ...properties, 'group.instance.id': `${instance}-${task}` };
}

/** Properties of the client that creates topics for a source task. */
export function topicAdminProperties(worker: ConfigProps, connector: ConfigProps, task: number): ClientProperties {
  const own = { 'client.id': `connector-adminclient-${nameOf(connector)}-${task}` };
  return clientProperties('admin', { worker, connector, own });
}

/** Properties of the client that creates the topic of a dead-letter queue. */
export function dlqAdminProperties(worker: ConfigProps, connector: ConfigProps): ClientProperties {
  return clientProperties('admin', { worker, connector, own: { 'client.id': 'connector-dlq-adminclient-' } });
}

/** Properties of the client that answers for a sink's offsets over REST. */
export function offsetsAdminProperties(worker: ConfigProps, connector: ConfigProps): ClientProperties {
  const own = { 'client.id': `connector-worker-adminclient-${nameOf(connector)}` };
  return clientProperties('admin', { worker, connector, own });
}

/** Properties of the client that asks for the cluster at the start of the worker: every setting of the worker. */
export function clusterAdminProperties(worker: ConfigProps): ClientProperties {
  return withValues(worker);
}

/** The consumer group of a sink: what it overrides, or what the worker sets for all, or its own. */
export function sinkGroupId(worker: ConfigProps, connector: ConfigProps): string {
  return sinkConsumerProperties(worker, connector, 0)['group.id'] ?? `connect-${nameOf(connector)}`;
}

/** The client settings that a connector overrides, without the prefix. */
export function clientOverrides(kind: ClientKind, connector: ConfigProps): ClientProperties {
  return below(connector, `${kind}.override.`);
}

/** The worker's defaults, `bootstrap.servers`, its settings for the kind of client, the overrides of the connector; later ones win. */
export function clientProperties(
  kind: ClientKind,
  { worker, connector, own }: ClientPropertySources,
): ClientProperties {
  const shared = kind === 'admin' ? unprefixed(worker) : pick(worker, 'bootstrap.servers');
  return {
    ...DEFAULTS[kind],
    ...shared,
    ...own,
    ...below(worker, `${kind}.`),
    ...clientOverrides(kind, connector),
  };
}

function nameOf(connector: ConfigProps): string {
  return connector['name'] ?? '';
}

function unprefixed(worker: ConfigProps): ClientProperties {
  return withValues(Object.fromEntries(Object.entries(worker).filter(([key]) => !CLIENT_PREFIX.test(key))));
}

function pick(props: ConfigProps, key: string): ClientProperties {
  return withValues({ [key]: props[key] ?? null });
}

function below(props: ConfigProps, prefix: string): ClientProperties {
  const own = Object.entries(props).filter(([key]) => key.startsWith(prefix));
  return withValues(Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])));
}

function withValues(props: ConfigProps): ClientProperties {
  return Object.fromEntries(Object.entries(props).filter((entry): entry is [string, string] => entry[1] !== null));
}
