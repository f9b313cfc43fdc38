/** Owns the counters of a source task (Connect's source-task-metrics): plain numbers, read when somebody asks. */
import { DEFAULT_METRIC_CONFIG, SampledStat, type MetricConfig } from '../sampled-stat';
import { TaskCounters } from '../task-counters';
import { TimeHistogram } from '../time-histogram';

/** Counts since the start of the task; times in milliseconds, `now` of the monotonic clock. */
export class SourceTaskCounters extends TaskCounters {
  readonly kind = 'source';
  /** Records returned by `poll`, before transforms. */
  pollTotal = 0;
  /** Records acknowledged by Kafka. */
  writeTotal = 0;
  /** Bytes of the keys and values given to Kafka. */
  writeBytes = 0;
  /** Records that were dropped by a transform, or whose failure was tolerated. */
  skippedTotal = 0;
  /** Records that Kafka did not take. */
  sendFailures = 0;
  readonly pollSizes: SampledStat;
  readonly pollTime: SampledStat;
  readonly pollTimes = new TimeHistogram();
  readonly writeSizes: SampledStat;
  readonly activeCounts: SampledStat;
  /** Failures that were tolerated and are not among the settled records yet. */
  #unsettledFailures = 0;

  constructor(config: MetricConfig = DEFAULT_METRIC_CONFIG) {
    super(config);
    this.pollSizes = new SampledStat(config);
    this.pollTime = new SampledStat(config);
    this.writeSizes = new SampledStat(config);
    this.activeCounts = new SampledStat(config);
  }

  /** Records polled that are neither acknowledged nor skipped. */
  get active(): number {
    return this.pollTotal - this.writeTotal - this.skippedTotal;
  }

  notePoll(records: number, ms: number, now: number): void {
    this.pollTotal += records;
    this.pollSizes.record(records, now);
    this.batchSize.record(records, now);
    this.pollTime.record(ms, now);
    this.pollTimes.observe(ms);
    this.activeCounts.record(this.active, now);
  }

  /** A record that was sent and not taken; the task goes on when that is tolerated. */
  noteSendFailure(isTolerated: boolean): void {
    this.sendFailures++;
    if (!isTolerated) return;
    this.skippedTotal++;
    this.#unsettledFailures++;
  }

  /** Records that are settled, tolerated failures among them. */
  noteSettled(records: number, now: number): void {
    if (records === 0) return;
    // A total never goes back: failures are taken off those that settle, not off those that have.
    const failed = Math.min(this.#unsettledFailures, records);
    this.#unsettledFailures -= failed;
    this.writeTotal += records - failed;
    this.writeSizes.record(records - failed, now);
    this.activeCounts.record(this.active, now);
  }
}
