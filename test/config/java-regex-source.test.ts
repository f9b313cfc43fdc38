import { END, isSurrogate, JavaRegexSource } from '../../src/config/java-regex-source';
import { ConfigError } from '../../src/errors';

function read(pattern: string): string {
  const source = new JavaRegexSource(pattern);
  let text = '';
  for (; source.peek() !== END; source.position += 1) {
    text += (source.isQuoted ? '=' : '') + String.fromCodePoint(source.peek());
  }
  return text;
}

describe('JavaRegexSource', () => {
  it('takes what stands between \\Q and \\E as quoted', () => {
    expect(read('a\\Q.*\\Eb')).toBe('a=.=*b');
    expect(read('\\Qx')).toBe('=x');
  });

  it('sees no mark behind an escaped backslash', () => {
    expect(read('\\\\Qa')).toBe('\\\\Qa');
  });

  it('does not accept quoted characters as syntax', () => {
    const source = new JavaRegexSource('\\Q(\\E(');
    expect(source.accept('(')).toBe(false);
    source.position += 1;
    expect(source.accept('(')).toBe(true);
  });

  it('skips blanks and comments with the flag x alone', () => {
    const source = new JavaRegexSource(' # note\n a');
    source.skipComments();
    expect(source.position).toBe(0);
    source.flags.x = true;
    source.skipComments();
    expect(source.is('a')).toBe(true);
  });

  it('points at the place of an error', () => {
    const source = new JavaRegexSource('abc');
    expect(() => source.fail('Bad', 2)).toThrow('Bad near index 2\nabc\n  ^');
  });

  it('refuses half of a surrogate pair', () => {
    expect(() => new JavaRegexSource('a\ud83d')).toThrow(ConfigError);
    expect([isSurrogate(0xd83d), isSurrogate(0x41)]).toEqual([true, false]);
  });
});
