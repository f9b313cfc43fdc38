/** Owns topics that were deleted and made anew while they were consumed: the old positions would skip records of the new. */
import { TopicPartitionMap, type TopicPartition } from '../api/topic-partition';
import type { Clock } from '../clock';
import { asError, KafkaError } from '../errors';
import type { ClientEvent, KafkaConsumer, RebalanceListener } from './clients';
import { KAFKA_CODES } from './kafka-errors';

/** What every failure of a commit says first. */
export const COMMIT_FAILED = 'Offsets cannot be committed';

/** What the search needs of its consumer. */
export type WatchedConsumer = Pick<KafkaConsumer, 'assignment' | 'topicIds' | 'seek' | 'wakeup'>;

/** What it works with. */
export interface RecreatedTopicsOptions {
  /** Says where a partition without a committed offset begins. */
  readonly resetPosition: (partition: TopicPartition) => Promise<number>;
  /** A topic that brings nothing, so that nothing is committed, is asked for once in this time. */
  readonly refreshMs: number;
  /** Commits, whatever the topics are. */
  readonly commit: (offsets: TopicPartitionMap<number>) => Promise<unknown>;
  readonly clock: Clock;
}

/**
 * A broker answers the requests of one connection in turn, and at the end of a partition a fetch may wait there for 500 ms: a
 * commit does not. Topics that the late answer tells of are begun anew all the same.
 */
const LOOK_MS = 50;
/** Nor does it ask for what was answered just now, short runs commit soon after they have begun: the next `poll` after this time does. */
const FRESH_MS = 250;

/**
 * A topic keeps its id (KIP-516) from its creation to its deletion, so another id under the same name is another topic. Ids
 * are learnt when partitions are assigned and compared before each commit; brokers before 2.8 have none, and nothing is found
 * there. Committed offsets that are gone would tell less: a commit that is under way while its topic is deleted survives it.
 */
export class RecreatedTopics {
  readonly #consumer: WatchedConsumer;
  readonly #options: RecreatedTopicsOptions;
  /** Of each topic that was ever consumed, also while its partitions are with other members. */
  readonly #ids = new Map<string, string>();
  readonly #found = new Set<string>();
  #listener: RebalanceListener | undefined;
  #lastLook = -Infinity;
  #answeredAt = -Infinity;

  constructor(consumer: WatchedConsumer, options: RecreatedTopicsOptions) {
    this.#consumer = consumer;
    this.#options = options;
  }

  /** The listener for the group, which tells this one of everything. */
  watch(listener: RebalanceListener): RebalanceListener {
    this.#listener = listener;
    return listener;
  }

  /** Call before partitions are assigned: once they are fetched from, the answer may wait behind a fetch that finds nothing. */
  learn(partitions: readonly TopicPartition[]): void {
    this.#lookInBackground(partitions);
  }

  /** True when `beginAnew` has something to do. */
  get hasFound(): boolean {
    return this.#found.size > 0;
  }

  /** Call in each `poll`, with the time of a monotonic clock: looks at what is assigned when that was long ago. */
  lookNowAndThen(now: number): void {
    if (this.#listener === undefined || now - this.#lastLook < this.#options.refreshMs) return;
    this.#lastLook = now;
    this.#lookInBackground(this.#consumer.assignment());
  }

  /** Commits what is of topics that are still the same; rejects when some are not, and the next `poll` begins them anew. */
  async commit(offsets: TopicPartitionMap<number>): Promise<void> {
    if (offsets.size === 0) return;
    await this.#lookFirst([...offsets.keys()]);
    const valid = new TopicPartitionMap([...offsets].filter(([{ topic }]) => !this.#found.has(topic)));
    if (valid.size > 0) await this.#options.commit(valid);
    if (valid.size === offsets.size) return;
    const kafkaCode = KAFKA_CODES.unknownTopicOrPartition;
    throw new KafkaError(`${COMMIT_FAILED}: a topic was deleted`, { kafkaCode, isRetriable: true });
  }

  /** Rejects when the broker has said in time that it cannot tell. */
  async #lookFirst(partitions: readonly TopicPartition[]): Promise<void> {
    const isKnown = partitions.every(({ topic }) => this.#ids.has(topic));
    const now = this.#options.clock.monotonic();
    if (isKnown && now < this.#answeredAt + FRESH_MS) {
      this.#lastLook = now + FRESH_MS - this.#options.refreshMs;
      return;
    }
    const look = this.#look(partitions);
    // With nothing to compare with, a late answer might already be that of another topic.
    if (!isKnown) return look;
    // Where nobody waits any more, a failure does not matter.
    look.catch(() => undefined);
    const waiting = new AbortController();
    try {
      await Promise.race([look, this.#options.clock.sleep(LOOK_MS, waiting.signal)]);
    } finally {
      waiting.abort();
    }
  }

  async #look(partitions: readonly TopicPartition[]): Promise<void> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    if (topics.length === 0) return;
    const ids = await this.#consumer.topicIds(topics);
    this.#answeredAt = this.#options.clock.monotonic();
    for (const topic of topics) this.#compare(topic, ids.get(topic));
    if (this.hasFound) this.#consumer.wakeup();
  }

  /** `id`: empty where the broker gives none, undefined where there is no such topic. */
  #compare(topic: string, id: string | undefined): void {
    const known = this.#ids.get(topic) ?? '';
    if (known === '') {
      if (id !== undefined) this.#ids.set(topic, id);
    } else if (id !== '' && id !== known) this.#found.add(topic);
  }

  /** A member that has just joined need not wait for it, and the first commit makes up for it. */
  #lookInBackground(partitions: readonly TopicPartition[]): void {
    this.#look(partitions).catch(() => undefined);
  }

  /** Lets go of what was found as if it were lost, and takes it again from where the new topic begins. Called in `poll`. */
  async beginAnew(report: (event: ClientEvent) => void): Promise<void> {
    const partitions = this.#consumer.assignment().filter(({ topic }) => this.#found.has(topic));
    this.#found.clear();
    if (partitions.length === 0) return;
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const starts = await this.#startsOf(topics, partitions, report);
    if (starts === undefined) return;
    const message = `${topics.join(', ')} was deleted and created anew while it was consumed: it is read as a new topic`;
    report({ level: 'warn', message });
    await this.#listener?.onLost(partitions);
    for (const start of starts.positions) await this.#consumer.seek(start);
    // A commit that was under way may have left an old position, which would be the beginning of the next start.
    const begun = new TopicPartitionMap(starts.positions.map((start) => [start, start.offset]));
    await this.#options.commit(begun).catch(() => undefined);
    for (const [topic, id] of starts.ids) this.#ids.set(topic, id);
    await this.#listener?.onAssigned(partitions);
  }

  /** Undefined where a new topic is not there yet: the next look finds out again. */
  async #startsOf(
    topics: readonly string[],
    partitions: readonly TopicPartition[],
    report: (event: ClientEvent) => void,
  ): Promise<Starts | undefined> {
    try {
      const ids = await this.#consumer.topicIds(topics);
      const missing = topics.filter((topic) => !ids.has(topic));
      if (missing.length > 0) throw new Error(`${missing.join(', ')} does not exist`);
      const positions = partitions.map(async (partition) => {
        return { ...partition, offset: await this.#options.resetPosition(partition) };
      });
      return { ids, positions: await Promise.all(positions) };
    } catch (error) {
      const message = `A topic that was deleted cannot be read as a new one yet: ${asError(error).message}`;
      report({ level: 'warn', message });
      return undefined;
    }
  }
}

/** Where new topics begin. */
interface Starts {
  readonly ids: ReadonlyMap<string, string>;
  readonly positions: readonly (TopicPartition & { readonly offset: number })[];
}
