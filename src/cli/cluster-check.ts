/** Owns the check of a pipeline against its Kafka: brokers that answer, topics that are there, permissions. */
import { compileJavaRegex } from '../config/java-regex';
import { asError, BrokerUnavailableError, KafkaError } from '../errors';
import type { ClientKind } from '../kafka/client-config';
import type { ClientProperties, KafkaClients } from '../kafka/clients';
import { KAFKA_CODES } from '../kafka/kafka-errors';
import {
  clusterAdminProperties,
  dlqAdminProperties,
  dlqProducerProperties,
  offsetStoreProperties,
  sinkConsumerProperties,
  sinkGroupId,
  sourceProducerProperties,
  topicAdminProperties,
} from '../runtime/client-properties';
import { offsetsTopic } from '../runtime/offset-storage-config';
import { CheckedClients, complainOfBroker, type Asker, type CheckedClient } from './checked-clients';
import { connectorClientPlaces, givenPlace } from './client-setting-places';
import type { CheckedConnector } from './connector-check';
import type { FileFindings } from './findings';
import { namedTopics, topicOfSource } from './named-topics';
import { missingPermission } from './permission-findings';
import type { CheckedPipeline } from './settings-check';
import { topicBirth } from './topic-birth';
import { checkCreatable, checkReadable, checkWritable, type TopicBirth, type TopicSetting } from './topic-check';

type Checked = CheckedConnector & { readonly findings: FileFindings };

/** Adds to the findings what the brokers say, and tells whether one answered. Rejects with nothing that a user can get wrong. */
export async function checkCluster(
  pipeline: CheckedPipeline,
  clients: KafkaClients,
): Promise<{ readonly isReached: boolean }> {
  const check = new ClusterCheck(pipeline, new CheckedClients(clients));
  try {
    return { isReached: await check.run() };
  } finally {
    await check.close();
  }
}

/** One check of one pipeline. */
class ClusterCheck {
  readonly #pipeline: CheckedPipeline;
  readonly #clients: CheckedClients;
  /** Topics that sources of the same worker write to. */
  readonly #written: ReadonlySet<string>;

  constructor(pipeline: CheckedPipeline, clients: CheckedClients) {
    this.#pipeline = pipeline;
    this.#clients = clients;
    this.#written = new Set(pipeline.connectors.flatMap((connector) => topicOfSource(connector) ?? []));
  }

  async run(): Promise<boolean> {
    const { worker, workerFindings, connectors } = this.#pipeline;
    const places = [{ findings: workerFindings, prefix: '' }];
    const isReached = await this.#ask({ properties: clusterAdminProperties(worker.props), places }, async (asker) => {
      await asker.admin.listTopics();
      return true;
    });
    if (isReached === true) await this.#checkOffsetsTopic();
    for (const connector of connectors) {
      if (connector.type === 'sink') await this.#checkSink(connector);
      else await this.#checkSource(connector);
    }
    return isReached === true;
  }

  close(): Promise<void> {
    return this.#clients.close();
  }

  async #checkOffsetsTopic(): Promise<void> {
    const { worker, workerFindings: findings } = this.#pipeline;
    const topic = worker.config && offsetsTopic(worker.config, worker.props, () => undefined);
    if (worker.config === undefined || topic === undefined) return;
    const setting = { findings, key: 'offset.storage.topic' };
    const properties = offsetStoreProperties(worker.props, worker.config['group.id']).admin;
    const birth = { topic, prefix: 'offset.storage.' };
    await this.#ask({ properties, places: [{ findings, prefix: '' }] }, async (asker) => {
      const { state } = await checkWritable(setting, birth, asker);
      if (state === 'missing') await checkCreatable(setting, birth, asker);
      else if (state === 'exists') await checkReadable(setting, [topic.name], asker);
    });
  }

  async #checkSink(sink: Checked): Promise<void> {
    const { findings, props } = sink;
    const worker = this.#pipeline.worker.props;
    const client = this.#client('consumer', findings, sinkConsumerProperties(worker, props, 0));
    await this.#ask(client, async (asker) => {
      await this.#checkTopics(sink, asker);
      await this.#checkPattern(sink, asker);
      const place = givenPlace(client.places, 'group.id');
      const setting = place && { findings: place.findings, key: `${place.prefix}group.id` };
      await checkGroup(setting ?? { findings, key: 'name' }, sinkGroupId(worker, props), asker);
    });
    await this.#checkDeadLetterQueue(sink);
  }

  async #checkTopics(sink: Checked, asker: Asker): Promise<void> {
    const setting = { findings: sink.findings, key: 'topics' };
    for (const topic of await readableOrSaid(setting, namedTopics(sink), asker)) {
      if (this.#written.has(topic)) continue;
      setting.findings.add({
        kind: 'missing-topic',
        severity: 'warning',
        key: setting.key,
        message: `there is no topic ${topic}: the sink waits until there is`,
        remedy: 'Create it, or correct its name',
      });
    }
  }

  async #checkPattern({ findings, props }: Checked, asker: Asker): Promise<void> {
    const key = 'topics.regex';
    const pattern = (props[key] ?? '').trim();
    if (pattern === '' || findings.hasError(key)) return;
    const regex = compileJavaRegex(pattern);
    const matching = [...(await asker.admin.listTopics()).keys()].filter((topic) => regex.matches(topic));
    await readableOrSaid({ findings, key }, matching, asker);
    if (matching.length > 0 || [...this.#written].some((topic) => regex.matches(topic))) return;
    const message = `no topic matches ${pattern}: the sink waits until one does`;
    findings.add({ kind: 'missing-topic', severity: 'warning', key, message });
  }

  async #checkDeadLetterQueue({ findings, props }: Checked): Promise<void> {
    const key = 'errors.deadletterqueue.topic.name';
    const name = (props[key] ?? '').trim();
    const replicas = 'errors.deadletterqueue.topic.replication.factor';
    if (name === '' || [key, replicas].some((setting) => findings.hasError(setting))) return;
    const worker = this.#pipeline.worker.props;
    const topic = { name, partitions: 1, replicationFactor: Number(props[replicas]?.trim() ?? 3), configs: {} };
    const birth = { topic, prefix: 'errors.deadletterqueue.topic.' };
    await this.#checkOutput({ findings, key }, birth, {
      producer: dlqProducerProperties(worker, props, 0),
      admin: dlqAdminProperties(worker, props),
    });
  }

  async #checkSource(source: Checked): Promise<void> {
    const { findings, props } = source;
    const topic = topicOfSource(source);
    if (topic === undefined) return;
    const { worker } = this.#pipeline;
    const setting = { findings, key: 'topic' };
    const birth = topicBirth(topic, source, worker.config?.['topic.creation.enable'] !== false);
    const producer = sourceProducerProperties(worker.props, props, 0);
    const admin = birth.prefix === undefined ? undefined : topicAdminProperties(worker.props, props, 0);
    await this.#checkOutput(setting, birth, { producer, admin });
  }

  /** A topic that a producer writes to, and that `admin` creates, or without one the broker at the first use. */
  async #checkOutput(
    setting: TopicSetting,
    birth: TopicBirth,
    { producer, admin }: { readonly producer: ClientProperties; readonly admin: ClientProperties | undefined },
  ): Promise<void> {
    const writer = this.#client('producer', setting.findings, producer);
    const creator = admin === undefined ? writer : this.#client('admin', setting.findings, admin);
    const state = await this.#ask(writer, async (asker) => (await checkWritable(setting, birth, asker)).state);
    if (state !== 'missing') return;
    await this.#ask(creator, async (asker) => {
      await checkCreatable(setting, birth, asker);
      if (birth.prefix === undefined) await checkAutoCreation(setting, birth.topic.name, asker);
    });
  }

  #client(kind: ClientKind, findings: FileFindings, properties: ClientProperties): CheckedClient {
    const { workerFindings } = this.#pipeline;
    return { properties, places: connectorClientPlaces(kind, { findings, workerFindings }) };
  }

  async #ask<T>(client: CheckedClient, question: (asker: Asker) => Promise<T>): Promise<T | undefined> {
    const place = givenPlace(client.places, 'bootstrap.servers');
    // The address is wrong, or it is said already that nobody answers there.
    if (place?.findings.hasError(`${place.prefix}bootstrap.servers`) === true) return undefined;
    try {
      return await this.#clients.ask(client, question);
    } catch (thrown) {
      const isOfBroker = thrown instanceof BrokerUnavailableError || thrown instanceof KafkaError;
      if (!isOfBroker) throw thrown;
      complainOfBroker(client.places, asError(thrown));
      return undefined;
    }
  }
}

/** What is wrong with a name of a topic is said at the setting; then nothing is known to be missing. */
async function readableOrSaid(
  setting: TopicSetting,
  topics: readonly string[],
  asker: Asker,
): Promise<readonly string[]> {
  try {
    return await checkReadable(setting, topics, asker);
  } catch (thrown) {
    if (!(thrown instanceof KafkaError) || thrown.isRetriable) throw thrown;
    setting.findings.add({ kind: 'missing-topic', key: setting.key, message: thrown.message });
    return [];
  }
}

async function checkGroup({ findings, key }: TopicSetting, name: string, asker: Asker): Promise<void> {
  const missing = { operation: 'READ', resource: 'group', name } as const;
  try {
    const operations = await asker.admin.groupOperations(name);
    if (operations?.has('READ') === false) findings.add(missingPermission(key, missing, asker));
  } catch (thrown) {
    // A coordinator that is not ready yet says nothing about permissions.
    if (thrown instanceof KafkaError && thrown.isRetriable) return;
    if (!(thrown instanceof KafkaError) || thrown.kafkaCode !== KAFKA_CODES.groupAuthorizationFailed) throw thrown;
    findings.add(missingPermission(key, { ...missing, isHidden: true }, asker));
  }
}

/** Most clients may not ask for this: then it is taken that the broker creates topics, as brokers do by default. */
async function checkAutoCreation({ findings, key }: TopicSetting, topic: string, { admin }: Asker): Promise<void> {
  const settings = await admin.brokerConfig().catch(() => new Map<string, string>());
  if (settings.get('auto.create.topics.enable') !== 'false') return;
  findings.add({
    kind: 'missing-topic',
    severity: 'warning',
    key,
    message: `there is no topic ${topic}, and the brokers create none at first use: the source waits until there is`,
    remedy: 'Create it, or let the source create it: topic.creation.default.partitions and .replication.factor',
  });
}
