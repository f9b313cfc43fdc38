/** Owns the draining of one sink: up to which offsets it is to deliver, and whether it has. */
import { topicPartitionKey, TopicPartitionMap, type TopicPartition } from '../../api/topic-partition';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { PartitionReach, SinkReach } from '../task-reach';
import type { WorkerTask } from '../worker-task';
import type { PartitionProgress } from './run-progress';
import type { SinkInput } from './sink-input';

/** What the drain of a sink is made with. */
export interface SinkDrainOptions {
  readonly input: SinkInput;
  /** The sink's tasks that run here now. */
  readonly tasks: () => readonly WorkerTask[];
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a fetch that finds nothing may wait at the broker. */
  readonly fetchWaitMs: number;
}

/** A partition on its way to its end. */
interface Target {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  to: number;
  delivered: number;
  committed: number;
  /** Since when nothing has come though the end is not reached. */
  stuckAt: number;
  stuckSince: number;
  hasAnswered: boolean;
}

/** How often a task is asked again to commit. */
const ASK_AGAIN_MS = 500;
/** How long nothing may come before a gap at the end of a partition is believed. */
const GAP_MS = 3000;

/** One sink on its way to its end. */
export class SinkDrain {
  readonly input: SinkInput;
  readonly #options: SinkDrainOptions;
  readonly #targets = new TopicPartitionMap<Target>();
  readonly #askedAt = new WeakMap<SinkReach, number>();
  readonly #moved = new WeakMap<SinkReach, number>();

  constructor(options: SinkDrainOptions) {
    this.#options = options;
    this.input = options.input;
  }

  get isDone(): boolean {
    return this.#open().length === 0;
  }

  /** Takes the ends as they are now: of all partitions, or of those of some topics. */
  async takeEnds(isWanted: (topic: string) => boolean = () => true): Promise<void> {
    for (const { topic, partition, from, to } of await this.input.read()) {
      if (!isWanted(topic)) continue;
      const known = this.#targets.get({ topic, partition });
      if (known !== undefined) known.to = Math.max(known.to, to);
      else {
        const start = { topic, partition, from, delivered: from, committed: from };
        this.#targets.set(start, { ...start, to, stuckAt: -1, stuckSince: 0, hasAnswered: false });
      }
    }
  }

  /** Looks at the tasks, and asks those to commit that have reached the end. Call it again and again. */
  look(): void {
    for (const task of this.#options.tasks()) {
      const { reach } = task;
      if (reach?.kind !== 'sink' || task.phase !== 'RUNNING') continue;
      const partitions = reach.partitions();
      const open = partitions.filter((partition) => this.#note(partition));
      if (open.length > 0 && open.every((partition) => this.#isReached(partition))) this.#ask(reach);
      else this.#watchForGaps(reach, open);
    }
  }

  /** Learns what other members of the group have committed. Rejects when Kafka does not say. */
  async lookAtGroup(): Promise<void> {
    const own = new Set(this.#assigned().map(topicPartitionKey));
    const foreign = this.#open().filter((target) => !own.has(topicPartitionKey(target)));
    if (foreign.length === 0) return;
    for (const [partition, offset] of await this.input.committed(foreign)) {
      const target = this.#targets.get(partition);
      if (target === undefined) continue;
      target.committed = Math.max(target.committed, offset);
      target.delivered = Math.max(target.delivered, offset);
    }
  }

  progress(): PartitionProgress[] {
    return [...this.#targets].map(([, { topic, partition, from, to, delivered, committed }]) => ({
      ...{ topic, partition, from, to, delivered, committed },
      isDone: committed >= to,
    }));
  }

  /** What is left, a line for each partition. */
  left(): string[] {
    const own = new Set(this.#assigned().map(topicPartitionKey));
    return this.#open().map((target) => {
      const where = own.has(topicPartitionKey(target)) ? '' : ', not assigned to this worker';
      const delivered = target.delivered > target.committed ? `, delivered up to ${target.delivered}` : '';
      return `${topicPartitionKey(target)} committed at ${target.committed} of ${target.to}${delivered}${where}`;
    });
  }

  #open(): Target[] {
    return [...this.#targets].map(([, target]) => target).filter(({ committed, to }) => committed < to);
  }

  #assigned(): TopicPartition[] {
    return this.#options.tasks().flatMap(({ reach }) => (reach?.kind === 'sink' ? reach.partitions() : []));
  }

  /** Takes in where a partition stands; true while it is to be drained. */
  #note(partition: PartitionReach): boolean {
    const target = this.#targets.get(partition);
    if (target === undefined) return false;
    target.delivered = partition.delivered;
    target.committed = partition.committed;
    return target.committed < target.to;
  }

  #isReached(partition: PartitionReach): boolean {
    return Math.max(partition.delivered, partition.fetched ?? 0) >= (this.#targets.get(partition)?.to ?? 0);
  }

  #ask(reach: SinkReach): void {
    const now = this.#options.clock.monotonic();
    if (!reach.isSettled || now < (this.#askedAt.get(reach) ?? -Infinity) + ASK_AGAIN_MS) return;
    this.#askedAt.set(reach, now);
    reach.finish();
  }

  /** Compaction may have removed the last records before an end: nothing comes, and nothing says so. */
  #watchForGaps(reach: SinkReach, open: readonly PartitionReach[]): void {
    const isIdle = reach.isSettled && reach.moved === this.#moved.get(reach);
    this.#moved.set(reach, reach.moved);
    for (const partition of open) {
      const target = this.#targets.get(partition);
      if (target === undefined || partition.fetched === undefined || this.#isReached(partition)) continue;
      if (isIdle && partition.fetched === target.stuckAt) this.#judge(target);
      else
        Object.assign(target, {
          stuckAt: partition.fetched,
          stuckSince: this.#options.clock.monotonic(),
          hasAnswered: false,
        });
    }
  }

  /** The broker that answers for the partition would have given what there is. */
  #judge(target: Target): void {
    const { clock, log, input, fetchWaitMs } = this.#options;
    const gapMs = Math.max(GAP_MS, 3 * fetchWaitMs);
    if (clock.monotonic() < target.stuckSince + gapMs) return;
    if (target.hasAnswered) {
      log.info(
        `${topicPartitionKey(target)}: nothing is left between ${target.stuckAt} and ${target.to}, it was compacted`,
      );
      target.to = target.stuckAt;
      return;
    }
    const { stuckSince } = target;
    input.probe(target).then(
      () => (target.hasAnswered = target.stuckSince === stuckSince),
      () => (target.stuckSince = clock.monotonic()),
    );
  }
}
