/** Owns the creation of topics by source tasks (`topic.creation.*`, KIP-158). */
import { ConnectError, KafkaError } from '../../errors';
import type { KafkaAdmin, NewTopic } from '../../kafka/clients';
import { KAFKA_CODES } from '../../kafka/kafka-errors';
import type { Logger } from '../../logger';
import type { TopicCreationGroupConfig } from '../source-connector-config';

/** Makes sure that a topic exists before the first record goes to it. One per task; the result is kept for its life. */
export class TopicCreation {
  readonly #groups: readonly TopicCreationGroupConfig[];
  readonly #admin: KafkaAdmin;
  readonly #log: Logger;
  readonly #known = new Set<string>();

  /** The last group takes every topic that the others leave. */
  constructor(groups: readonly TopicCreationGroupConfig[], admin: KafkaAdmin, log: Logger) {
    this.#groups = groups;
    this.#admin = admin;
    this.#log = log;
  }

  /** Undefined when the topic is known to exist. Rejects with a retriable KafkaError when the question may be asked again. */
  ensure(topic: string): Promise<void> | undefined {
    return this.#known.has(topic) ? undefined : this.#createIfAbsent(topic);
  }

  async #createIfAbsent(topic: string): Promise<void> {
    if (!(await this.#exists(topic))) await this.#create(topic);
    this.#known.add(topic);
  }

  /** A topic that may not be described may still be created, or found when it is. */
  async #exists(topic: string): Promise<boolean> {
    try {
      return (await this.#admin.describeTopic(topic)) !== undefined;
    } catch (thrown) {
      if (isRefusal(thrown)) return false;
      throw thrown;
    }
  }

  async #create(topic: string): Promise<void> {
    const group = this.#groups.find(({ includes }) => includes(topic));
    if (group === undefined) {
      throw new ConnectError(
        `Topic ${topic} does not exist and no topic.creation group includes it: create it beforehand`,
      );
    }
    const { partitions, replicationFactor, configs } = group;
    const isNew = await this.#created({ name: topic, partitions, replicationFactor, configs });
    this.#log.info(isNew ? `Created topic ${topic} with group ${group.name}` : `Found existing topic ${topic}`);
  }

  async #created(topic: NewTopic): Promise<boolean> {
    try {
      return await this.#admin.createTopic(topic);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      throw new ConnectError(`Task failed to create new topic ${topic.name}: ${thrown.message}. ${REMEDY}`, {
        cause: thrown,
      });
    }
  }
}

/** Answers of a broker that will not create the topic for us. */
const REFUSED: ReadonlySet<number> = new Set([
  KAFKA_CODES.topicAuthorizationFailed,
  KAFKA_CODES.clusterAuthorizationFailed,
  KAFKA_CODES.unsupportedVersion,
]);
const REMEDY =
  'Ensure that the task is authorized to create topics, or create the topic beforehand, and restart the task';

function isRefusal(thrown: unknown): thrown is KafkaError {
  return thrown instanceof KafkaError && REFUSED.has(thrown.kafkaCode);
}
