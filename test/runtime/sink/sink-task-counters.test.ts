import { SinkTaskCounters } from '../../../src/runtime/sink/sink-task-counters';

describe('SinkTaskCounters', () => {
  it('adds up puts, empty ones too, and keeps the longest', () => {
    const counters = new SinkTaskCounters();
    counters.notePut(3, 10);
    counters.notePut(0, 40);
    counters.notePut(2, 20);
    expect(counters).toMatchObject({ sendTotal: 5, puts: 3, putTimeTotal: 70, putTimeMax: 40 });
  });
});
