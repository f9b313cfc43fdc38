/** Owns the creation of topics by source tasks (`topic.creation.*`, KIP-158). */
import { ConnectError } from '../../errors';
import type { KafkaAdmin, NewTopic } from '../../kafka/clients';
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
    if ((await this.#admin.describeTopic(topic)) === undefined) await this.#create(topic);
    this.#known.add(topic);
  }

  async #create(topic: string): Promise<void> {
    const group = this.#groups.find(({ includes }) => includes(topic));
    if (group === undefined) {
      throw new ConnectError(
        `Topic ${topic} does not exist and no topic.creation group includes it: create it beforehand`,
      );
    }
    const { partitions, replicationFactor, configs } = group;
    const newTopic: NewTopic = { name: topic, partitions, replicationFactor, configs };
    const isNew = await this.#admin.createTopic(newTopic);
    this.#log.info(isNew ? `Created topic ${topic} with group ${group.name}` : `Found existing topic ${topic}`);
  }
}
