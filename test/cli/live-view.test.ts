import { liveLines } from '../../src/cli/live-view';
import { partitionTally, sinkTally, sourceTally, taskTally } from '../support/run-tallies';

const LOOK = { columns: 100, rows: 30, hasColours: false, hasUnicode: true };

describe('liveLines', () => {
  it('show each task with its state, records, rate and lag', () => {
    const task = taskTally(0, { recordsOut: 1_234_567, perSecond: 1234.5, deadLetters: 0, errors: 0 });
    expect(liveLines([sourceTally('in', { tasks: [task] })], LOOK)).toEqual([
      'in-0  RUNNING     1,234,567 records    1,235/s',
    ]);
    const service = sinkTally('out', { partitions: [partitionTally(0, { to: undefined })] });
    expect(liveLines([service], LOOK)).toEqual([
      'out-0  RUNNING            10 records        5/s  lag 3  2 dead letters',
    ]);
  });

  it('show a bar and the time left where the end is known', () => {
    const [bar] = liveLines([sinkTally('out', { secondsLeft: 75 })], LOOK);
    expect(bar).toBe(`out    ${'█'.repeat(20)}${'░'.repeat(10)}   66 %  10 of 15  1:15 left`);
    expect(liveLines([sinkTally('out', { phase: 'done' })], LOOK)[0]).toMatch(/10 of 15 {2}done$/);
    expect(liveLines([sinkTally('out', { secondsLeft: undefined })], LOOK)[0]).toMatch(/10 of 15$/);
  });

  it('never show less than nothing, or more than all', () => {
    const at = (delivered: number) =>
      liveLines([sinkTally('o', { partitions: [partitionTally(0, { delivered })] })], LOOK);
    expect(at(0)[0]).toContain('  0 %  0 of 15');
    expect(at(99)[0]).toContain('100 %  15 of 15');
  });

  it('show a connector that has no tasks yet', () => {
    const waiting = sinkTally('out', { tasks: [], partitions: [], phase: 'waiting' });
    expect(liveLines([waiting], LOOK)).toEqual(['out  waiting']);
  });

  it('are few enough for the log to be read, and say how many more there are', () => {
    const tasks = [...Array(50).keys()].map((task) => taskTally(task));
    const lines = liveLines([sourceTally('s', { tasks })], { ...LOOK, rows: 10 });
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe('… 45 more');
    expect(liveLines([sourceTally('s', { tasks })], { ...LOOK, rows: 2 })).toEqual(['… 50 more']);
  });

  it.each([10, 30, 50, 70])('are narrower than a terminal of %i columns', (columns) => {
    const connectors = [sinkTally('a-rather-long-name-of-a-connector-that-goes-on'), sourceTally('s')];
    for (const line of liveLines(connectors, { ...LOOK, columns })) expect(line.length).toBeLessThan(columns);
  });

  it('have colours where they are wanted, and no escape code where not', () => {
    const failed = sourceTally('s', { tasks: [taskTally(0, { state: 'FAILED' })] });
    expect(liveLines([failed], { ...LOOK, hasColours: true })[0]).toContain('\u001b[31mFAILED\u001b[0m');
    expect(liveLines([failed], LOOK).join()).not.toContain('\u001b');
  });

  it('are ASCII where the terminal has no more, and let no name move the cursor', () => {
    const lines = liveLines([sinkTally('a\u001b[2Jb')], { ...LOOK, hasUnicode: false });
    expect(lines[0]).toContain('a?[2Jb');
    expect(lines.join()).toMatch(/^[ -~]*$/);
  });
});
