/** Owns that a topic in which a worker keeps something exists, and keeps the last value of every key. */
import type { Clock } from '../clock';
import { asError, KafkaError, WorkerStartError } from '../errors';
import type { KafkaAdmin, NewTopic } from '../kafka/clients';

/** Around a topic. */
export interface CompactedTopicOptions {
  readonly admin: KafkaAdmin;
  readonly clock: Clock;
  readonly onWarning: (message: string) => void;
  /** The setting that names the topic, and what it holds: for messages. */
  readonly setting: string;
  readonly holds: string;
}

const POLICY = 'cleanup.policy';
/** The brokers tell each other of a new topic. */
const APPEAR_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** Creates the topic unless it exists. Resolves with its number of partitions. Rejects with WorkerStartError. */
export async function ensureCompactedTopic(topic: NewTopic, options: CompactedTopicOptions): Promise<number> {
  const found = await options.admin.describeTopic(topic.name);
  const isNew = found === undefined && (await created(topic, options));
  if (!isNew) await requireCompaction(topic.name, options);
  return found ?? partitionsOf(topic.name, options);
}

async function created(topic: NewTopic, { admin, setting }: CompactedTopicOptions): Promise<boolean> {
  try {
    return await admin.createTopic({ ...topic, configs: { ...topic.configs, [POLICY]: 'compact' } });
  } catch (cause) {
    throw new WorkerStartError(
      `The topic ${topic.name} (${setting}) does not exist and cannot be created: ${asError(cause).message}. ` +
        `Create it beforehand with ${POLICY}=compact, or see to its number of partitions and replication factor`,
      { cause },
    );
  }
}

async function requireCompaction(name: string, options: CompactedTopicOptions): Promise<void> {
  const policy = await policyOf(name, options);
  if (policy === undefined || policy === 'compact') return;
  throw new WorkerStartError(
    `The topic ${name} (${options.setting}) must have ${POLICY}=compact so that no ${options.holds} are lost, but has ` +
      `${POLICY}=${policy}: Kafka would delete ${options.holds} in time. Change the policy of the topic, or name another topic`,
  );
}

/** Undefined where it may not be read, or the broker cannot tell: then the topic is taken as it is. */
async function policyOf(name: string, options: CompactedTopicOptions): Promise<string | undefined> {
  try {
    const policy = (await options.admin.topicConfig(name)).get(POLICY);
    return policy
      ?.split(',')
      .map((part) => part.trim())
      .sort()
      .join(',');
  } catch (thrown) {
    if (!(thrown instanceof KafkaError) || thrown.isRetriable) throw thrown;
    options.onWarning(`Whether topic ${name} is compacted is not known: ${thrown.message}`);
    return undefined;
  }
}

async function partitionsOf(name: string, { admin, clock }: CompactedTopicOptions): Promise<number> {
  const deadline = clock.monotonic() + APPEAR_MS;
  for (;;) {
    const partitions = await admin.describeTopic(name);
    if (partitions !== undefined && partitions > 0) return partitions;
    if (clock.monotonic() > deadline) throw new WorkerStartError(`The topic ${name} was created but does not appear`);
    await clock.sleep(LOOK_AGAIN_MS);
  }
}
