import { IntegerConverter } from '../../src/converters/integer-converter';
import { OPTIONAL_INT32_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new IntegerConverter();

describe('IntegerConverter', () => {
  it.each([[-2147483648, '80000000'] as const, [1234, '000004d2'] as const])(
    'writes %p as %s and reads it back',
    (value, hex) => {
      const bytes = converter.fromConnectData('t', { schema: null, value });
      expect(bytes?.toString('hex')).toBe(hex);
      expect(converter.toConnectHeader('t', 'h', bytes)).toEqual({ schema: OPTIONAL_INT32_SCHEMA, value });
    },
  );

  it.each([2147483648, 1.5, '1', 1n])('refuses %p', (value) => {
    expect(() => converter.fromConnectHeader('t', 'h', { schema: null, value })).toThrow(DataError);
  });

  it('refuses bytes of another length', () => {
    expect(() => converter.toConnectData('t', Buffer.alloc(3))).toThrow('Size of data received is not 4');
  });
});
