/** Owns a subscription by pattern: which topics match now, asked again from time to time. */
import type { Clock } from '../clock';
import { asError } from '../errors';

const INTERNAL_TOPICS: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

/** What a subscription works with. */
export interface TopicSubscriptionOptions {
  /** Answers for a whole topic name. */
  readonly matches: (topic: string) => boolean;
  readonly excludesInternalTopics: boolean;
  /** All topics of the cluster. */
  readonly listTopics: () => Promise<Iterable<string>>;
  /** Called with the matching topics, sorted, whenever they have changed. */
  readonly subscribe: (topics: string[]) => void;
  /** Told of what goes wrong in the background; the next refresh tries again. */
  readonly onError: (error: Error) => void;
  readonly refreshMs: number;
  readonly clock: Clock;
}

/** True when a subscription by pattern has the topic. */
export function isSubscribed(
  topic: string,
  { matches, excludesInternalTopics }: Pick<TopicSubscriptionOptions, 'matches' | 'excludesInternalTopics'>,
): boolean {
  return !(excludesInternalTopics && INTERNAL_TOPICS.has(topic)) && matches(topic);
}

/** Watches the topics of the cluster from `start` until `stop`. */
export class TopicSubscription {
  readonly #options: TopicSubscriptionOptions;
  readonly #stopping = new AbortController();
  #topics = '';

  constructor(options: TopicSubscriptionOptions) {
    this.#options = options;
  }

  /** Subscribes to what matches now. Rejects when the topics cannot be listed. */
  async start(): Promise<void> {
    await this.#refresh();
    void this.#watch();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #watch(): Promise<void> {
    const { clock, refreshMs, onError } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      await clock.sleep(refreshMs, signal);
      if (signal.aborted) return;
      try {
        await this.#refresh();
      } catch (error) {
        onError(asError(error));
      }
    }
  }

  async #refresh(): Promise<void> {
    const { listTopics, subscribe } = this.#options;
    const topics = [...(await listTopics())].filter((topic) => isSubscribed(topic, this.#options)).sort();
    const text = topics.join(',');
    if (this.#stopping.signal.aborted || text === this.#topics) return;
    this.#topics = text;
    subscribe(topics);
  }
}
