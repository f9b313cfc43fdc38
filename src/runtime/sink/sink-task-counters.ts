/** Owns the counters of a sink task (Connect's sink-task-metrics): plain numbers, read when somebody asks. */
import { DEFAULT_METRIC_CONFIG, SampledStat, type MetricConfig } from '../sampled-stat';
import { TaskCounters } from '../task-counters';
import { TimeHistogram } from '../time-histogram';

/** Counts since the start of the task; times in milliseconds, `now` of the monotonic clock. */
export class SinkTaskCounters extends TaskCounters {
  readonly kind = 'sink';
  /** Messages consumed, before transforms. */
  readTotal = 0;
  /** Of their keys and values. */
  readBytes = 0;
  /** Records given to `put`, after transforms. */
  sendTotal = 0;
  /** Commits tried, those with nothing new among them. */
  commitSequence = 0;
  commitCompletions = 0;
  commitFailures = 0;
  /** Commit answers that came after a newer one. */
  commitSkips = 0;
  readonly readSizes: SampledStat;
  readonly sendSizes: SampledStat;
  readonly putTime: SampledStat;
  readonly putTimes = new TimeHistogram();
  readonly completions: SampledStat;
  readonly skips: SampledStat;
  readonly activeCounts: SampledStat;
  /** `active`, counted on from batch to batch: its maximum and average are of these. */
  #counted = 0;
  /** What only the loop knows; asked when somebody asks. */
  live: SinkTaskLive = { active: () => 0, partitions: () => 0 };

  constructor(config: MetricConfig = DEFAULT_METRIC_CONFIG) {
    super(config);
    this.readSizes = new SampledStat(config);
    this.sendSizes = new SampledStat(config);
    this.putTime = new SampledStat(config);
    this.completions = new SampledStat(config);
    this.skips = new SampledStat(config);
    this.activeCounts = new SampledStat(config);
  }

  /** Records consumed and not committed yet, by their offsets. */
  get active(): number {
    return this.live.active();
  }

  /** Partitions that the task has. */
  get partitions(): number {
    return this.live.partitions();
  }

  noteRead(records: number, now: number, bytes = 0): void {
    this.readTotal += records;
    this.readBytes += bytes;
    this.#counted += records;
    this.readSizes.record(records, now);
  }

  /** A `put` that came back, also one of no records. */
  notePut(records: number, ms: number, now: number): void {
    this.sendTotal += records;
    this.sendSizes.record(records, now);
    this.batchSize.record(records, now);
    this.putTime.record(ms, now);
    this.putTimes.observe(ms);
    this.activeCounts.record(this.#counted, now);
  }

  /** Offsets were committed, or went back: what is counted on is put right. */
  recountActive(): void {
    this.#counted = this.live.active();
  }

  override noteCommit(hasSucceeded: boolean, ms: number, now: number): void {
    super.noteCommit(hasSucceeded, ms, now);
    if (hasSucceeded) {
      this.commitCompletions++;
      this.completions.record(1, now);
      this.recountActive();
      this.activeCounts.record(this.#counted, now);
    } else {
      this.commitFailures++;
    }
  }

  noteCommitSkip(now: number): void {
    this.commitSkips++;
    this.skips.record(1, now);
  }
}

/** Numbers that are computed when they are asked for. */
export interface SinkTaskLive {
  readonly active: () => number;
  readonly partitions: () => number;
}
