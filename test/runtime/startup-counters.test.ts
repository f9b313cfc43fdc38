import { StartupCounters } from '../../src/runtime/startup-counters';

describe('StartupCounters', () => {
  it('counts each start once, by what came of it', () => {
    const startups = new StartupCounters();
    startups.note(true, 0);
    startups.note(false, 0);
    startups.note(true, 0);
    expect(startups).toMatchObject({ attempts: 3, successes: 2, failures: 1 });
    expect(startups.results.share(1, 0)).toBeCloseTo(2 / 3);
  });
});
