import { IdleWatch, movedBy } from '../../../src/runtime/ending/idle-watch';
import { FakeClock } from '../../support/fake-clock';
import { FakeSinkReach, FakeSourceReach, fakeTask } from '../../support/fake-reach';

describe('IdleWatch', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const source = new FakeSourceReach();
    return { clock, source, tasks: [fakeTask(source)], watch: new IdleWatch(clock, 1000) };
  };

  it('sees idleness when nothing has moved for the whole time', async () => {
    const { clock, source, tasks, watch } = setUp();
    expect(watch.isIdle(tasks)).toBe(false);
    await clock.advance(999);
    expect(watch.isIdle(tasks)).toBe(false);
    source.moved = 1;
    await clock.advance(1);
    expect(watch.isIdle(tasks)).toBe(false);
    await clock.advance(1000);
    expect(watch.isIdle(tasks)).toBe(true);
    watch.begin();
    expect(watch.isIdle(tasks)).toBe(false);
  });

  it('is not idle while a record is in the hands of a task, or a task starts', async () => {
    const { clock, source, tasks, watch } = setUp();
    watch.isIdle(tasks);
    source.isSettled = false;
    await clock.advance(5000);
    expect(watch.isIdle(tasks)).toBe(false);
    source.isSettled = true;
    expect(watch.isIdle([...tasks, fakeTask(source, { task: 1, phase: 'NEW' })])).toBe(false);
  });

  it('gives a sink time to join its group', async () => {
    const { clock, watch } = setUp();
    const tasks = [fakeTask(new FakeSinkReach())];
    watch.isIdle(tasks);
    await clock.advance(14_000);
    expect(watch.isIdle(tasks)).toBe(false);
    await clock.advance(1000);
    watch.isIdle(tasks);
    await clock.advance(1000);
    expect(watch.isIdle(tasks)).toBe(true);
  });

  it('does not wait for a task that has failed', async () => {
    const { clock, source, watch } = setUp();
    source.isSettled = false;
    const failed = [fakeTask(source, { phase: 'FAILED' })];
    watch.isIdle(failed);
    await clock.advance(1000);
    expect(watch.isIdle(failed)).toBe(true);
  });
});

describe('movedBy', () => {
  it('adds up what all tasks have moved', () => {
    const [one, two] = [new FakeSourceReach(), new FakeSinkReach()];
    Object.assign(one, { moved: 2 });
    Object.assign(two, { moved: 3 });
    expect(movedBy([fakeTask(one), fakeTask(two)])).toBe(5);
  });
});
