import { Tokenizer, tokenize, trimControls } from '../../src/data/values-tokenizer';

describe('tokenize', () => {
  it.each([
    ['', []],
    ['  ', ['  ']],
    ['a:b', ['a', ':', 'b']],
    ['"simple" string', ['"', 'simple', '"', ' string']],
    ['si\\"mple', ['si\\"mple']],
    ['a\\\\,b', ['a\\\\', ',', 'b']],
    ['a\\', ['a\\']],
    ['[{', ['[', '{']],
  ])('cuts %j', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
    expect(tokens.join('')).toBe(text);
  });
});

describe('Tokenizer', () => {
  it('skips blanks on the way to what it expects, even if that is not there', () => {
    const tokens = new Tokenizer('[ "a"');
    expect(tokens.canConsume('[')).toBe(true);
    expect(tokens.canConsume(']')).toBe(false);
    expect(tokens.next()).toBe('"');
  });

  it('comes back to a mark, and takes several tokens or none', () => {
    const tokens = new Tokenizer('a:b');
    const mark = tokens.mark();
    expect(tokens.nextAll(4)).toBeUndefined();
    expect(tokens.nextAll(3)).toBe('a:b');
    expect(tokens.hasNext()).toBe(false);
    tokens.rewindTo(mark);
    expect(tokens.next()).toBe('a');
  });
});

describe('trimControls', () => {
  it('cuts off what is not above the space', () => {
    expect(trimControls('\u0000\t a b\n ')).toBe('a b');
    expect(trimControls('\u00a0a')).toBe('\u00a0a');
  });
});
