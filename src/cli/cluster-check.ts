/** Owns the check of a pipeline against its Kafka: brokers that answer, topics that are there, permissions. */
import { isStringList, parseConfigType } from '../config/config-types';
import { compileJavaRegex } from '../config/java-regex';
import { asError, ConfigError, KafkaError } from '../errors';
import type { ClientProperties, KafkaAdmin, KafkaClients } from '../kafka/clients';
import { KAFKA_CODES } from '../kafka/kafka-errors';
import {
  clusterAdminProperties,
  sinkConsumerProperties,
  sinkGroupId,
  sourceProducerProperties,
} from '../runtime/client-properties';
import type { CheckedConnector } from './connector-check';
import type { FileFindings } from './findings';
import type { CheckedPipeline } from './settings-check';

type Checked = CheckedConnector & { readonly findings: FileFindings };

/** Longest wait for a first answer: a check should end while somebody looks on. */
export const LONGEST_WAIT_MS = 5_000;

/** Adds to the findings what the brokers say, and tells whether one answered. Rejects with nothing that a user can get wrong. */
export async function checkCluster(
  pipeline: CheckedPipeline,
  clients: KafkaClients,
): Promise<{ readonly isReached: boolean }> {
  const { worker, workerFindings } = pipeline;
  if (workerFindings.hasError('bootstrap.servers')) return { isReached: false };
  const properties = clusterAdminProperties(worker.props);
  const topics = await withAdmin(clients, properties, {
    use: (admin) => admin.listTopics(),
    onError: (error) => complainOfBroker(workerFindings, 'bootstrap.servers', error),
  });
  if (topics === undefined) return { isReached: false };
  const written = new Set(pipeline.connectors.flatMap(topicsOfSource));
  for (const connector of pipeline.connectors) {
    if (connector.type === 'sink') await checkSink(connector, { pipeline, clients, written });
    else await checkSource(connector, { pipeline, clients });
  }
  return { isReached: true };
}

interface SinkSurroundings {
  readonly pipeline: CheckedPipeline;
  readonly clients: KafkaClients;
  /** Topics that sources of the same worker write to. */
  readonly written: ReadonlySet<string>;
}

async function checkSink(sink: Checked, { pipeline, clients, written }: SinkSurroundings): Promise<void> {
  const { findings, props } = sink;
  const properties = connectionOf(sinkConsumerProperties(pipeline.worker.props, props, 0));
  const group = sinkGroupId(pipeline.worker.props, props);
  await withAdmin(clients, properties, {
    use: async (admin) => {
      const existing = await admin.listTopics();
      for (const topic of namedTopics(sink)) {
        if (existing.has(topic) || written.has(topic)) continue;
        await checkTopic(admin, { topic, findings, key: 'topics' });
      }
      checkPattern(sink, [...existing.keys(), ...written]);
      await complainOfDenial(findings, 'name', {
        call: admin.listGroupOffsets(group),
        remedy: `Allow READ on the group ${group}`,
      });
    },
    onError: (error) => complainOfBroker(findings, 'consumer.override.bootstrap.servers', error),
  });
}

async function checkSource(
  source: Checked,
  { pipeline, clients }: Pick<SinkSurroundings, 'pipeline' | 'clients'>,
): Promise<void> {
  const topics = topicsOfSource(source);
  if (topics.length === 0) return;
  const { findings, props } = source;
  const properties = connectionOf(sourceProducerProperties(pipeline.worker.props, props, 0));
  await withAdmin(clients, properties, {
    use: async (admin) => {
      const existing = await admin.listTopics();
      for (const topic of topics.filter((name) => !existing.has(name))) {
        const remedy = `Allow WRITE on the topic ${topic}`;
        await complainOfDenial(findings, 'topic', { call: admin.describeTopic(topic), remedy });
      }
    },
    onError: (error) => complainOfBroker(findings, 'producer.override.bootstrap.servers', error),
  });
}

async function checkTopic(
  admin: KafkaAdmin,
  { topic, findings, key }: { topic: string; findings: FileFindings; key: string },
): Promise<void> {
  const remedy = `Allow READ on the topic ${topic}`;
  const partitions = await complainOfDenial(findings, key, { call: admin.describeTopic(topic), remedy });
  if (partitions !== undefined || findings.hasError(key)) return;
  findings.add({
    kind: 'missing-topic',
    severity: 'warning',
    key,
    message: `there is no topic ${topic}: the sink waits until there is`,
    remedy: 'Create it, or correct its name',
  });
}

function checkPattern({ findings, props }: Checked, topics: readonly string[]): void {
  const pattern = (props['topics.regex'] ?? '').trim();
  if (pattern === '' || findings.hasError('topics.regex')) return;
  const regex = compileJavaRegex(pattern);
  if (topics.some((topic) => regex.matches(topic))) return;
  const message = `no topic matches ${pattern}: the sink waits until one does`;
  findings.add({ kind: 'missing-topic', severity: 'warning', key: 'topics.regex', message });
}

/** The topics that a sink names. */
export function namedTopics({ props }: Pick<CheckedConnector, 'props'>): readonly string[] {
  const topics = parseConfigType('topics', props['topics'] ?? '', 'LIST');
  return topics !== null && isStringList(topics) ? topics : [];
}

/** What a source says of its topics by the setting that most sources have. */
function topicsOfSource({ type, props }: CheckedConnector): string[] {
  const topic = type === 'source' ? (props['topic'] ?? '').trim() : '';
  return topic === '' ? [] : [topic];
}

const CONNECTION = /^(?:bootstrap\.servers|security\.|sasl\.|ssl\.|client\.dns\.lookup|socket\.)/;

/** What decides to whom a client talks, and as whom. */
export function connectionOf(properties: ClientProperties): ClientProperties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => CONNECTION.test(key)));
}

async function withAdmin<T>(
  clients: KafkaClients,
  properties: ClientProperties,
  { use, onError }: { use: (admin: KafkaAdmin) => Promise<T>; onError: (error: Error) => void },
): Promise<T | undefined> {
  const given = Number(properties['default.api.timeout.ms'] ?? LONGEST_WAIT_MS);
  const timeout = String(Math.min(given, LONGEST_WAIT_MS));
  let admin: KafkaAdmin | undefined;
  try {
    admin = clients.admin({ properties: { ...properties, 'default.api.timeout.ms': timeout } });
    await admin.connect();
    return await use(admin);
  } catch (thrown) {
    // What settings are wrong is said by the check of settings.
    if (!(thrown instanceof ConfigError)) onError(asError(thrown));
    return undefined;
  } finally {
    await admin?.close();
  }
}

function complainOfBroker(findings: FileFindings, key: string, { message }: Error): void {
  const remedy = 'Start a broker there, or correct the address; --offline leaves out what needs one';
  findings.add({ kind: 'unreachable-broker', key, message, remedy });
}

const DENIED: ReadonlySet<number> = new Set([
  KAFKA_CODES.topicAuthorizationFailed,
  KAFKA_CODES.groupAuthorizationFailed,
  KAFKA_CODES.clusterAuthorizationFailed,
]);

async function complainOfDenial<T>(
  findings: FileFindings,
  key: string,
  { call, remedy }: { readonly call: Promise<T>; readonly remedy: string },
): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    // A coordinator that is not ready yet says nothing about permissions.
    if (thrown instanceof KafkaError && thrown.isRetriable) return undefined;
    if (!(thrown instanceof KafkaError) || !DENIED.has(thrown.kafkaCode)) throw thrown;
    findings.add({ kind: 'missing-acl', key, message: thrown.message, remedy });
    return undefined;
  }
}
