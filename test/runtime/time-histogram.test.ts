import { TIME_BOUNDS_MS, TimeHistogram } from '../../src/runtime/time-histogram';

describe('TimeHistogram', () => {
  it('counts a duration under the first bound that is not smaller, and what is beyond all bounds at the end', () => {
    const histogram = new TimeHistogram();
    for (const ms of [0, 1, 1.5, 60_000, 60_001]) histogram.observe(ms);
    expect(histogram.counts.slice(0, 3)).toEqual([2, 1, 0]);
    expect(histogram.counts.slice(-2)).toEqual([1, 1]);
    expect(histogram).toMatchObject({ count: 5, sumMs: 120_003.5 });
    expect(histogram.counts).toHaveLength(TIME_BOUNDS_MS.length + 1);
  });
});
