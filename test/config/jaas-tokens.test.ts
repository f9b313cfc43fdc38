import { tokenizeJaas } from '../../src/config/jaas-tokens';

const words = (text: string, isFile = false) => tokenizeJaas(text, { isFile })?.map((token) => token.text);

describe('tokenizeJaas', () => {
  it('leaves out blanks and comments', () => {
    expect(words('a // b\n/* c */ d = "e f" ;')).toEqual(['a', 'd', '=', 'e f', ';']);
  });

  it('takes braces for signs only in a file', () => {
    expect(words('a{b}')).toEqual(['a{b}']);
    expect(words('a{b}', true)).toEqual(['a', '{', 'b', '}']);
  });

  it('tells signs from the same text in quotes', () => {
    expect(tokenizeJaas('= "="')).toEqual([
      { text: '=', isSign: true },
      { text: '=', isSign: false },
    ]);
  });

  it('has none where a quotation mark is missing', () => {
    expect(words('a "b')).toBeUndefined();
  });
});
