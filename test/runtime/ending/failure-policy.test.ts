import { FailurePolicy, RESTARTS, type OnFailure } from '../../../src/runtime/ending/failure-policy';
import { FakeClock, settle } from '../../support/fake-clock';
import { captureLog } from '../../support/silent-log';

const TASK = { connector: 'c', task: 0 };
const CONNECTOR = { connector: 'c', task: undefined };

function setUp(onFailure: OnFailure) {
  const clock = new FakeClock();
  const stopping = new AbortController();
  const restarts: unknown[] = [];
  const exits: string[] = [];
  const policy = new FailurePolicy({
    ...{ onFailure, clock, log: captureLog().log, signal: stopping.signal },
    herder: {
      restartTask: async (id) => void restarts.push(id),
      restartConnector: async (request) => {
        restarts.push(request);
        throw new Error('it fails again');
      },
    },
    onExit: (_failed, { message }) => void exits.push(message),
  });
  return { clock, stopping, restarts, exits, policy };
}

describe('FailurePolicy', () => {
  it('ends the run with `exit`', () => {
    const { policy, exits } = setUp('exit');
    policy.take(TASK, new Error('x'));
    expect(exits).toEqual(['x']);
    expect(policy.isGivenUp(TASK)).toBe(true);
    expect(policy.failure?.message).toBe('x');
  });

  it('does nothing with `keep` but remember the first', () => {
    const { policy, exits } = setUp('keep');
    policy.take(TASK, new Error('first'));
    policy.take(CONNECTOR, new Error('second'));
    expect(exits).toEqual([]);
    expect(policy.failure?.message).toBe('first');
  });

  it('tells the failures of connectors apart', () => {
    const { policy } = setUp('keep');
    policy.take({ connector: 'a', task: 1 }, new Error('of a task'));
    policy.take({ connector: 'b', task: undefined }, new Error('of b'));
    expect(['a', 'b', 'c'].map((name) => policy.failureOf(name)?.message)).toEqual(['of a task', 'of b', undefined]);
  });

  it('restarts after waits that double, until the budget is used up, and then ends the run', async () => {
    const { policy, clock, restarts, exits } = setUp('restart');
    for (const [index, ms] of [500, 1000, 2000, 4000, 8000].entries()) {
      policy.take(TASK, new Error(`${index}`));
      expect(policy.isGivenUp(TASK)).toBe(false);
      await clock.advance(ms - 1);
      expect(restarts).toHaveLength(index);
      await clock.advance(1);
      expect(restarts).toHaveLength(index + 1);
      expect(policy.failure).toBeUndefined();
    }
    expect(restarts).toHaveLength(RESTARTS);
    policy.take(TASK, new Error('last'));
    expect(exits).toEqual(['last']);
    expect(policy.isGivenUp(TASK)).toBe(true);
  });

  it('renews the budget after ten minutes without a failure', async () => {
    const { policy, clock, restarts, exits } = setUp('restart');
    for (let round = 0; round < 3 * RESTARTS; round++) {
      policy.take(TASK, new Error('x'));
      await clock.advance(16_000);
      if (round % RESTARTS === RESTARTS - 1) await clock.advance(600_000);
    }
    expect(exits).toEqual([]);
    expect(restarts).toHaveLength(3 * RESTARTS);
  });

  it('restarts a connector with its tasks, and each thing on its own budget', async () => {
    const { policy, clock, restarts } = setUp('restart');
    policy.take(CONNECTOR, new Error('x'));
    policy.take(TASK, new Error('x'));
    await clock.advance(500);
    await settle();
    expect(restarts).toEqual([{ connector: 'c', onlyFailed: false, includeTasks: true }, TASK]);
  });

  it('restarts nothing any more when the run is over', async () => {
    const { policy, clock, stopping, restarts } = setUp('restart');
    policy.take(TASK, new Error('x'));
    stopping.abort();
    await clock.advance(1000);
    expect(restarts).toEqual([]);
    expect(policy.failure?.message).toBe('x');
  });
});
