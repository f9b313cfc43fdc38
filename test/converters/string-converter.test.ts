import { pluginKindsOf } from '../../src/api/plugin';
import { ConfigError } from '../../src/errors';
import { StringConverter } from '../../src/converters/string-converter';
import { OPTIONAL_STRING_SCHEMA, FLOAT64_SCHEMA } from '../../src/data/connect-schema';

function converter(encoding?: string): StringConverter {
  const made = new StringConverter();
  made.configure(encoding === undefined ? {} : { 'converter.encoding': encoding }, false);
  return made;
}

describe('StringConverter', () => {
  it('is a converter and a header converter', () => {
    expect(pluginKindsOf(StringConverter)).toEqual(['converter', 'header_converter']);
  });

  it('hands out the string itself for UTF-8', () => {
    expect(converter().fromConnectData('t', { schema: null, value: 'grün €' })).toBe('grün €');
  });

  it('reads text with an optional string schema, null included', () => {
    expect(converter().toConnectData('t', Buffer.from('grün'))).toEqual({
      schema: OPTIONAL_STRING_SCHEMA,
      value: 'grün',
    });
    expect(converter().toConnectData('t', null)).toEqual({ schema: OPTIONAL_STRING_SCHEMA, value: null });
    expect(converter().fromConnectData('t', { schema: null, value: null })).toBeNull();
  });

  it('writes what is no string as the text of Java', () => {
    expect(converter().fromConnectData('t', { schema: FLOAT64_SCHEMA, value: 1e10 })).toBe('1.0E10');
    expect(converter().fromConnectHeader('t', 'h', { schema: null, value: { a: 1, b: ['x', null] } })).toBe(
      '{a=1, b=[x, null]}',
    );
  });

  it.each([
    ['UTF-16', 'aé', 'feff006100e9'],
    ['UTF-16LE', 'aé', '6100e900'],
    ['utf-16be', 'aé', '006100e9'],
    ['ISO-8859-1', 'aé€😀', '61e93f3f'],
    ['US-ASCII', 'aé', '613f'],
    ['windows-1252', 'aé€', '61e980'],
    ['ISO-8859-15', '€', 'a4'],
  ])('writes %s as Java does', (encoding, text, hex) => {
    const written = converter(encoding).fromConnectData('t', { schema: null, value: text });
    expect(Buffer.from(written ?? '').toString('hex')).toBe(hex);
  });

  it.each([
    ['UTF-16', 'feff006100e9', 'aé'],
    ['UTF-16', 'fffe6100e900', 'aé'],
    ['UTF-16', '006100e9', 'aé'],
    ['windows-1252', '61e980', 'aé€'],
    ['ISO-8859-1', '61e9', 'aé'],
  ])('reads %s of %s', (encoding, hex, text) => {
    expect(converter(encoding).toConnectData('t', Buffer.from(hex, 'hex')).value).toBe(text);
  });

  it('writes half a surrogate pair as a question mark', () => {
    expect(converter().fromConnectData('t', { schema: null, value: 'a\ud800b' })).toBe('a?b');
  });

  it('refuses an unknown character set when it is configured', () => {
    expect(() => converter('EBCDIC-7')).toThrow(ConfigError);
  });
});
