import { LongConverter } from '../../src/converters/long-converter';
import { OPTIONAL_INT64_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new LongConverter();

describe('LongConverter', () => {
  it.each([[9223372036854775807n, '7fffffffffffffff'] as const, [-1n, 'ffffffffffffffff'] as const])(
    'writes %p as %s and reads it back',
    (value, hex) => {
      const bytes = converter.fromConnectData('t', { schema: null, value });
      expect(bytes?.toString('hex')).toBe(hex);
      expect(converter.toConnectHeader('t', 'h', bytes)).toEqual({ schema: OPTIONAL_INT64_SCHEMA, value });
    },
  );

  it.each([9223372036854775808n, 2 ** 53, 'x'])('refuses %p', (value) => {
    expect(() => converter.fromConnectHeader('t', 'h', { schema: null, value })).toThrow(DataError);
  });

  it('refuses bytes of another length', () => {
    expect(() => converter.toConnectData('t', Buffer.alloc(3))).toThrow('Size of data received is not 8');
  });
});
