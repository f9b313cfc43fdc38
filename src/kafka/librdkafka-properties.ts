/** Owns the names that librdkafka gives to its settings, from its CONFIGURATION.md. */

/** Which of librdkafka's two sets of settings a name belongs to. */
export type PropertyScope = 'global' | 'topic';

/** A setting of librdkafka, under its own name. */
export interface LibrdkafkaProperty {
  readonly name: string;
  readonly scope: PropertyScope;
  /** Undefined: every client has it. */
  readonly kind: 'consumer' | 'producer' | undefined;
}

const GLOBAL = `
    builtin.features client.id bootstrap.servers message.max.bytes message.copy.max.bytes
    receive.message.max.bytes max.in.flight.requests.per.connection metadata.recovery.strategy
    metadata.recovery.rebootstrap.trigger.ms topic.metadata.refresh.interval.ms metadata.max.age.ms
    topic.metadata.refresh.fast.interval.ms topic.metadata.refresh.fast.cnt topic.metadata.refresh.sparse
    topic.metadata.propagation.max.ms topic.blacklist debug socket.timeout.ms socket.blocking.max.ms
    socket.send.buffer.bytes socket.receive.buffer.bytes socket.keepalive.enable socket.nagle.disable
    socket.max.fails broker.address.ttl broker.address.family socket.connection.setup.timeout.ms
    connections.max.idle.ms reconnect.backoff.jitter.ms reconnect.backoff.ms reconnect.backoff.max.ms
    statistics.interval.ms enabled_events log_level log.queue log.thread.name enable.random.seed
    log.connection.close internal.termination.signal api.version.request api.version.request.timeout.ms
    api.version.fallback.ms broker.version.fallback allow.auto.create.topics security.protocol ssl.cipher.suites
    ssl.curves.list ssl.sigalgs.list ssl.key.location ssl.key.password ssl.key.pem ssl.certificate.location
    ssl.certificate.pem ssl.ca.location https.ca.location https.ca.pem ssl.ca.pem ssl.ca.certificate.stores
    ssl.crl.location ssl.keystore.location ssl.keystore.password ssl.providers ssl.engine.location ssl.engine.id
    enable.ssl.certificate.verification ssl.endpoint.identification.algorithm sasl.mechanisms
    sasl.kerberos.service.name sasl.kerberos.principal sasl.kerberos.kinit.cmd sasl.kerberos.keytab
    sasl.kerberos.min.time.before.relogin sasl.username sasl.password sasl.oauthbearer.config
    enable.sasl.oauthbearer.unsecure.jwt sasl.oauthbearer.method sasl.oauthbearer.client.id
    sasl.oauthbearer.client.secret sasl.oauthbearer.scope sasl.oauthbearer.extensions
    sasl.oauthbearer.token.endpoint.url sasl.oauthbearer.grant.type sasl.oauthbearer.assertion.algorithm
    sasl.oauthbearer.assertion.private.key.file sasl.oauthbearer.assertion.private.key.passphrase
    sasl.oauthbearer.assertion.private.key.pem sasl.oauthbearer.assertion.file
    sasl.oauthbearer.assertion.claim.aud sasl.oauthbearer.assertion.claim.exp.seconds
    sasl.oauthbearer.assertion.claim.iss sasl.oauthbearer.assertion.claim.jti.include
    sasl.oauthbearer.assertion.claim.nbf.seconds sasl.oauthbearer.assertion.claim.sub
    sasl.oauthbearer.assertion.jwt.template.file sasl.oauthbearer.metadata.authentication.type
    plugin.library.paths client.rack retry.backoff.ms retry.backoff.max.ms client.dns.lookup enable.metrics.push`;

const GLOBAL_OF_CONSUMER = `
    group.id group.instance.id partition.assignment.strategy session.timeout.ms heartbeat.interval.ms
    group.protocol.type group.protocol group.remote.assignor coordinator.query.interval.ms max.poll.interval.ms
    enable.auto.commit auto.commit.interval.ms enable.auto.offset.store queued.min.messages
    queued.max.messages.kbytes fetch.wait.max.ms fetch.queue.backoff.ms fetch.message.max.bytes fetch.max.bytes
    fetch.min.bytes fetch.error.backoff.ms offset.store.method isolation.level enable.partition.eof check.crcs`;

const GLOBAL_OF_PRODUCER = `
    transactional.id transaction.timeout.ms enable.idempotence enable.gapless.guarantee
    queue.buffering.max.messages queue.buffering.max.kbytes queue.buffering.max.ms message.send.max.retries
    queue.buffering.backpressure.threshold compression.codec batch.num.messages batch.size
    delivery.report.only.error sticky.partitioning.linger.ms`;

const TOPIC_OF_CONSUMER = `
    auto.commit.enable auto.offset.reset offset.store.path offset.store.sync.interval.ms
    consume.callback.max.messages`;

const TOPIC_OF_PRODUCER = `
    request.required.acks request.timeout.ms message.timeout.ms queuing.strategy produce.offset.report
    partitioner compression.level`;

/** Second names: what librdkafka takes, and its own name for it. */
const ALIASES: Readonly<Record<string, string>> = {
  'metadata.broker.list': 'bootstrap.servers',
  'max.in.flight': 'max.in.flight.requests.per.connection',
  'sasl.mechanism': 'sasl.mechanisms',
  'sasl.oauthbearer.client.credentials.client.id': 'sasl.oauthbearer.client.id',
  'sasl.oauthbearer.client.credentials.client.secret': 'sasl.oauthbearer.client.secret',
  'max.partition.fetch.bytes': 'fetch.message.max.bytes',
  'linger.ms': 'queue.buffering.max.ms',
  retries: 'message.send.max.retries',
  'compression.type': 'compression.codec',
  acks: 'request.required.acks',
  'delivery.timeout.ms': 'message.timeout.ms',
};

function entries(
  names: string,
  scope: PropertyScope,
  kind?: LibrdkafkaProperty['kind'],
): [string, LibrdkafkaProperty][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, { name, scope, kind }]);
}

const PROPERTIES: ReadonlyMap<string, LibrdkafkaProperty> = new Map([
  ...entries(GLOBAL, 'global'),
  ...entries(GLOBAL_OF_CONSUMER, 'global', 'consumer'),
  ...entries(GLOBAL_OF_PRODUCER, 'global', 'producer'),
  ...entries(TOPIC_OF_CONSUMER, 'topic', 'consumer'),
  ...entries(TOPIC_OF_PRODUCER, 'topic', 'producer'),
]);

/** All names, second names included. Callbacks are left out: they cannot be given as text. */
export const LIBRDKAFKA_NAMES: readonly string[] = [...PROPERTIES.keys(), ...Object.keys(ALIASES)];

/** The setting that a name or second name stands for. */
export function findLibrdkafkaProperty(name: string): LibrdkafkaProperty | undefined {
  return PROPERTIES.get(ALIASES[name] ?? name);
}
