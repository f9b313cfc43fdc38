import { DoubleConverter } from '../../src/converters/double-converter';
import { OPTIONAL_FLOAT64_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new DoubleConverter();

describe('DoubleConverter', () => {
  it.each([[1.5, '3ff8000000000000'] as const, [Number.MAX_VALUE, '7fefffffffffffff'] as const])(
    'writes %p as %s and reads it back',
    (value, hex) => {
      const bytes = converter.fromConnectData('t', { schema: null, value });
      expect(bytes?.toString('hex')).toBe(hex);
      expect(converter.toConnectHeader('t', 'h', bytes)).toEqual({ schema: OPTIONAL_FLOAT64_SCHEMA, value });
    },
  );

  it.each([1n, 'x'])('refuses %p', (value) => {
    expect(() => converter.fromConnectHeader('t', 'h', { schema: null, value })).toThrow(DataError);
  });

  it('refuses bytes of another length', () => {
    expect(() => converter.toConnectData('t', Buffer.alloc(3))).toThrow('Size of data received is not 8');
  });
});
