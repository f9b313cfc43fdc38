import { compileReplacement } from '../../src/config/java-replacement';
import { IllegalArgumentError } from '../../src/errors';

const groups = { groupCount: 1, groupNames: new Map([['name', 1]]) };

describe('compileReplacement', () => {
  it.each([
    ['plain', ['plain']],
    ['$1', [1]],
    ['$0', [0]],
    ['$11', [1, '1']],
    ['a${name}b', ['a', 1, 'b']],
    ['\\$1', ['$1']],
    ['\\\\', ['\\']],
    ['\\a', ['a']],
    ['', []],
  ])('reads %s', (text, parts) => {
    expect(compileReplacement(text, groups).parts).toEqual(parts);
  });

  it('takes as many digits as make the number of a group', () => {
    expect(compileReplacement('$123', { groupCount: 12, groupNames: new Map() }).parts).toEqual([12, '3']);
  });

  it.each([
    ['$', 'group index is missing'],
    ['$$', 'Illegal group reference'],
    ['$&', 'Illegal group reference'],
    ['a\\', 'character to be escaped is missing'],
    ['$2', 'No group 2'],
    ['${other}', 'No group with name {other}'],
    ['${name', "missing trailing '}'"],
    ['${}', "missing trailing '}'"],
    ['${1a}', 'starts with digit'],
  ])('refuses %s', (text, message) => {
    expect(() => compileReplacement(text, groups)).toThrow(IllegalArgumentError);
    expect(() => compileReplacement(text, groups)).toThrow(message);
  });
});
