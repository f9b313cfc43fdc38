/** Owns the reports that are under way: no offset of their partitions may be committed before they are safe. */
import { topicPartitionKey, type TopicPartition } from '../../api/topic-partition';

/** Stands for reports whose partition is not known. */
const ALL = '';

/** Reports of one sink task by the partition of their record. */
export class PendingReports {
  /** A failed report stays until somebody has asked whether its partition is safe. */
  readonly #byPartition = new Map<string, Set<Promise<void>>>();
  #unsettled = 0;
  readonly #roomAwaited: (() => void)[] = [];

  /** Reports that are neither safe nor failed. */
  get size(): number {
    return this.#unsettled;
  }

  /** Remembers a report until it is safe. Without a partition it concerns all of them. */
  add(partition: TopicPartition | undefined, report: Promise<void>): void {
    const key = partition === undefined ? ALL : topicPartitionKey(partition);
    const reports = this.#byPartition.get(key) ?? new Set();
    this.#byPartition.set(key, reports.add(report));
    this.#unsettled++;
    report.then(
      () => this.#settled(() => reports.delete(report)),
      () => this.#settled(),
    );
  }

  /** Resolves when all reports of these partitions are safe. Rejects with the error of one that failed, once. */
  async safe(partitions: Iterable<TopicPartition>): Promise<void> {
    for (const key of [ALL, ...Array.from(partitions, topicPartitionKey)]) {
      const reports = this.#byPartition.get(key);
      if (reports === undefined) continue;
      // A Set gives also what is added meanwhile.
      for (const report of reports) await report.finally(() => reports.delete(report));
    }
  }

  /** Forgets partitions that are lost: nothing of them will be committed. */
  forget(partitions: Iterable<TopicPartition>): void {
    for (const partition of partitions) this.#byPartition.delete(topicPartitionKey(partition));
  }

  /** Resolves when fewer than `most` reports are under way, or when `signal` is aborted. */
  async room(most: number, signal: AbortSignal): Promise<void> {
    if (this.#unsettled < most) return;
    const wake = () => this.#wakeAll();
    signal.addEventListener('abort', wake, { once: true });
    while (this.#unsettled >= most && !signal.aborted) {
      await new Promise<void>((resolve) => this.#roomAwaited.push(resolve));
    }
    signal.removeEventListener('abort', wake);
  }

  #settled(forget?: () => void): void {
    this.#unsettled--;
    forget?.();
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const resolve of this.#roomAwaited.splice(0)) resolve();
  }
}
