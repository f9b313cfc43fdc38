/** Owns which topics each connector has used since they were last reset. */

/** Topics by connector. A deleted connector keeps its topics, as in Apache's standalone worker. */
export class ActiveTopics {
  readonly #topics = new Map<string, Set<string>>();
  /** False when nothing is remembered. */
  readonly isEnabled: boolean;

  /** `isEnabled`: `topic.tracking.enable`; nothing is remembered otherwise. */
  constructor(isEnabled = true) {
    this.isEnabled = isEnabled;
  }

  /** Remembers that a connector has read from the topic or written to it. Tasks call it once per run of records. */
  note(connector: string, topic: string): void {
    if (!this.isEnabled) return;
    const topics = this.#topics.get(connector);
    if (topics === undefined) this.#topics.set(connector, new Set([topic]));
    else topics.add(topic);
  }

  /** In the order of their first use; none for a connector that is not known. */
  of(connector: string): string[] {
    return [...(this.#topics.get(connector) ?? [])];
  }

  reset(connector: string): void {
    this.#topics.delete(connector);
  }
}
