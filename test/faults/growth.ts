/** Owns the question whether a figure that wavers grows: the straight line through its samples. */

/** A look at the worker. */
export interface Sample {
  /** Share of the whole time that has passed. */
  readonly share: number;
  /** Megabytes. */
  readonly rss: number;
  /** Megabytes of JavaScript's heap, the least of the last seconds. */
  readonly heap: number;
  /** Records that have not arrived. */
  readonly lag: number;
}

/** How a figure went, in its own unit. */
export interface Growth {
  readonly samples: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** By how much the line rises from the first sample to the last. */
  readonly total: number;
}

/** A figure is flat when its line rises by less than this share of its mean, or so many megabytes where it is small. */
const FLAT_SHARE = 0.1;
const FLAT_MB = 4;

/** The line of least squares through the figure. */
export function growthOf(samples: readonly Sample[], figure: 'rss' | 'heap'): Growth {
  const values = samples.map((sample) => sample[figure]);
  const mean = average(values);
  const middle = average(samples.map(({ share }) => share));
  const covariance = samples.reduce(
    (sum, { share }, index) => sum + (share - middle) * ((values[index] ?? 0) - mean),
    0,
  );
  const variance = samples.reduce((sum, { share }) => sum + (share - middle) ** 2, 0);
  const width = (samples.at(-1)?.share ?? 0) - (samples[0]?.share ?? 0);
  const total = variance === 0 ? 0 : (covariance / variance) * width;
  return { samples: samples.length, mean, least: Math.min(...values), most: Math.max(...values), total };
}

/** Whether it stays where it is. Nothing is flat without samples. */
export function isFlat({ samples, mean, total }: Growth): boolean {
  return samples > 1 && total <= Math.max(mean * FLAT_SHARE, FLAT_MB);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
