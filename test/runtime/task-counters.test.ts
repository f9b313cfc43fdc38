import { TaskCounters } from '../../src/runtime/task-counters';

describe('TaskCounters', () => {
  it('takes the times of commits that succeeded, the shares of all, and the histogram of all', () => {
    const counters = new TaskCounters();
    counters.noteCommit(true, 10, 0);
    counters.noteCommit(true, 30, 0);
    counters.noteCommit(false, 500, 0);
    expect([counters.commitTime.average(0), counters.commitTime.max(0)]).toEqual([20, 30]);
    expect(counters.commitResults.share(0, 0)).toBeCloseTo(1 / 3);
    expect(counters.commitTimes.count).toBe(3);
  });
});
