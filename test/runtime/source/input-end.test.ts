import { InputEnd } from '../../../src/runtime/source/input-end';
import { FakeClock } from '../../support/fake-clock';

const setUp = (endsRun = true) => {
  const clock = new FakeClock();
  return { clock, end: new InputEnd(clock, endsRun) };
};

describe('InputEnd', () => {
  it('has not come before anybody says so', () => {
    expect(setUp().end.hasEnded).toBe(false);
  });

  it('has come when a poll has said so, also with the last records', () => {
    const { end } = setUp();
    end.pollStarts();
    end.say();
    end.pollEnds(3);
    expect(end.hasEnded).toBe(true);
  });

  it('is taken back by records of a later poll only', () => {
    const { end } = setUp();
    end.say();
    end.pollStarts();
    end.pollEnds(0);
    expect(end.hasEnded).toBe(true);
    end.pollStarts();
    end.pollEnds(1);
    expect(end.hasEnded).toBe(false);
  });

  it('does not wait for a poll that has said so and now waits for more', async () => {
    const { end, clock } = setUp();
    end.pollStarts();
    end.say();
    expect(end.hasEnded).toBe(false);
    await clock.advance(250);
    expect(end.hasEnded).toBe(true);
  });

  it('is a problem where input is not there and the run is to end with it, and nothing otherwise', () => {
    const [once, service] = [setUp(true).end, setUp(false).end];
    const problem = new Error('no file');
    once.say(problem);
    service.say(problem);
    expect(once.problem).toBe(problem);
    expect(service.problem).toBeUndefined();
    expect([once.hasEnded, service.hasEnded]).toEqual([false, false]);
  });
});
