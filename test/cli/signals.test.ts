import { StopSignals } from '../../src/cli/signals';
import { settle } from '../support/fake-clock';
import { captureLog } from '../support/silent-log';

let signals: StopSignals;
let exit: jest.SpyInstance;
const counts = () => [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];
const before = counts();

beforeEach(() => {
  exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
});

afterEach(() => {
  signals.release();
  exit.mockRestore();
});

describe('StopSignals', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('asks for a clean stop at the first %s', async (signal) => {
    const { log, text } = captureLog();
    signals = new StopSignals(log);
    let received: string | undefined;
    void signals.received().then((name) => (received = name));
    await settle();
    expect(received).toBeUndefined();
    process.emit(signal);
    await settle();
    expect(received).toBe(signal);
    expect(text()).toContain(`${signal}: stopping`);
    expect(exit).not.toHaveBeenCalled();
  });

  it.each([
    ['SIGTERM', 'SIGTERM', 143],
    ['SIGINT', 'SIGINT', 130],
    ['SIGINT', 'SIGTERM', 143],
  ] as const)('ends the process at once at the second: %s, then %s', (first, second, code) => {
    const { log, text } = captureLog();
    signals = new StopSignals(log);
    process.emit(first);
    process.emit(second);
    expect(exit).toHaveBeenCalledWith(code);
    expect(text()).toContain('what is not committed will be delivered again');
  });

  it('leaves no listener behind when it is released', () => {
    signals = new StopSignals(captureLog().log);
    expect(counts()).toEqual(before.map((count) => count + 1));
    signals.release();
    signals.release();
    expect(counts()).toEqual(before);
  });
});
