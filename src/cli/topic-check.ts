/** Owns the check of single topics: whether a client may read, write or create them, and whether they are there. */
import { KafkaError } from '../errors';
import type { NewTopic, TopicPermission } from '../kafka/clients';
import { KAFKA_CODES } from '../kafka/kafka-errors';
import type { Asker } from './checked-clients';
import type { FileFindings } from './findings';
import { missingPermission } from './permission-findings';

/** A setting that names topics. */
export interface TopicSetting {
  readonly findings: FileFindings;
  readonly key: string;
}

/** How a topic comes into being that is not there. */
export interface TopicBirth {
  readonly topic: NewTopic;
  /** Prefix of the settings that say how, such as `topic.creation.default.`; undefined: the broker creates it at first use. */
  readonly prefix: string | undefined;
}

/** Looks at topics that are to be read. Gives those that are not there. Rejects with KafkaError for anything but a refusal. */
export async function checkReadable(
  { findings, key }: TopicSetting,
  topics: readonly string[],
  asker: Asker,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [name, permission] of await asker.admin.topicPermissions(topics)) {
    const { state, operations } = permission;
    if (state === 'missing') missing.push(name);
    if (operations?.has('READ') ?? true) continue;
    const isHidden = state === 'hidden';
    findings.add(missingPermission(key, { operation: 'READ', resource: 'topic', name, isHidden }, asker));
  }
  return missing;
}

/** Looks at a topic that is to be written to, and at its birth where it is not there. Rejects as above. */
export async function checkWritable(setting: TopicSetting, birth: TopicBirth, asker: Asker): Promise<TopicPermission> {
  const { findings, key } = setting;
  const { name } = birth.topic;
  const permission = (await asker.admin.topicPermissions([name])).get(name);
  const { state, operations }: TopicPermission = permission ?? { state: 'exists', operations: undefined };
  if (operations?.has('WRITE') === false) {
    const isHidden = state === 'hidden';
    const alongside = isHidden && birth.prefix !== undefined ? ('CREATE' as const) : undefined;
    findings.add(missingPermission(key, { operation: 'WRITE', resource: 'topic', name, isHidden, alongside }, asker));
  }
  return { state, operations };
}

/** Looks whether the broker would create the topic. Rejects as above. */
export async function checkCreatable({ findings, key }: TopicSetting, birth: TopicBirth, asker: Asker): Promise<void> {
  const { topic, prefix } = birth;
  try {
    await asker.admin.tryCreateTopic(topic);
  } catch (thrown) {
    if (!(thrown instanceof KafkaError) || thrown.isRetriable) throw thrown;
    const { kafkaCode, message } = thrown;
    if (DENIED.has(kafkaCode)) {
      const { name } = topic;
      const missing = { operation: 'CREATE', resource: 'topic', name, alongside: 'WRITE' } as const;
      findings.add(missingPermission(key, missing, asker));
    } else if (prefix !== undefined) {
      const blamed = blamedKey(kafkaCode, prefix);
      const isGiven = Object.hasOwn(findings.file.props, blamed);
      const remedy = isGiven ? undefined : `Set ${blamed} to what the cluster can do, or create the topic beforehand`;
      findings.add({ kind: 'invalid-value', key: isGiven ? blamed : key, message, remedy });
    }
  }
}

const DENIED: ReadonlySet<number> = new Set([
  KAFKA_CODES.topicAuthorizationFailed,
  KAFKA_CODES.clusterAuthorizationFailed,
]);

const [INVALID_PARTITIONS, INVALID_REPLICATION_FACTOR] = [37, 38];

/** Which of the settings of a new topic the broker does not like. */
function blamedKey(kafkaCode: number, prefix: string): string {
  if (kafkaCode === INVALID_REPLICATION_FACTOR) return `${prefix}replication.factor`;
  return `${prefix}${kafkaCode === INVALID_PARTITIONS ? 'partitions' : '<setting of the topic>'}`;
}
