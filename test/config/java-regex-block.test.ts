import { blockSet } from '../../src/config/java-regex-block';

describe('blockSet', () => {
  it.each(['Basic Latin', 'BasicLatin', 'BASIC_LATIN', 'basiclatin'])('takes the spelling %s', (name) => {
    expect(blockSet(name)).toBe('[\\u{0}-\\u{7f}]');
  });

  it('takes only the spellings that Java takes', () => {
    expect(blockSet('GREEK')).toBe(blockSet('Greek and Coptic'));
    expect(blockSet('GREEK_AND_COPTIC')).toBeUndefined();
    expect(blockSet('Klingon')).toBeUndefined();
  });
});
