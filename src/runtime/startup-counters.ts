/** Owns how often connectors, or tasks, were started and what came of it (Connect's connect-worker-metrics). */
import { DEFAULT_METRIC_CONFIG, SampledStat, type MetricConfig } from './sampled-stat';

/** Counts since the start of the worker. */
export class StartupCounters {
  successes = 0;
  failures = 0;
  /** 1: succeeded, 0: failed. */
  readonly results: SampledStat;

  constructor(config: MetricConfig = DEFAULT_METRIC_CONFIG) {
    this.results = new SampledStat(config);
  }

  get attempts(): number {
    return this.successes + this.failures;
  }

  /** `now`: milliseconds of the monotonic clock. */
  note(hasSucceeded: boolean, now: number): void {
    if (hasSucceeded) this.successes++;
    else this.failures++;
    this.results.record(hasSucceeded ? 1 : 0, now);
  }
}
