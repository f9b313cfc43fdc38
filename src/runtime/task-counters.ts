/** Owns the counters that every task has (Connect's connector-task-metrics): read when somebody asks. */
import { DEFAULT_METRIC_CONFIG, SampledStat, type MetricConfig } from './sampled-stat';
import { TimeHistogram } from './time-histogram';

/** Batches and commits of one task. Times are milliseconds, `now` is of the monotonic clock. */
export class TaskCounters {
  readonly batchSize: SampledStat;
  /** Of commits that succeeded. */
  readonly commitTime: SampledStat;
  /** 1: succeeded, 0: failed. */
  readonly commitResults: SampledStat;
  /** Of all commits. */
  readonly commitTimes = new TimeHistogram();

  constructor(config: MetricConfig = DEFAULT_METRIC_CONFIG) {
    this.batchSize = new SampledStat(config);
    this.commitTime = new SampledStat(config);
    this.commitResults = new SampledStat(config);
  }

  noteCommit(hasSucceeded: boolean, ms: number, now: number): void {
    if (hasSucceeded) this.commitTime.record(ms, now);
    this.commitResults.record(hasSucceeded ? 1 : 0, now);
    this.commitTimes.observe(ms);
  }
}
