import { SourceTaskCounters } from '../../../src/runtime/source/source-task-counters';

describe('SourceTaskCounters', () => {
  it('adds up polls, empty ones too', () => {
    const counters = new SourceTaskCounters();
    counters.notePoll(3, 10, 0);
    counters.notePoll(0, 40, 0);
    counters.notePoll(2, 20, 0);
    expect(counters.pollTotal).toBe(5);
    expect(counters.pollTime.average(0)).toBeCloseTo(70 / 3);
    expect(counters.batchSize.max(0)).toBe(3);
    expect(counters.pollTimes).toMatchObject({ count: 3, sumMs: 70 });
  });

  it('knows what is polled and neither written nor skipped', () => {
    const counters = new SourceTaskCounters();
    counters.notePoll(10, 1, 0);
    counters.skippedTotal++;
    counters.noteSettled(4, 0);
    expect(counters).toMatchObject({ active: 5, writeTotal: 4 });
    expect(counters.activeCounts.max(0)).toBe(10);
  });

  it('never counts a failed send as written, and never counts back, when the failure is known before the record is settled', () => {
    const counters = new SourceTaskCounters();
    counters.notePoll(4, 1, 0);
    counters.noteSettled(2, 0);
    counters.noteSendFailure(true);
    expect(counters.writeTotal).toBe(2);
    counters.noteSettled(2, 0);
    expect(counters).toMatchObject({ writeTotal: 3, skippedTotal: 1, sendFailures: 1, active: 0 });
  });

  it('leaves a record active whose failure fails the task', () => {
    const counters = new SourceTaskCounters();
    counters.notePoll(1, 1, 0);
    counters.noteSendFailure(false);
    expect(counters).toMatchObject({ writeTotal: 0, skippedTotal: 0, active: 1, sendFailures: 1 });
  });
});
