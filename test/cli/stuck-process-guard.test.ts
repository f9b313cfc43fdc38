import { StopSignals } from '../../src/cli/signals';
import { StuckProcessGuard, type NativeGuard } from '../../src/cli/stuck-process-guard';
import type { LogFormat } from '../../src/logger';
import { EventLoop } from '../../src/runtime/event-loop';
import { heldProgram } from '../support/held-program';
import { captureLog } from '../support/silent-log';

jest.setTimeout(60_000);

function setUp(format: LogFormat = 'pretty', { received = 0, isFirst = true } = {}) {
  const calls: unknown[] = [];
  const note = (name: string) => (value?: unknown, more?: unknown) =>
    void calls.push([name, value, more].filter((part) => part !== undefined));
  const native: NativeGuard = {
    guardStart: jest.fn(() => isFirst),
    guardName: (number, line, label) => void calls.push(['name', number, line, label]),
    guardDeadline: note('deadline'),
    guardEndsIn: note('endsIn'),
    guardAcknowledge: note('acknowledge'),
    guardBeat: note('beat'),
    guardStop: note('stop'),
  };
  const loop = new EventLoop(() => 42);
  const redact = (text: string) => text.replace('hunter2', '****');
  const guard = new StuckProcessGuard({ native, loop, output: { format, redact }, received });
  return { calls, native, loop, guard, log: captureLog().log };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('StuckProcessGuard', () => {
  it('names who is there by the line that the logger would write, its secrets masked', () => {
    const lines = (['json', 'pretty', 'java'] as const).map((format) => {
      const { guard, loop, log, calls } = setUp(format);
      guard.start();
      loop.holder({ connector: 'a "b" hunter2', task: 1 }, log).run('put', () => undefined);
      guard.release();
      return (calls as string[][])[0]?.slice(2);
    });
    const logger = 'org.apache.kafka.connect.runtime.Worker';
    expect(lines).toEqual([
      [
        `{"level":60,"time":{time},"connector":"a \\"b\\" ****","task":1,"logger":"${logger}","msg":"{text}"}`,
        '[a \\"b\\" ****|task-1] ',
      ],
      ['[{time}] FATAL [a "b" ****|task-1] {text} (Worker)', '[a "b" ****|task-1] '],
      [`[{time}] FATAL [a "b" ****|task-1] {text} (${logger})`, '[a "b" ****|task-1] '],
    ]);
  });

  it('names a connector as its own lines do, and forgets who has ended', () => {
    const { guard, loop, log, calls } = setUp();
    guard.start();
    const holder = loop.holder({ connector: 'c' }, log);
    holder.run('stop', () => undefined);
    holder.leave();
    guard.release();
    expect(calls).toEqual([
      ['name', 1, '[{time}] FATAL [c|worker] {text} (Worker)', '[c|worker] '],
      ['name', 1, '', ''],
      ['stop'],
    ]);
  });

  it('begins with the clock of the loop, the signals that came before, and a deadline', () => {
    const { guard, native, loop } = setUp('pretty', { received: 1 });
    guard.start();
    guard.release();
    expect(native.guardStart).toHaveBeenCalledWith(loop.memory, 42, 1, expect.objectContaining({ deadlineMs: 7000 }));
  });

  it('says that the loop is alive only from the first signal, or the expected end, until its release', () => {
    const beats = (act: (guard: StuckProcessGuard) => void) => {
      const { guard, calls } = setUp();
      guard.start();
      act(guard);
      jest.advanceTimersByTime(1000);
      guard.release();
      jest.advanceTimersByTime(1000);
      return calls.filter((call) => String(call) === 'beat').length;
    };
    expect(beats(() => undefined)).toBe(0);
    expect(beats((guard) => guard.expectEnd(5000))).toBe(0);
    expect(beats((guard) => guard.acknowledge())).toBe(11);
    expect(beats((guard) => guard.expectEnd(0))).toBe(11);
  });

  it('waits for the time of the worker, with a margin', () => {
    const { guard, calls } = setUp();
    guard.start();
    guard.setGrace(1000);
    guard.release();
    expect(calls).toEqual([['deadline', 3000], ['stop']]);
  });

  it('leaves the process to another guard that is there', () => {
    const { guard, calls } = setUp('pretty', { isFirst: false });
    guard.start();
    guard.setGrace(1000);
    guard.acknowledge();
    guard.expectEnd(0);
    guard.release();
    expect(calls).toEqual([]);
  });

  it('hears of each signal, and is let go of with the listeners', () => {
    const { guard, calls, log } = setUp();
    const signals = new StopSignals(log);
    signals.useGuard(guard);
    process.emit('SIGTERM');
    expect(signals.count).toBe(1);
    signals.release();
    signals.release();
    expect(calls).toEqual([['acknowledge'], ['beat'], ['stop']]);
  });
});

describe('A process under guard', () => {
  beforeEach(() => jest.useRealTimers());

  it('ends with 70 and names the task whose call holds the loop', async () => {
    const { code, errors } = await heldProgram(['json', 'hold'], (child) => void child.kill('SIGTERM'));
    expect(code).toBe(70);
    const line = JSON.parse(errors) as Record<string, unknown>;
    expect(line).toMatchObject({ level: 60, connector: 'a "sink"', task: 3 });
    expect(Math.abs(Date.now() - Number(line['time']))).toBeLessThan(60_000);
    expect(line['msg']).toMatch(/^put has held the event loop for \d+\.\d s and does not come back: .* code 70/);
  });

  it('names what was begun when the loop is held after a wait', async () => {
    const { code, errors } = await heldProgram(['pretty', 'wait'], (child) => void child.kill('SIGINT'));
    expect(code).toBe(70);
    expect(errors).toMatch(
      /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] FATAL code outside of any call of a task; begun and perhaps not over: \[a "sink"\|task-3\] poll has held/m,
    );
  });

  it('ends without a signal when its time is over', async () => {
    const { code, errors } = await heldProgram(['java', 'end'], () => undefined);
    expect(code).toBe(70);
    expect(errors).toMatch(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] FATAL \[a "sink"\|task-3\] stop has held/m);
  });

  it('ends at once at the second signal that it cannot hear', async () => {
    const { code, errors } = await heldProgram(['pretty', 'hold', '50000'], async (child) => {
      child.kill('SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(errors).toContain('SIGINT again: ending at once while put holds the event loop');
  });

  it('may take longer than the deadline, as long as its loop comes back', async () => {
    const { code, errors } = await heldProgram(['pretty', 'work', '3000'], (child) => void child.kill('SIGTERM'));
    expect([code, errors]).toEqual([7, expect.not.stringContaining('FATAL')]);
  });

  it('is as without one when the guard is released', async () => {
    const { code, errors } = await heldProgram(['pretty', 'release'], (child) => void child.kill('SIGTERM'));
    expect([code, errors]).toEqual([7, expect.not.stringContaining('FATAL')]);
  });
});
