import { SinkTaskCounters } from '../../../src/runtime/sink/sink-task-counters';

describe('SinkTaskCounters', () => {
  it('adds up reads and puts, empty puts too', () => {
    const counters = new SinkTaskCounters();
    counters.noteRead(6, 0);
    counters.notePut(3, 10, 0);
    counters.notePut(0, 40, 0);
    counters.notePut(2, 20, 0);
    expect(counters).toMatchObject({ readTotal: 6, sendTotal: 5 });
    expect(counters.putTime.max(0)).toBe(40);
    expect(counters.batchSize.average(0)).toBeCloseTo(5 / 3);
    expect(counters.putTimes).toMatchObject({ count: 3, sumMs: 70 });
  });

  it('asks the loop for what only it knows, when it is asked itself', () => {
    const counters = new SinkTaskCounters();
    let active = 1;
    counters.live = { active: () => active, partitions: () => 4 };
    active = 7;
    expect([counters.active, counters.partitions]).toEqual([7, 4]);
  });

  it('follows what is read and not committed from batch to batch, and puts it right with each commit', () => {
    const counters = new SinkTaskCounters();
    counters.live = { active: () => 2, partitions: () => 1 };
    counters.noteRead(10, 0);
    counters.notePut(10, 1, 0);
    counters.noteCommit(true, 5, 0);
    expect(counters.activeCounts.max(0)).toBe(10);
    expect(counters.activeCounts.min(0)).toBe(2);
    expect(counters).toMatchObject({ commitCompletions: 1, commitFailures: 0 });
  });

  it('tells failed commits and late answers apart', () => {
    const counters = new SinkTaskCounters();
    counters.noteCommit(false, 5, 0);
    counters.noteCommitSkip(0);
    expect(counters).toMatchObject({ commitCompletions: 0, commitFailures: 1, commitSkips: 1 });
    expect(counters.commitResults.share(0, 0)).toBe(1);
    expect(counters.commitTime.average(0)).toBeNaN();
  });
});
