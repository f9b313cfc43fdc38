import { SampledStat } from '../../src/runtime/sampled-stat';

const WINDOW = 30_000;

describe('SampledStat', () => {
  it('has no average, maximum or minimum while nothing was recorded, and a rate and shares of 0', () => {
    const stat = new SampledStat();
    expect([stat.average(0), stat.max(0), stat.min(0)]).toEqual([NaN, NaN, NaN]);
    expect([stat.rate(0), stat.share(1, 0), stat.share(0, 0)]).toEqual([0, 0, 0]);
  });

  it('counts a window that has just begun as full, as Kafka does', () => {
    const stat = new SampledStat();
    stat.record(300, 1000);
    expect(stat.rate(1000)).toBe(10);
    // One full window is missing: 15 s have passed, 45 s are counted.
    expect(stat.rate(16_000)).toBeCloseTo(300 / 45);
  });

  it('divides by the time that has passed once the windows are full', () => {
    const stat = new SampledStat();
    stat.record(100, 0);
    stat.record(100, WINDOW);
    expect(stat.rate(WINDOW + 10_000)).toBeCloseTo(200 / 40);
  });

  it('forgets what is older than its windows', () => {
    const stat = new SampledStat();
    stat.record(50, 0);
    stat.record(4, WINDOW);
    expect(stat.max(WINDOW)).toBe(50);
    expect(stat.max(2 * WINDOW)).toBe(4);
    expect(stat.max(3 * WINDOW)).toBeNaN();
    expect(stat.rate(3 * WINDOW)).toBe(0);
  });

  it('keeps going round after long use', () => {
    const stat = new SampledStat({ samples: 2, windowMs: 10 });
    for (let now = 0; now < 1000; now++) stat.record(1, now);
    expect(stat.rate(999)).toBeGreaterThan(900);
    expect(stat.rate(999)).toBeLessThan(1100);
    expect(stat.average(999)).toBe(1);
  });

  it('tells the share of ones', () => {
    const stat = new SampledStat();
    for (const value of [1, 1, 0, 1]) stat.record(value, 0);
    expect([stat.share(1, 0), stat.share(0, 0)]).toEqual([0.75, 0.25]);
  });

  it('survives windows of no length', () => {
    const stat = new SampledStat({ samples: 1, windowMs: 0 });
    stat.record(1, 5);
    expect(stat.rate(5)).toBeGreaterThanOrEqual(0);
  });
});
