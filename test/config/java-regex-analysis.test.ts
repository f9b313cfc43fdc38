import * as analysis from '../../src/config/java-regex-analysis';
import { parseJavaRegex } from '../../src/config/java-regex-parser';

const rootOf = (pattern: string) => parseJavaRegex(pattern).root;

describe('analysis of patterns', () => {
  it.each([
    ['abc', 3, 3],
    ['a?b*', 0, Infinity],
    ['(?:ab|c){2,3}', 2, 6],
    ['a{0}', 0, 0],
    ['\\R', 1, 2],
    ['(?=abc)^', 0, 0],
  ])('measures %s', (pattern, min, max) => {
    expect([analysis.minLength(rootOf(pattern)), analysis.maxLength(rootOf(pattern))]).toEqual([min, max]);
  });

  it('knows which groups are surely set', () => {
    const certain = (pattern: string) => [...analysis.certainGroups(rootOf(pattern))];
    expect(certain('(a)(b)?(?:(c)|(d))')).toEqual([1]);
    expect(certain('(?:(a)b)+')).toEqual([1]);
    expect(certain('(?=(a))(?!(b))')).toEqual([1]);
  });

  it('knows groups that loops and look-arounds may leave stale', () => {
    const uncertain = (pattern: string) => [...analysis.uncertainGroups(rootOf(pattern))];
    expect(uncertain('(a)+(b)')).toEqual([]);
    expect(uncertain('(?:(a)|b)+')).toEqual([1]);
    expect(uncertain('(a*)*')).toEqual([1]);
    expect(uncertain('(?<=(a))b')).toEqual([1]);
    expect(uncertain('(?:(?=(a))b|c)')).toEqual([1]);
    expect([...analysis.isolatedGroups(rootOf('(a)(?>(b))'))]).toEqual([2]);
  });

  it('knows loops that may try an empty turn first', () => {
    expect(analysis.hasEmptyTurnFirst(rootOf('(?:a*|b)*'))).toBe(true);
    expect(analysis.hasEmptyTurnFirst(rootOf('(?:a?b?)*'))).toBe(false);
    expect(analysis.hasConditionalEmptyTurn(rootOf('^|a'))).toBe(true);
    expect(analysis.hasConditionalEmptyTurn(rootOf('a?'))).toBe(false);
  });

  it('knows loops in look-behinds', () => {
    expect(analysis.isGreedyCharLoop(rootOf('a+'))).toBe(true);
    expect(analysis.isGreedyCharLoop(rootOf('ba+'))).toBe(false);
    expect(analysis.hasGroupLoop(rootOf('(a){2}'))).toBe(true);
    expect(analysis.groupsIn(rootOf('(a(b))'))).toEqual([1, 2]);
  });
});
