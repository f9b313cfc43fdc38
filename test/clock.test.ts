import { systemClock } from '../src/clock';

beforeEach(() => jest.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => jest.useRealTimers());

async function isOver(sleep: Promise<void>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([sleep, Promise.resolve(pending)])) !== pending;
}

describe('systemClock', () => {
  it('tells the hour, and an interval that does not follow when the hour is set back', () => {
    expect(systemClock.now()).toBe(1_700_000_000_000);
    const before = systemClock.monotonic();
    jest.setSystemTime(0);
    expect(systemClock.now()).toBe(0);
    jest.advanceTimersByTime(250);
    expect(systemClock.monotonic() - before).toBeCloseTo(250);
  });

  it('sleeps for as long as it is asked to', async () => {
    const sleep = systemClock.sleep(1000);
    await jest.advanceTimersByTimeAsync(999);
    expect(await isOver(sleep)).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await isOver(sleep)).toBe(true);
  });

  it('ends a sleep without an error when it is aborted, and leaves no timer behind', async () => {
    const abort = new AbortController();
    const sleep = systemClock.sleep(1000, abort.signal);
    expect(jest.getTimerCount()).toBe(1);
    abort.abort();
    await expect(sleep).resolves.toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not begin to sleep when it is aborted already', async () => {
    await systemClock.sleep(1000, AbortSignal.abort());
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no listener on a signal that outlives the sleep', async () => {
    const { signal } = new AbortController();
    const remove = jest.spyOn(signal, 'removeEventListener');
    const sleep = systemClock.sleep(10, signal);
    await jest.advanceTimersByTimeAsync(10);
    await sleep;
    expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
  });

  it('does not end at once what is longer than a timer can be', async () => {
    const sleep = systemClock.sleep(Number.MAX_SAFE_INTEGER);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await isOver(sleep)).toBe(false);
  });

  it('takes a negative time for none', async () => {
    const sleep = systemClock.sleep(-5);
    await jest.advanceTimersByTimeAsync(0);
    expect(await isOver(sleep)).toBe(true);
  });
});
