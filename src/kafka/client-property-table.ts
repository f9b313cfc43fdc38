/** Owns the table of all client properties of Kafka 4.2's consumer, producer and admin client. */
import { invalidValue } from '../config/config-types';
import {
  choice,
  flag,
  ignored,
  integer,
  own,
  parseFlag,
  parseList,
  parseNumber,
  readTogether,
  text,
  type ClientKind,
  type ClientProperty,
  type PropertyRule,
} from './client-property-rules';
import { partitionAssignmentStrategy } from './partition-assignment-strategy';
import { SECURITY_PROPERTIES } from './security-property-table';

const everywhere = (rule: PropertyRule): ClientProperty => ({ kinds: ['consumer', 'producer', 'admin'], rule });
const ofConsumer = (rule: PropertyRule): ClientProperty => ({ kinds: ['consumer'], rule });
const ofProducer = (rule: PropertyRule): ClientProperty => ({ kinds: ['producer'], rule });
const ofAdmin = (rule: PropertyRule): ClientProperty => ({ kinds: ['admin'], rule });

const MAX_INT = 0x7fffffff;
const METRICS = 'the worker has its own metrics';
const BYTES = 'records are bytes here; converters are set with key.converter and value.converter';
const OPENSSL = 'OpenSSL is used here, not the Java platform';
const SHARE_GROUPS = 'it concerns share groups, which Connect does not use';

/** `-1` of Java means "the system's default" for socket buffers: 0 in librdkafka. */
const bufferSize = (to: string): PropertyRule =>
  integer({ to, min: -1, within: [0, 100_000_000], convert: (bytes) => Math.max(bytes, 0) });

const compressionLevel = (codec: string, min: number, max: number): PropertyRule =>
  own((_settings, property) => {
    const level = parseNumber(property, 'INT', min);
    if (level > max) throw invalidValue(property.key, property.value, `Value must be no more than ${max} for ${codec}`);
  });

const COMMON: Readonly<Record<string, ClientProperty>> = {
  'bootstrap.servers': everywhere(({ value }, out) =>
    out.set('global', 'bootstrap.servers', parseList(value).join(',')),
  ),
  'client.dns.lookup': everywhere(
    choice({
      to: 'client.dns.lookup',
      words: {
        use_all_dns_ips: 'use_all_dns_ips',
        resolve_canonical_bootstrap_servers_only: 'resolve_canonical_bootstrap_servers_only',
      },
    }),
  ),
  'client.id': everywhere(text('client.id')),
  'config.providers': everywhere(ignored('the worker resolves variables of its providers before clients see them')),
  'connections.max.idle.ms': everywhere(
    integer({ to: 'connections.max.idle.ms', type: 'LONG', within: [0, MAX_INT], convert: (ms) => Math.max(ms, 0) }),
  ),
  'enable.metrics.push': everywhere(flag('enable.metrics.push')),
  'metadata.max.age.ms': everywhere(
    integer({ to: 'topic.metadata.refresh.interval.ms', type: 'LONG', min: 0, within: [10, 3_600_000] }),
  ),
  'metadata.recovery.rebootstrap.trigger.ms': everywhere(
    integer({ to: 'metadata.recovery.rebootstrap.trigger.ms', type: 'LONG', min: 0, within: [0, MAX_INT] }),
  ),
  'metadata.recovery.strategy': everywhere(
    choice({
      to: 'metadata.recovery.strategy',
      words: { none: 'none', rebootstrap: 'rebootstrap' },
      ignoresCase: true,
    }),
  ),
  'metric.reporters': everywhere(ignored(METRICS)),
  'metrics.num.samples': everywhere(ignored(METRICS)),
  'metrics.recording.level': everywhere(ignored(METRICS)),
  'metrics.sample.window.ms': everywhere(ignored(METRICS)),
  'receive.buffer.bytes': everywhere(bufferSize('socket.receive.buffer.bytes')),
  'reconnect.backoff.max.ms': everywhere(
    integer({ to: 'reconnect.backoff.max.ms', type: 'LONG', min: 0, within: [0, 3_600_000] }),
  ),
  'reconnect.backoff.ms': everywhere(
    integer({ to: 'reconnect.backoff.ms', type: 'LONG', min: 0, within: [0, 3_600_000] }),
  ),
  'request.timeout.ms': everywhere(integer({ to: 'socket.timeout.ms', min: 0, within: [10, 300_000] })),
  'retry.backoff.max.ms': everywhere(
    integer({ to: 'retry.backoff.max.ms', type: 'LONG', min: 0, within: [1, 300_000] }),
  ),
  'retry.backoff.ms': everywhere(integer({ to: 'retry.backoff.ms', type: 'LONG', min: 0, within: [1, 300_000] })),
  'security.protocol': everywhere(
    choice({
      to: 'security.protocol',
      words: { plaintext: 'plaintext', ssl: 'ssl', sasl_plaintext: 'sasl_plaintext', sasl_ssl: 'sasl_ssl' },
      ignoresCase: true,
    }),
  ),
  'security.providers': everywhere(ignored(OPENSSL, 'info')),
  'send.buffer.bytes': everywhere(bufferSize('socket.send.buffer.bytes')),
  'socket.connection.setup.timeout.max.ms': everywhere(
    ignored('socket.connection.setup.timeout.ms holds for every try', 'info'),
  ),
  'socket.connection.setup.timeout.ms': everywhere(
    integer({ to: 'socket.connection.setup.timeout.ms', type: 'LONG', min: 0, within: [1000, MAX_INT] }),
  ),
};

const CONSUMER: Readonly<Record<string, ClientProperty>> = {
  'allow.auto.create.topics': ofConsumer(flag('allow.auto.create.topics')),
  'auto.commit.interval.ms': ofConsumer(integer({ to: 'auto.commit.interval.ms', min: 0, within: [0, 86_400_000] })),
  'auto.offset.reset': ofConsumer(
    choice({
      to: 'auto.offset.reset',
      scope: 'topic',
      words: { earliest: 'earliest', latest: 'latest', none: 'error' },
    }),
  ),
  'check.crcs': ofConsumer(flag('check.crcs')),
  'client.rack': ofConsumer(text('client.rack')),
  'enable.auto.commit': ofConsumer(flag('enable.auto.commit')),
  'exclude.internal.topics': ofConsumer(
    own((settings, { key, value }) => (settings.excludesInternalTopics = parseFlag(key, value))),
  ),
  'fetch.max.bytes': ofConsumer(integer({ to: 'fetch.max.bytes', min: 0, within: [1000, 2_147_483_135] })),
  'fetch.max.wait.ms': ofConsumer(integer({ to: 'fetch.wait.max.ms', min: 0, within: [0, 300_000] })),
  'fetch.min.bytes': ofConsumer(integer({ to: 'fetch.min.bytes', min: 0, within: [1, 100_000_000] })),
  'group.id': ofConsumer(text('group.id')),
  'group.instance.id': ofConsumer(text('group.instance.id')),
  'group.protocol': ofConsumer(
    choice({ to: 'group.protocol', words: { classic: 'classic', consumer: 'consumer' }, ignoresCase: true }),
  ),
  'group.remote.assignor': ofConsumer(text('group.remote.assignor')),
  'heartbeat.interval.ms': ofConsumer(integer({ to: 'heartbeat.interval.ms', within: [1, 3_600_000] })),
  'internal.throw.on.fetch.stable.offset.unsupported': ofConsumer(ignored('it is internal to the Java client')),
  'isolation.level': ofConsumer(
    choice({
      to: 'isolation.level',
      words: { read_committed: 'read_committed', read_uncommitted: 'read_uncommitted' },
    }),
  ),
  'key.deserializer': ofConsumer(ignored(BYTES)),
  'max.partition.fetch.bytes': ofConsumer(
    integer({ to: 'fetch.message.max.bytes', min: 0, within: [1, 1_000_000_000] }),
  ),
  'max.poll.interval.ms': ofConsumer(integer({ to: 'max.poll.interval.ms', min: 1, within: [1, 86_400_000] })),
  'max.poll.records': ofConsumer(
    own((settings, property) => (settings.maxPollRecords = parseNumber(property, 'INT', 1))),
  ),
  'partition.assignment.strategy': ofConsumer(partitionAssignmentStrategy),
  'session.timeout.ms': ofConsumer(integer({ to: 'session.timeout.ms', within: [1, 3_600_000] })),
  'share.acknowledgement.mode': ofConsumer(ignored(SHARE_GROUPS)),
  'share.acquire.mode': ofConsumer(ignored(SHARE_GROUPS)),
  'value.deserializer': ofConsumer(ignored(BYTES)),
};

const PRODUCER: Readonly<Record<string, ClientProperty>> = {
  acks: ofProducer(
    choice({ to: 'request.required.acks', scope: 'topic', words: { all: -1, '-1': -1, '0': 0, '1': 1 } }),
  ),
  'batch.size': ofProducer((property, out) => {
    integer({ to: 'batch.size', min: 0, within: [1, MAX_INT] })(property, out);
    // librdkafka puts a first message into a batch whatever its size: one a batch is what 0 asks for.
    if (Number(property.value) === 0) out.set('global', 'batch.num.messages', 1);
  }),
  'buffer.memory': ofProducer(
    integer({
      to: 'queue.buffering.max.kbytes',
      type: 'LONG',
      min: 0,
      within: [1, MAX_INT],
      convert: (bytes) => Math.ceil(bytes / 1024),
    }),
  ),
  'compression.gzip.level': ofProducer(compressionLevel('gzip', -1, 9)),
  'compression.lz4.level': ofProducer(compressionLevel('lz4', 1, 17)),
  'compression.type': ofProducer(
    choice({
      to: 'compression.codec',
      words: { none: 'none', gzip: 'gzip', snappy: 'snappy', lz4: 'lz4', zstd: 'zstd' },
    }),
  ),
  'compression.zstd.level': ofProducer(compressionLevel('zstd', -131_072, 22)),
  'delivery.timeout.ms': ofProducer(
    integer({
      to: 'message.timeout.ms',
      scope: 'topic',
      min: 0,
      within: [0, MAX_INT],
      convert: (ms) => (ms === MAX_INT ? 0 : ms),
    }),
  ),
  'enable.idempotence': ofProducer(flag('enable.idempotence')),
  'key.serializer': ofProducer(ignored(BYTES)),
  'linger.ms': ofProducer(integer({ to: 'queue.buffering.max.ms', type: 'LONG', min: 0, within: [0, 900_000] })),
  'max.block.ms': ofProducer(own((settings, property) => (settings.maxBlockMs = parseNumber(property, 'LONG', 0)))),
  'max.in.flight.requests.per.connection': ofProducer(
    integer({ to: 'max.in.flight.requests.per.connection', min: 1, within: [1, 1_000_000] }),
  ),
  'max.request.size': ofProducer(integer({ to: 'message.max.bytes', min: 0, within: [1000, 1_000_000_000] })),
  'metadata.max.idle.ms': ofProducer(ignored('librdkafka keeps the metadata of topics that it writes to')),
  'partitioner.adaptive.partitioning.enable': ofProducer(ignored('librdkafka changes partitions by time, not by load')),
  'partitioner.availability.timeout.ms': ofProducer(ignored('librdkafka changes partitions by time, not by load')),
  'partitioner.class': ofProducer(readTogether),
  'partitioner.ignore.keys': ofProducer(readTogether),
  'transaction.timeout.ms': ofProducer(integer({ to: 'transaction.timeout.ms', within: [1000, MAX_INT] })),
  'transaction.two.phase.commit.enable': ofProducer(({ key, value }) => {
    if (parseFlag(key, value)) throw invalidValue(key, value, 'librdkafka has no two-phase commit');
  }),
  'transactional.id': ofProducer(text('transactional.id')),
  'value.serializer': ofProducer(ignored(BYTES)),
};

const SHARED: Readonly<Record<string, ClientProperty>> = {
  'bootstrap.controllers': ofAdmin(({ key, value }) => {
    if (value !== '') throw invalidValue(key, value, 'librdkafka talks to brokers only: set bootstrap.servers');
  }),
  'default.api.timeout.ms': {
    kinds: ['consumer', 'admin'],
    rule: own((settings, property) => (settings.defaultApiTimeoutMs = parseNumber(property, 'INT', 0))),
  },
  'interceptor.classes': {
    kinds: ['consumer', 'producer'],
    rule: ignored('Java interceptors cannot run here', 'warn'),
  },
  retries: {
    kinds: ['producer', 'admin'],
    rule: integer({ to: 'message.send.max.retries', min: 0, within: [0, MAX_INT] }),
  },
};

/** Every property by its Java name. */
export const CLIENT_PROPERTIES: ReadonlyMap<string, ClientProperty> = new Map(
  Object.entries({ ...COMMON, ...SECURITY_PROPERTIES, ...CONSUMER, ...PRODUCER, ...SHARED }),
);

/**
 * Java's defaults where librdkafka's differ, or where others depend on them. Not among them: `batch.size`, because 16 KiB
 * would cost speed and librdkafka's megabyte changes nothing else; `buffer.memory`, which is settled together with
 * `max.request.size`; idle times and socket buffers, where librdkafka and the system find better values than Java's.
 */
export const JAVA_DEFAULTS: Readonly<Record<ClientKind, Readonly<Record<string, string>>>> = {
  consumer: {
    'allow.auto.create.topics': 'true',
    'auto.offset.reset': 'latest',
    'check.crcs': 'true',
    'group.protocol': 'classic',
    'isolation.level': 'read_uncommitted',
    'max.poll.interval.ms': '300000',
    'max.poll.records': '500',
    'reconnect.backoff.max.ms': '1000',
    'reconnect.backoff.ms': '50',
    'request.timeout.ms': '30000',
  },
  producer: {
    acks: 'all',
    'delivery.timeout.ms': '120000',
    'linger.ms': '5',
    'max.in.flight.requests.per.connection': '5',
    'max.request.size': '1048576',
    'reconnect.backoff.max.ms': '1000',
    'reconnect.backoff.ms': '50',
    'request.timeout.ms': '30000',
  },
  admin: {
    'enable.metrics.push': 'false',
    'reconnect.backoff.max.ms': '1000',
    'reconnect.backoff.ms': '50',
    'request.timeout.ms': '30000',
  },
};
