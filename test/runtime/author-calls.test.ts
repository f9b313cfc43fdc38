import { AuthorCalls } from '../../src/runtime/author-calls';
import { FakeClock, settle } from '../support/fake-clock';

function setUp() {
  const clock = new FakeClock(0);
  return { clock, calls: new AuthorCalls(clock) };
}

describe('AuthorCalls', () => {
  it('gives every answer back, at once where it is there at once', async () => {
    const { calls } = setUp();
    await expect(calls.watch('poll', Promise.resolve(3))).resolves.toBe(3);
    expect(calls.watch('poll', null)).toBeNull();
    const failure = Promise.reject(new Error('no'));
    await expect(calls.watch('put', failure)).rejects.toThrow('no');
  });

  it('begins once what begins its work when it is awaited, as the query builders of databases do', async () => {
    const { calls } = setUp();
    const query = { then: jest.fn((done: (rows: number) => void) => done(7)) };
    await expect(calls.watch('put', query)).resolves.toBe(7);
    expect(query.then).toHaveBeenCalledTimes(1);
  });

  it('knows the call that has been under way for the longest time, until it comes back', async () => {
    const { calls, clock } = setUp();
    let endPut: () => void = () => undefined;
    void calls.watch('put', new Promise<void>((resolve) => (endPut = resolve)));
    await clock.advance(10);
    void calls.watch('preCommit', new Promise(() => undefined));
    expect(calls.oldest).toEqual({ method: 'put', since: 0 });
    endPut();
    await settle();
    expect(calls.oldest).toEqual({ method: 'preCommit', since: 10 });
  });

  it('forgets a call that fails, and never notes one that answers at once', async () => {
    const { calls } = setUp();
    calls.watch('put', undefined);
    expect(calls.oldest).toBeUndefined();
    await calls.watch('put', Promise.reject(new Error('no'))).catch(() => undefined);
    await settle();
    expect(calls.oldest).toBeUndefined();
  });
});
