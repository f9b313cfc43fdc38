/** Owns what a consumer is subscribed to: names, of which some may not exist yet, or whatever matches a pattern. */
import type { TopicPartition } from '../api/topic-partition';
import { systemClock } from '../clock';
import type { Subscription } from './clients';
import { toKafkaError, withKafkaErrors } from './kafka-errors';
import { MissingTopics } from './missing-topics';
import { companion, type NativeCompanion } from './native-companion';
import type { RdkafkaHandle } from './rdkafka-handle';
import { isSubscribed, TopicSubscription } from './topic-subscription';

const DEFAULT_REFRESH_MS = 300_000;

/** The subscription of one consumer; a new one takes the place of the old. */
export class ConsumerSubscription {
  readonly #handle: RdkafkaHandle;
  readonly #native: NativeCompanion = companion();
  readonly #timeoutMs: number;
  /** After that time, what was learnt of topics is asked for again. */
  readonly refreshMs: number;
  #pattern: TopicSubscription | undefined;
  #missing: MissingTopics | undefined;

  constructor(handle: RdkafkaHandle) {
    this.#handle = handle;
    this.#timeoutMs = handle.settings.own.defaultApiTimeoutMs;
    this.refreshMs = Number(handle.settings.global['topic.metadata.refresh.interval.ms'] ?? DEFAULT_REFRESH_MS);
  }

  /** Subscribes. Rejects with KafkaError when the client refuses, or the topics of a pattern cannot be listed. */
  async start(subscription: Subscription): Promise<void> {
    this.stop();
    if ('topics' in subscription) {
      this.#subscribeTo(subscription.topics);
      this.#missing = this.#watchFor(subscription.topics);
      return;
    }
    const { settings } = this.#handle;
    this.#pattern = new TopicSubscription({
      matches: subscription.matches,
      excludesInternalTopics: settings.own.excludesInternalTopics,
      listTopics: () => this.#listTopics(),
      subscribe: (topics) => this.#subscribeTo(topics),
      onError: (error) => this.#warn(error),
      refreshMs: this.refreshMs,
      clock: systemClock,
    });
    await this.#pattern.start();
  }

  /** The partitions that a subscription would have now. */
  async partitionsOf(subscription: Subscription): Promise<TopicPartition[]> {
    const { excludesInternalTopics } = this.#handle.settings.own;
    const isWanted = (topic: string) =>
      'topics' in subscription
        ? subscription.topics.includes(topic)
        : isSubscribed(topic, { matches: subscription.matches, excludesInternalTopics });
    const listed = await this.#list();
    return listed.flatMap(({ topic, partitions }) =>
      isWanted(topic) ? Array.from({ length: partitions }, (_, partition) => ({ topic, partition })) : [],
    );
  }

  /** Call when the client says that a topic does not exist. */
  noteMissingTopic(): void {
    this.#missing?.lookOut();
  }

  /** Watches for nothing any more; the client's own subscription stays. */
  stop(): void {
    this.#pattern?.stop();
    this.#missing?.stop();
    this.#pattern = undefined;
    this.#missing = undefined;
  }

  #watchFor(topics: readonly string[]): MissingTopics {
    return new MissingTopics({
      topics,
      listTopics: () => this.#listTopics(),
      onError: (error) => this.#warn(error),
      clock: systemClock,
    });
  }

  #subscribeTo(topics: readonly string[]): void {
    const names = topics.map((topic) => ({ topic, partition: -1 }));
    const kafkaCode = this.#native.subscribe(this.#handle.id, names);
    if (kafkaCode === 0) return;
    const what = `The consumer cannot subscribe to ${topics.join(', ')}`;
    throw toKafkaError({ message: `error ${kafkaCode}`, kafkaCode }, what);
  }

  async #listTopics(): Promise<string[]> {
    return (await this.#list()).map(({ topic }) => topic);
  }

  #list(): Promise<{ readonly topic: string; readonly partitions: number }[]> {
    const listed = this.#native.listTopics(this.#handle.id, this.#timeoutMs);
    return withKafkaErrors('Topics cannot be listed', listed);
  }

  #warn({ message }: Error): void {
    this.#handle.onEvent({ level: 'warn', message });
  }
}
