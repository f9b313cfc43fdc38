/** Owns what client properties mean together: Java's own checks, and librdkafka's where Java has none. */
import { invalidValue } from '../config/config-types';
import { parseFlag, type ClientKind, type Translation } from './client-property-rules';
import { DEFAULT_ASSIGNORS, partitionAssignmentStrategy } from './partition-assignment-strategy';

type Properties = Readonly<Record<string, string>>;

/** The properties with and without Java's defaults. */
export interface PropertiesOfClient {
  readonly effective: Properties;
  readonly given: Properties;
}

const PARTITIONER_PREFIX = 'org.apache.kafka.clients.producer.';
/** Kafka's default of how much a client buffers of one message; librdkafka wants `fetch.max.bytes` to hold one. */
const DEFAULT_MESSAGE_BYTES = 1_000_000;
/**
 * What a consumer holds in advance. librdkafka's own 64 MB and 100,000 records, each of which costs some 400 bytes more, serve
 * no task faster, as long as a full queue is looked at again before a fast task has emptied it: its own pause is a second.
 * One more fetch (`fetch.max.bytes`, by default no more than the queue, and `max.partition.fetch.bytes`) may come on top.
 */
const FETCH_QUEUE = {
  'queued.max.messages.kbytes': 2048,
  'queued.min.messages': 10_000,
  'fetch.queue.backoff.ms': 5,
} as const;

/**
 * What a producer holds unless `buffer.memory` is given: eight full batches keep it as busy as Java's 32 MB do, which it takes only
 * for very large records.
 */
const SEND_QUEUE_KB = { usual: 8 * 1024, most: 32 * 1024 } as const;
/** One record on its way and one that waits. */
const LARGEST_RECORDS_QUEUED = 2;

/** Settles what depends on several properties. Throws ConfigError where Java's client would. */
export function reconcile(kind: ClientKind, properties: PropertiesOfClient, out: Translation): void {
  if (numberOf(out, 'reconnect.backoff.max.ms') < numberOf(out, 'reconnect.backoff.ms')) {
    out.set('global', 'reconnect.backoff.max.ms', numberOf(out, 'reconnect.backoff.ms'));
  }
  if (kind === 'consumer') reconcileConsumer(properties, out);
  else if (kind === 'producer') reconcileProducer(properties, out);
  // Asking an admin client for a topic must not make it.
  else out.set('global', 'allow.auto.create.topics', false);
}

function numberOf(out: Translation, name: string): number {
  return Number(out.global[name]);
}

function reconcileConsumer(properties: PropertiesOfClient, out: Translation): void {
  if (out.global['group.protocol'] === 'consumer') refuseClassicSettings(properties.given);
  else reconcileClassicGroup(properties, out);
  const fetchBytes = out.global['fetch.max.bytes'];
  if (typeof fetchBytes === 'number' && fetchBytes < DEFAULT_MESSAGE_BYTES) {
    out.set('global', 'message.max.bytes', fetchBytes);
  }
  for (const [name, value] of Object.entries(FETCH_QUEUE)) out.set('global', name, value);
}

function refuseClassicSettings(given: Properties): void {
  for (const key of ['partition.assignment.strategy', 'heartbeat.interval.ms', 'session.timeout.ms']) {
    const value = given[key];
    if (value !== undefined) throw invalidValue(key, value, `${key} cannot be set when group.protocol=CONSUMER`);
  }
}

function reconcileClassicGroup({ given }: PropertiesOfClient, out: Translation): void {
  const key = 'partition.assignment.strategy';
  if (given[key] === undefined) partitionAssignmentStrategy({ key, value: DEFAULT_ASSIGNORS, isGiven: false }, out);
  const session = Number(out.global['session.timeout.ms'] ?? 45_000);
  const heartbeat = Number(out.global['heartbeat.interval.ms'] ?? 3000);
  if (heartbeat >= session) {
    throw invalidValue(
      'heartbeat.interval.ms',
      String(heartbeat),
      `It must be less than session.timeout.ms (${session})`,
    );
  }
  // Java lets a session last longer than the time between polls; librdkafka does not.
  const pollInterval = numberOf(out, 'max.poll.interval.ms');
  if (pollInterval < session) {
    out.note(
      'info',
      `session.timeout.ms=${session} is beyond max.poll.interval.ms: session.timeout.ms=${pollInterval} is used`,
    );
  }
  out.set('global', 'session.timeout.ms', Math.min(session, pollInterval));
  out.set('global', 'heartbeat.interval.ms', Math.min(heartbeat, pollInterval));
}

function reconcileProducer(properties: PropertiesOfClient, out: Translation): void {
  const requestMs = numberOf(out, 'socket.timeout.ms');
  out.set('topic', 'request.timeout.ms', requestMs);
  checkDeliveryTimeout(properties, out);
  out.set('topic', 'partitioner', partitioner(properties.effective, out));
  setCompressionLevel(properties.effective, out);
  if (properties.given['buffer.memory'] === undefined) limitSendQueue(out);
  reconcileIdempotence(properties, out);
  if (out.global['transactional.id'] !== undefined) fitIntoTransaction(out);
}

function limitSendQueue(out: Translation): void {
  const needed = Math.ceil((LARGEST_RECORDS_QUEUED * numberOf(out, 'message.max.bytes')) / 1024);
  const size = Math.min(Math.max(SEND_QUEUE_KB.usual, needed), SEND_QUEUE_KB.most);
  out.set('global', 'queue.buffering.max.kbytes', size);
}

function checkDeliveryTimeout({ effective }: PropertiesOfClient, out: Translation): void {
  const given = effective['delivery.timeout.ms'] ?? '';
  const least = numberOf(out, 'queue.buffering.max.ms') + Number(effective['request.timeout.ms']);
  if (Number(given) >= least || (out.topic['message.timeout.ms'] === 0 && Number(given) > 0)) return;
  throw invalidValue(
    'delivery.timeout.ms',
    given,
    `It must be equal to or larger than linger.ms + request.timeout.ms (${least})`,
  );
}

function partitioner(effective: Properties, out: Translation): string {
  const key = 'partitioner.class';
  const name = effective[key] ?? '';
  const ignoresKeys = parseFlag('partitioner.ignore.keys', effective['partitioner.ignore.keys'] ?? 'false');
  switch (name.replace(PARTITIONER_PREFIX, '')) {
    case '':
    case 'internals.DefaultPartitioner':
      return ignoresKeys ? 'random' : 'murmur2_random';
    case 'RoundRobinPartitioner':
    case 'UniformStickyPartitioner':
      out.note('warn', `${key}: ${name} does not exist here, records go to random partitions`);
      return 'random';
    default:
      throw invalidValue(key, name, 'a Java class cannot run here; set the partition in the connector or a transform');
  }
}

function setCompressionLevel(effective: Properties, out: Translation): void {
  const level = effective[`compression.${String(out.global['compression.codec'])}.level`];
  if (level === undefined) return;
  const [low, high] = [-1, 12];
  out.set('topic', 'compression.level', Math.min(Math.max(Number(level), low), high));
}

/** Idempotence is Java's default, given up silently where other settings rule it out, and an error where it was asked for. */
function reconcileIdempotence({ effective, given }: PropertiesOfClient, out: Translation): void {
  const isAsked = given['enable.idempotence'] !== undefined;
  if (isAsked && out.global['enable.idempotence'] === false) return;
  const conflicts: [key: string, isConflict: boolean, rule: string][] = [
    ['acks', out.topic['request.required.acks'] !== -1, 'acks must be all'],
    ['retries', out.global['message.send.max.retries'] === 0, 'retries must not be 0'],
    [
      'max.in.flight.requests.per.connection',
      numberOf(out, 'max.in.flight.requests.per.connection') > 5,
      'at most 5 requests may be in flight',
    ],
  ];
  const conflict = conflicts.find(([, isConflict]) => isConflict);
  const isNeeded = isAsked || out.global['transactional.id'] !== undefined;
  if (conflict !== undefined && isNeeded) {
    const [key, , rule] = conflict;
    throw invalidValue(key, effective[key] ?? '', `${rule} for an idempotent producer`);
  }
  out.set('global', 'enable.idempotence', conflict === undefined);
}

/** librdkafka wants every wait to end within the transaction. */
function fitIntoTransaction(out: Translation): void {
  if (out.global['enable.idempotence'] === false) {
    throw invalidValue('enable.idempotence', 'false', 'a producer with a transactional.id must be idempotent');
  }
  const limit = Number(out.global['transaction.timeout.ms'] ?? 60_000);
  const delivery = Number(out.topic['message.timeout.ms']);
  if (delivery === 0 || delivery > limit) out.set('topic', 'message.timeout.ms', limit);
  if (numberOf(out, 'socket.timeout.ms') > limit) out.set('global', 'socket.timeout.ms', limit);
}
