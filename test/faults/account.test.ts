import { accountFor, type Evidence } from './account';

function evidence(changes: Partial<Evidence> = {}): Evidence {
  const all = [0, 1, 2, 3];
  return { count: 4, topic: all, output: all, dead: [], struck: [], refused: [], ...changes };
}

/** Committed when the fault struck: the first two lines, of which three were written. */
const STRUCK = { sourceLine: 2, groupOffset: 2, written: 3 };

describe('accountFor', () => {
  it('is content when everything has arrived once, in order', () => {
    expect(accountFor(evidence())).toEqual({
      records: 4,
      lost: [],
      duplicated: 0,
      unexplained: [],
      disordered: undefined,
    });
  });

  it.each([
    ['the topic', { topic: [0, 1, 3] }, [2]],
    ['the file', { output: [0, 1, 3] }, [2]],
    ['the dead-letter queue', { isBad: (n: number) => n === 2, output: [0, 1, 3] }, [2]],
  ])('misses a record that is not in %s', (_where, changes, lost) => {
    expect(accountFor(evidence(changes)).lost).toEqual(lost);
  });

  it('takes a dead letter for a record that belongs there, and not for one that does not', () => {
    const isBad = (n: number) => n === 2;
    expect(accountFor(evidence({ output: [0, 1, 3], dead: [2], isBad })).lost).toEqual([]);
    expect(accountFor(evidence({ output: [0, 1, 3], dead: [2] })).lost).toEqual([2]);
  });

  it('counts what came again after the committed position, and accepts it', () => {
    const again = evidence({ topic: [0, 1, 2, 2, 3], output: [0, 1, 2, 2, 2, 3], struck: [STRUCK] });
    expect(accountFor(again)).toMatchObject({ lost: [], duplicated: 2, unexplained: [] });
  });

  it('does not accept what was committed and came again', () => {
    expect(accountFor(evidence({ topic: [0, 1, 2, 1, 3], struck: [STRUCK] })).unexplained).toContain(1);
    expect(accountFor(evidence({ output: [0, 1, 2, 1, 2, 3], struck: [STRUCK] })).unexplained).toEqual([1]);
  });

  it('does not accept a repetition before any fault', () => {
    expect(accountFor(evidence({ output: [0, 1, 1, 2, 3] })).unexplained).toEqual([1]);
  });

  it('accepts what the task had refused', () => {
    expect(accountFor(evidence({ output: [0, 1, 1, 2, 3], refused: [[1, 2]] })).unexplained).toEqual([]);
  });

  it('does not accept records that nobody put in', () => {
    expect(accountFor(evidence({ output: [0, 1, 2, 3, 9] })).unexplained).toEqual([9]);
  });

  it('excuses what was in a deleted topic, and nothing else', () => {
    const deleted = new Set([0, 1]);
    expect(accountFor(evidence({ topic: [2, 3], output: [0, 2, 3], deleted }))).toMatchObject({ lost: [] });
    expect(accountFor(evidence({ topic: [2, 3], output: [0, 3], deleted }))).toMatchObject({ lost: [2] });
  });

  it('tells when records have changed places', () => {
    expect(accountFor(evidence({ output: [0, 2, 1, 3] })).disordered).toBe(1);
  });
});
