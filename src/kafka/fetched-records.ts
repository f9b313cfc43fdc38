/** Owns the records that were fetched and not yet returned: what may be returned next, and where each partition stands. */
import { topicPartitionKey, type TopicPartition, type TopicPartitionOffset } from '../api/topic-partition';
import type { NativeBlock } from './native-companion';
import { PackedBatch, PackedRows } from './packed-batch';

/** Rows of one partition, one after another in one block. */
interface Run {
  readonly rows: PackedRows;
  readonly key: string;
  from: number;
  readonly to: number;
}

/**
 * Records in the order in which they came, except those of paused partitions, which wait for their turn; none of partitions
 * that were given up or sought away from.
 */
export class FetchedRecords {
  #queue: Run[] = [];
  /** Rows of paused partitions that others have overtaken. */
  #held: Run[] = [];
  readonly #paused = new Set<string>();
  /** Partition → the offset after what was fetched. */
  readonly #fetchedTo = new Map<string, number>();
  /** Partition → the offset below which there is nothing more, aborted and control records included. */
  readonly #ends = new Map<string, number>();
  /**
   * Partitions paused while a fetch was under way: librdkafka may give their last record again, in the same block or in
   * the first one that is fetched after they were resumed.
   */
  readonly #mayRepeat = new Map<string, 'in any block' | 'in this block'>();

  /** True when `take` would return nothing. */
  get isEmpty(): boolean {
    return !this.#queue.some((run) => !this.#paused.has(run.key));
  }

  add(block: NativeBlock): void {
    const rows = new PackedRows(block);
    for (let index = 0; index < rows.runs.length; index += 3) {
      const topic = rows.topics[rows.runs[index] ?? 0] ?? '';
      const key = topicPartitionKey({ topic, partition: rows.runs[index + 1] ?? 0 });
      const run: Run = { rows, key, from: rows.runs[index + 2] ?? 0, to: rows.runs[index + 5] ?? rows.count };
      this.#addRun(run);
    }
  }

  #addRun(run: Run): void {
    const mayRepeat = this.#mayRepeat.get(run.key);
    if (mayRepeat !== undefined) {
      if (mayRepeat === 'in this block') this.#mayRepeat.delete(run.key);
      if (run.rows.offset(run.from) + 1 === this.#fetchedTo.get(run.key)) run.from++;
      if (run.from === run.to) return;
    }
    this.#fetchedTo.set(run.key, run.rows.offset(run.to - 1) + 1);
    this.#queue.push(run);
  }

  /** At most `most` records, or undefined. They come from one block. */
  take(most: number): PackedBatch | undefined {
    while (this.#queue[0] !== undefined && this.#paused.has(this.#queue[0].key)) {
      this.#held.push(...this.#queue.splice(0, 1));
    }
    const [first] = this.#queue;
    if (first === undefined) return undefined;
    const start = first.from;
    let end = start;
    let finished = 0;
    for (const run of this.#queue) {
      if (run.rows !== first.rows || run.from !== end || this.#paused.has(run.key)) break;
      end = Math.min(run.to, start + most);
      run.from = end;
      if (end < run.to) break;
      finished++;
    }
    this.#queue.splice(0, finished);
    return new PackedBatch(first.rows, start, end - start);
  }

  pause(partitions: readonly TopicPartition[], isFetching: boolean): void {
    for (const key of partitions.map(topicPartitionKey)) {
      this.#paused.add(key);
      if (isFetching) this.#mayRepeat.set(key, 'in any block');
    }
  }

  /** Call before each fetch. */
  fetchStarts(): void {
    for (const key of this.#mayRepeat.keys()) {
      if (!this.#paused.has(key)) this.#mayRepeat.set(key, 'in this block');
    }
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const key of partitions.map(topicPartitionKey)) this.#paused.delete(key);
    // What was held came first; what is still paused is held again when its turn comes.
    this.#queue = [...this.#held, ...this.#queue];
    this.#held = [];
  }

  isPaused(partition: TopicPartition): boolean {
    return this.#paused.has(topicPartitionKey(partition));
  }

  /** The partition is ours from now on and starts at this offset, or at one that is not known yet (negative). */
  start({ topic, partition, offset }: TopicPartitionOffset): void {
    const key = topicPartitionKey({ topic, partition });
    this.#drop(key);
    if (offset >= 0) this.#fetchedTo.set(key, offset);
  }

  /** The partition is not ours any more. */
  stop(partition: TopicPartition): void {
    const key = topicPartitionKey(partition);
    this.#drop(key);
    this.#paused.delete(key);
  }

  /** There is nothing more in the partition below this offset, aborted and control records included. */
  noteEnd({ topic, partition, offset }: TopicPartitionOffset): void {
    const key = topicPartitionKey({ topic, partition });
    this.#ends.set(key, offset);
  }

  /** Where the partition ended when its end was last reached; undefined when it never was. */
  end(partition: TopicPartition): number | undefined {
    return this.#ends.get(topicPartitionKey(partition));
  }

  /** The offset of the next record that will be returned; undefined when nothing is known yet. */
  position(partition: TopicPartition): number | undefined {
    const key = topicPartitionKey(partition);
    const next = this.#held.find((run) => run.key === key) ?? this.#queue.find((run) => run.key === key);
    if (next !== undefined) return next.rows.offset(next.from);
    const position = Math.max(this.#fetchedTo.get(key) ?? -1, this.#ends.get(key) ?? -1);
    return position < 0 ? undefined : position;
  }

  #drop(key: string): void {
    this.#queue = this.#queue.filter((run) => run.key !== key);
    this.#held = this.#held.filter((run) => run.key !== key);
    this.#fetchedTo.delete(key);
    this.#ends.delete(key);
    this.#mayRepeat.delete(key);
  }
}
