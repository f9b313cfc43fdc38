import { EventLoop, LOOP_CALLS } from '../../src/runtime/event-loop';
import { captureLog } from '../support/silent-log';

function setUp() {
  let now = 0;
  const log = captureLog();
  const loop = new EventLoop(() => now);
  const cells = new Float64Array(loop.memory);
  return { log, loop, cells, pass: (ms: number) => (now += ms) };
}

const PUT = LOOP_CALLS.indexOf('put');
const STOP = LOOP_CALLS.indexOf('stop');

describe('EventLoop', () => {
  it('shows who holds it and since when, for as long as the call lasts', () => {
    const { loop, cells, log, pass } = setUp();
    const holder = loop.holder({ connector: 'c', task: 0 }, log.log);
    pass(5);
    const during = holder.run('put', () => [cells[0], cells[1]]);
    expect(during).toEqual([32 + PUT, 5]);
    expect([cells[0], cells[1]]).toEqual([0, 0]);
  });

  it('shows the outer call again when an inner one is over, and none when one has thrown', () => {
    const { loop, cells, log } = setUp();
    const [first, second] = [loop.holder({ connector: 'a' }, log.log), loop.holder({ connector: 'b' }, log.log)];
    const failing = () =>
      first.run('put', () => {
        second.run('stop', () => expect(cells[0]).toBe(2 * 32 + STOP));
        expect(cells[0]).toBe(32 + PUT);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(cells[0]).toBe(0);
  });

  it('keeps what an owner began last, until it has left', () => {
    const { loop, cells, log } = setUp();
    const holder = loop.holder({ connector: 'c', task: 0 }, log.log);
    void holder.run('put', () => Promise.resolve());
    expect(cells[3]).toBe(PUT);
    holder.leave();
    expect(cells[3]).toBe(0);
  });

  it('tells of owners from their first call on, of those before, and of their end; numbers are used again', () => {
    const { loop, log } = setUp();
    const told: unknown[] = [];
    const early = loop.holder({ connector: 'early' }, log.log);
    early.run('start', () => undefined);
    loop.listen({
      onOwner: (number, owner) => told.push([number, owner.connector]),
      onOwnerGone: (number) => told.push(number),
    });
    const [late, unused] = [loop.holder({ connector: 'late' }, log.log), loop.holder({ connector: 'not' }, log.log)];
    late.run('start', () => undefined);
    late.run('put', () => undefined);
    early.leave();
    early.leave();
    unused.leave();
    loop.holder({ connector: 'third' }, log.log).run('start', () => undefined);
    loop.listen(undefined);
    late.leave();
    expect(told).toEqual([[1, 'early'], [2, 'late'], 1, [1, 'third']]);
  });

  it('counts those that are too many among the unnamed', () => {
    const { loop, cells, log } = setUp();
    const holders = Array.from({ length: 4001 }, (_, task) => loop.holder({ connector: 'c', task }, log.log));
    const shown = holders.map((holder) => holder.run('put', () => cells[0]));
    expect(shown.slice(-2)).toEqual([4000 * 32 + PUT, 0]);
    for (const holder of holders) holder.leave();
    expect(loop.holder({ connector: 'd' }, log.log).run('put', () => cells[0])).toBeGreaterThan(0);
  });
});

describe('LoopHolder, when a call has held the loop', () => {
  it('warns with the call and its time, once a minute', () => {
    const { loop, log, pass } = setUp();
    const holder = loop.holder({ connector: 'c', task: 0 }, log.log);
    holder.run('put', () => pass(1000));
    expect(log.lines).toEqual([]);
    holder.run('conversion', () => pass(2500));
    holder.run('put', () => pass(2000));
    expect(log.lines.map(({ level, msg }) => [level, msg?.split(':')[0]])).toEqual([
      [40, 'converters and transforms held the event loop for 2.5 s without a break'],
    ]);
    pass(60_000);
    holder.run('put', () => pass(2000));
    expect(log.text()).toContain('put held the event loop for 2.0 s');
  });

  it('does not count what is awaited', async () => {
    const { loop, log, pass } = setUp();
    const pending = loop.holder({ connector: 'c' }, log.log).run('poll', () => Promise.resolve());
    pass(5000);
    await pending;
    expect(log.lines).toEqual([]);
  });
});
