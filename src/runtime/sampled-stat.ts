/** Owns a windowed measurement as Kafka's sensors take it: what was recorded within the last windows. */

/** How long is looked back: `metrics.num.samples` windows of `metrics.sample.window.ms`. */
export interface MetricConfig {
  readonly samples: number;
  readonly windowMs: number;
}

export const DEFAULT_METRIC_CONFIG: MetricConfig = { samples: 2, windowMs: 30_000 };

interface Sample {
  start: number;
  lastEvent: number;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/**
 * One sensor. `record` is called once for a batch, a commit, a start; all else when somebody asks. Times are milliseconds of
 * a monotonic clock.
 */
export class SampledStat {
  readonly #config: MetricConfig;
  readonly #samples: Sample[] = [];
  #current = 0;

  constructor(config: MetricConfig = DEFAULT_METRIC_CONFIG) {
    this.#config = config;
  }

  record(value: number, now: number): void {
    const sample = this.#sampleAt(now);
    sample.count++;
    sample.sum += value;
    if (value < sample.min) sample.min = value;
    if (value > sample.max) sample.max = value;
    sample.lastEvent = now;
  }

  /** What was recorded, per second of the windows: those that are not full yet count as full, as in Kafka. */
  rate(now: number): number {
    const { sum } = this.#combine(now);
    return sum / (this.#windowSize(now) / 1000);
  }

  /** NaN when nothing was recorded. */
  average(now: number): number {
    const { sum, count } = this.#combine(now);
    return count === 0 ? Number.NaN : sum / count;
  }

  /** NaN when nothing was recorded. */
  max(now: number): number {
    const { max, count } = this.#combine(now);
    return count === 0 ? Number.NaN : max;
  }

  /** NaN when nothing was recorded. */
  min(now: number): number {
    const { min, count } = this.#combine(now);
    return count === 0 ? Number.NaN : min;
  }

  /** Of ones and zeros: the share of those that are `value`, 0 when nothing was recorded. */
  share(value: 0 | 1, now: number): number {
    const { sum, count } = this.#combine(now);
    if (count === 0) return 0;
    return value === 1 ? sum / count : (count - sum) / count;
  }

  #sampleAt(now: number): Sample {
    const sample = this.#samples[this.#current];
    if (sample === undefined) return this.#add(now);
    if (now - sample.start < this.#config.windowMs) return sample;
    // One more than is looked at: the oldest overlaps the edge of the windows.
    this.#current = (this.#current + 1) % (this.#config.samples + 1);
    const next = this.#samples[this.#current];
    return next === undefined ? this.#add(now) : reset(next, now);
  }

  #add(now: number): Sample {
    const sample = reset({ start: 0, lastEvent: 0, count: 0, sum: 0, min: 0, max: 0 }, now);
    this.#samples.push(sample);
    return sample;
  }

  #combine(now: number): Pick<Sample, 'count' | 'sum' | 'min' | 'max'> {
    this.#purge(now);
    const all = { count: 0, sum: 0, min: Infinity, max: -Infinity };
    for (const { count, sum, min, max } of this.#samples) {
      all.count += count;
      all.sum += sum;
      all.min = Math.min(all.min, min);
      all.max = Math.max(all.max, max);
    }
    return all;
  }

  #purge(now: number): void {
    const expiry = this.#config.samples * this.#config.windowMs;
    for (const sample of this.#samples) if (now - sample.lastEvent >= expiry) reset(sample, now);
  }

  #windowSize(now: number): number {
    const { samples, windowMs } = this.#config;
    const oldest = this.#samples.reduce((start, sample) => Math.min(start, sample.start), now);
    const elapsed = now - oldest;
    const missing = samples - 1 - Math.floor(elapsed / windowMs);
    return Math.max(missing > 0 ? elapsed + missing * windowMs : elapsed, 1);
  }
}

function reset(sample: Sample, now: number): Sample {
  return Object.assign(sample, { start: now, lastEvent: now, count: 0, sum: 0, min: Infinity, max: -Infinity });
}
