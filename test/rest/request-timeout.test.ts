import { withinTime } from '../../src/rest/request-timeout';

describe('withinTime', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('gives the answer, and leaves no timer behind', async () => {
    await expect(withinTime(Promise.resolve(1), 1000)).resolves.toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up when the time is over', async () => {
    const late = withinTime(new Promise(() => undefined), 1000);
    jest.advanceTimersByTime(1000);
    await expect(late).resolves.toBeUndefined();
  });

  it('hands on a failure', async () => {
    await expect(withinTime(Promise.reject(new Error('x')), 1000)).rejects.toThrow('x');
  });
});
