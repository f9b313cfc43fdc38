/** Owns the wait for topics that a consumer is subscribed to by name and that do not exist yet. */
import type { Clock } from '../clock';
import { asError } from '../errors';

/** What the wait works with. */
export interface MissingTopicsOptions {
  readonly topics: readonly string[];
  /**
   * All topics of the cluster. Asking is all that is needed: librdkafka takes the answer for a refresh, and joins anew with
   * topics that have appeared; by itself it would ask again only minutes later.
   */
  readonly listTopics: () => Promise<readonly string[]>;
  readonly onError: (error: Error) => void;
  readonly clock: Clock;
}

const LOOK_MS = 500;

/** Looks for the topics from the first `lookOut` until all are there or `stop`. */
export class MissingTopics {
  readonly #options: MissingTopicsOptions;
  readonly #stopping = new AbortController();
  #isLooking = false;

  constructor(options: MissingTopicsOptions) {
    this.#options = options;
  }

  /** Begins to look, unless it does already. Call when the client says that a topic is not there. */
  lookOut(): void {
    if (this.#isLooking || this.#stopping.signal.aborted) return;
    this.#isLooking = true;
    void this.#look();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #look(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted && !(await this.#areAllThere())) await clock.sleep(LOOK_MS, signal);
    this.#isLooking = false;
  }

  async #areAllThere(): Promise<boolean> {
    const { topics, listTopics, onError } = this.#options;
    try {
      const listed = new Set(await listTopics());
      return topics.every((topic) => listed.has(topic));
    } catch (thrown) {
      onError(asError(thrown));
      return false;
    }
  }
}
