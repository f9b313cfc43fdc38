import { parseJavaRegex } from '../../src/config/java-regex-parser';
import { ConfigError } from '../../src/errors';

describe('parseJavaRegex', () => {
  it.each([
    ['*a', "Dangling meta character '*' near index 0\n*a\n^"],
    ['(a', 'Unclosed group near index 2'],
    ['a)', "Unmatched closing ')'"],
    ['a{2', 'Unclosed counted closure'],
    ['a{,3}', 'Illegal repetition'],
    ['a{3,2}', 'Illegal repetition range'],
    ['a**', "Dangling meta character '*'"],
    ['(?<1>a)', 'does not start with a Latin letter'],
    ['(?<n>a)(?<n>b)', 'Named capturing group <n> is already defined'],
    ['\\k<n>', 'named capturing group <n> does not exist'],
    ['(?y)', 'Unknown inline modifier'],
    ['(?@a)', 'Unknown group type'],
    ['(?c)a', 'Canonical equivalence'],
    ['(?i)(a)\\1', 'together with the flag i'],
    ['\\b{g}', '\\b{g} is not supported'],
  ])('refuses %s', (pattern, message) => {
    expect(() => parseJavaRegex(pattern)).toThrow(ConfigError);
    expect(() => parseJavaRegex(pattern)).toThrow(message);
  });

  it('counts groups and knows their names', () => {
    const { groupCount, groupNames } = parseJavaRegex('(a)(?<x>b)(?:c)(?=(d))');
    expect(groupCount).toBe(3);
    expect(groupNames).toEqual(new Map([['x', 2]]));
  });

  it('takes a second digit of a back-reference only if there is such a group', () => {
    const { root } = parseJavaRegex('(a)\\11');
    expect(root).toMatchObject({
      items: [{ kind: 'group' }, { kind: 'backreference', group: 1 }, { kind: 'char', js: '1' }],
    });
  });

  it('ends flags with the group in which they were set', () => {
    const { root } = parseJavaRegex('(?:(?i)a)a');
    expect(root).toMatchObject({ items: [{ body: { items: [{ js: '[aA]' }] } }, { js: 'a' }] });
  });

  it('reads quantifiers and their modes', () => {
    const { root } = parseJavaRegex('a*b+?c?+d{2}e{2,}f{2,3}');
    expect(root).toMatchObject({
      items: [
        { min: 0, max: Infinity, mode: 'greedy' },
        { min: 1, max: Infinity, mode: 'lazy' },
        { min: 0, max: 1, mode: 'possessive' },
        { min: 2, max: 2 },
        { min: 2, max: Infinity },
        { min: 2, max: 3 },
      ],
    });
  });
});
