import { pluginKindsOf } from '../../src/api/plugin';
import { SimpleHeaderConverter } from '../../src/converters/simple-header-converter';
import { FLOAT64_SCHEMA, INT8_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';

const converter = new SimpleHeaderConverter();

describe('SimpleHeaderConverter', () => {
  it('is a header converter and nothing else, without settings', () => {
    expect(pluginKindsOf(SimpleHeaderConverter)).toEqual(['header_converter']);
    expect(converter.config().keys()).toEqual([]);
  });

  it('writes text', () => {
    expect(converter.fromConnectHeader('t', 'h', { schema: FLOAT64_SCHEMA, value: 1e10 })).toBe('1.0E10');
    expect(converter.fromConnectHeader('t', 'h', { schema: null, value: null })).toBeNull();
  });

  it('guesses the type of what it reads', () => {
    expect(converter.toConnectHeader('t', 'h', Buffer.from('007'))).toEqual({ schema: INT8_SCHEMA, value: 7 });
    expect(converter.toConnectHeader('t', 'h', Buffer.from('a b'))).toEqual({ schema: STRING_SCHEMA, value: 'a b' });
    expect(converter.toConnectHeader('t', 'h', Buffer.alloc(0))).toEqual({ schema: STRING_SCHEMA, value: '' });
  });

  it('finds nothing in no bytes, and in the word null', () => {
    expect(converter.toConnectHeader('t', 'h', null)).toEqual({ schema: null, value: null });
    expect(converter.toConnectHeader('t', 'h', Buffer.from('null'))).toEqual({ schema: null, value: null });
  });

  it('survives headers that are nested without end', () => {
    const text = '['.repeat(50_000);
    expect(converter.toConnectHeader('t', 'h', Buffer.from(text))).toEqual({ schema: STRING_SCHEMA, value: text });
  });
});
