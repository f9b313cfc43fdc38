import { stringEncodingOf } from '../../src/converters/string-encoding';

describe('stringEncodingOf', () => {
  it.each(['UTF-8', 'UTF-16', 'UTF-16BE', 'UTF-16LE', 'ISO-8859-1', 'windows-1252', 'windows-1251', 'KOI8-R'])(
    'reads back in %s what it wrote',
    (name) => {
      const encoding = stringEncodingOf(name, 'converter.encoding');
      const text = name === 'windows-1251' || name === 'KOI8-R' ? 'Привет, World' : 'Grüße, World';
      expect(encoding.decode(Buffer.from(encoding.encode(text)))).toBe(text);
    },
  );

  it('names the setting when it does not know the character set', () => {
    expect(() => stringEncodingOf('nope', 'converter.encoding')).toThrow(/nope for configuration converter.encoding/);
  });

  it('marks what is no character of the set', () => {
    expect(stringEncodingOf('windows-1252', 's').decode(Buffer.from([0x81]))).toBe('\ufffd');
    expect(stringEncodingOf('US-ASCII', 's').decode(Buffer.from([0x41, 0xe9]))).toBe('A\ufffd');
    expect(stringEncodingOf('UTF-16BE', 's').decode(Buffer.from([0, 0x41, 0]))).toBe('A\ufffd');
  });
});
