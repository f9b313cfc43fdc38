import { StateTracker } from '../../src/runtime/state-tracker';

describe('StateTracker', () => {
  it('shares the time since the first state out among the states', () => {
    const tracker = new StateTracker<'RUNNING' | 'PAUSED'>('RUNNING', 1000);
    expect(tracker.ratio('RUNNING', 1000)).toBe(0);
    tracker.changeState('PAUSED', 1300);
    tracker.changeState('RUNNING', 1400);
    expect(tracker.ratio('RUNNING', 2000)).toBeCloseTo(0.9);
    expect(tracker.ratio('PAUSED', 2000)).toBeCloseTo(0.1);
  });

  it('goes on in a state that is reported twice', () => {
    const tracker = new StateTracker<'A' | 'B'>('A', 0);
    tracker.changeState('A', 10);
    expect(tracker.ratio('A', 20)).toBe(1);
    expect(tracker.ratio('B', 20)).toBe(0);
  });
});
