import { SourceTaskCounters } from '../../../src/runtime/source/source-task-counters';

describe('SourceTaskCounters', () => {
  it('adds up polls, empty ones too, and keeps the longest', () => {
    const counters = new SourceTaskCounters();
    counters.notePoll(3, 10);
    counters.notePoll(0, 40);
    counters.notePoll(2, 20);
    expect(counters).toMatchObject({ pollTotal: 5, polls: 3, pollTimeTotal: 70, pollTimeMax: 40 });
  });
});
