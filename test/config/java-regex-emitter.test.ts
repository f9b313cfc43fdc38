import { emitJavaScript } from '../../src/config/java-regex-emitter';
import { parseJavaRegex } from '../../src/config/java-regex-parser';
import { ConfigError } from '../../src/errors';

const emit = (pattern: string) => emitJavaScript(parseJavaRegex(pattern), pattern);
const matches = (pattern: string, text: string) => new RegExp(`^(?:${emit(pattern).source})$`, 'v').test(text);

describe('emitJavaScript', () => {
  it('never goes back into a possessive loop or an atomic group', () => {
    expect(matches('a++b', 'aab')).toBe(true);
    expect(matches('a++ab', 'aab')).toBe(false);
    expect(matches('(?>a|ab)c', 'abc')).toBe(false);
    expect(matches('(?:a|ab){2}+', 'aba')).toBe(false);
  });

  it('numbers groups past those that it adds', () => {
    expect(emit('a++(b)').groupNumbers[1]).toBe(2);
    expect(matches('a++(b)\\1', 'abb')).toBe(true);
  });

  it('fails at a back-reference to a group that has not taken part', () => {
    expect(matches('(a)?b\\1', 'b')).toBe(false);
    expect(matches('(a)?b\\1', 'aba')).toBe(true);
    expect(matches('(a)|b\\1', 'b')).toBe(false);
    expect(matches('b\\3', 'b')).toBe(false);
  });

  it('keeps what an optional part matched even if it is nothing', () => {
    const regex = new RegExp(emit('(a*)?').source, 'v');
    expect(regex.exec('b')).toMatchObject({ 0: '', 1: '' });
  });

  it.each([
    ['(?<=a{2,})b', 'obvious maximum length'],
    ['(?<=(a){2})b', 'obvious maximum length'],
    ['(?<=a?+)b', 'in a look-behind'],
    ['(a)(?<=(?=\\1)a)', 'in a look-behind'],
    ['(?:(a)|b\\1)+', 'loop or look-around'],
    ['(a\\1?){2}', 'loop or look-around'],
    ['a(?!(b))|\\1', 'loop or look-around'],
    ['(a?)?b\\1', 'unset or empty'],
    ['(?>(?:a*|b)*)', 'may match nothing'],
    ['(?:^|a){2}', 'may match nothing'],
  ])('refuses %s', (pattern, message) => {
    expect(() => emit(pattern)).toThrow(ConfigError);
    expect(() => emit(pattern)).toThrow(message);
  });
});
