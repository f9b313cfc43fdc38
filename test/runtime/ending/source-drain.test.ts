import { SourceDrain } from '../../../src/runtime/ending/source-drain';
import type { WorkerTask } from '../../../src/runtime/worker-task';
import { FakeClock } from '../../support/fake-clock';
import { FakeSourceReach, fakeTask } from '../../support/fake-reach';
import { captureLog } from '../../support/silent-log';

function setUp(count = 2) {
  const clock = new FakeClock();
  const { log, text } = captureLog();
  const reaches = Array.from({ length: count }, () => new FakeSourceReach());
  const tasks: WorkerTask[] = reaches.map((reach, task) => fakeTask(reach, { task }));
  const givenUp = new Set<number>();
  const drain = new SourceDrain({
    ...{ tasks: () => tasks, taskCount: () => Promise.resolve(count), clock, log },
    isGivenUp: (task) => givenUp.has(task),
  });
  const end = () => reaches.forEach((reach) => (reach.hasEnded = true));
  return { clock, text, reaches, tasks, givenUp, drain, end };
}

describe('SourceDrain', () => {
  it('is done when all tasks have ended and their offsets are stored', async () => {
    const { drain, reaches, end } = setUp();
    await drain.look();
    expect(drain.isDone).toBe(false);
    end();
    expect(await drain.look()).toBeUndefined();
    expect(drain.isDone).toBe(true);
    expect(reaches.map(({ commits }) => commits)).toEqual([1, 1]);
    await drain.look();
    expect(reaches[0]?.commits).toBe(1);
  });

  it.each([
    ['one of them has more', ([first]: FakeSourceReach[]) => Object.assign(first ?? {}, { hasEnded: false })],
    [
      'one waits for acknowledgements',
      ([first]: FakeSourceReach[]) => Object.assign(first ?? {}, { isSettled: false }),
    ],
  ])('is not done while %s', async (_what, change) => {
    const { drain, reaches, end } = setUp();
    end();
    change(reaches);
    await drain.look();
    expect(drain.isDone).toBe(false);
  });

  it('waits for a task that is not there yet or starts again, and not for one that is given up', async () => {
    const { drain, tasks, givenUp, end } = setUp();
    end();
    tasks.pop();
    await drain.look();
    expect(drain.isDone).toBe(false);
    givenUp.add(1);
    await drain.look();
    expect(drain.isDone).toBe(true);
  });

  it('says what keeps offsets from being stored, and is not done', async () => {
    const { drain, reaches, end } = setUp();
    end();
    Object.assign(reaches[1] ?? {}, { problem: new Error('disk full') });
    expect((await drain.look())?.message).toBe('disk full');
    expect(drain.isDone).toBe(false);
  });

  it('is done where the connector has made no tasks', async () => {
    const { drain } = setUp(0);
    await drain.look();
    expect(drain.isDone).toBe(true);
  });

  it('says once that the source does not say that it ends', async () => {
    const { drain, clock, text } = setUp();
    await drain.look();
    expect(text()).toBe('');
    await clock.advance(5000);
    await drain.look();
    await drain.look();
    expect(text().match(/has not said/g)).toHaveLength(1);
    drain.giveUpWaiting();
    expect(drain.isDone).toBe(true);
  });
});
