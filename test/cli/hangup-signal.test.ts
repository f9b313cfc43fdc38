import { HangupSignal } from '../../src/cli/hangup-signal';
import { settle } from '../support/fake-clock';
import { captureLog } from '../support/silent-log';

let hangups: HangupSignal;
const before = process.listenerCount('SIGHUP');

afterEach(() => {
  hangups.release();
  expect(process.listenerCount('SIGHUP')).toBe(before);
});

describe('HangupSignal', () => {
  it('acts at each signal, also at one that came before somebody could', async () => {
    hangups = new HangupSignal(captureLog().log, () => false);
    process.emit('SIGHUP');
    const act = jest.fn(() => Promise.resolve());
    hangups.onSignal(act);
    await settle();
    expect(act).toHaveBeenCalledTimes(1);
    process.emit('SIGHUP');
    await settle();
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('never acts twice at the same time; all signals during an act are one more', async () => {
    hangups = new HangupSignal(captureLog().log, () => false);
    const ends: (() => void)[] = [];
    hangups.onSignal(() => new Promise<void>((resolve) => ends.push(resolve)));
    for (let signal = 0; signal < 3; signal++) process.emit('SIGHUP');
    await settle();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await settle();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await settle();
    expect(ends).toHaveLength(2);
  });

  it('stops the process when its terminal is gone, and acts while it is there', async () => {
    const kill = jest.spyOn(process, 'kill').mockImplementation(() => true);
    let isTerminal = true;
    hangups = new HangupSignal(captureLog().log, () => isTerminal);
    const act = jest.fn(() => Promise.resolve());
    hangups.onSignal(act);
    process.emit('SIGHUP');
    await settle();
    expect([act.mock.calls.length, kill.mock.calls.length]).toEqual([1, 0]);
    isTerminal = false;
    process.emit('SIGHUP');
    await settle();
    expect(act).toHaveBeenCalledTimes(1);
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGTERM');
    kill.mockRestore();
  });
});
