import { compilePattern } from '../../src/data/java-date-pattern';

describe('compilePattern', () => {
  it('parts runs of letters from text', () => {
    expect(compilePattern("yyyy-MM'T'''H")).toEqual([
      { kind: 'field', letter: 'y', count: 4 },
      { kind: 'text', text: '-' },
      { kind: 'field', letter: 'M', count: 2 },
      { kind: 'text', text: "T'" },
      { kind: 'field', letter: 'H', count: 1 },
    ]);
  });

  it('names the letter that Java does not know', () => {
    expect(() => compilePattern('yyyy-bb')).toThrow("Illegal pattern character 'b'");
  });

  it('refuses an open quote and a long zone', () => {
    expect(() => compilePattern("yyyy'T")).toThrow('Unterminated quote');
    expect(() => compilePattern('XXXX')).toThrow('length=4');
  });
});
