import { ShortConverter } from '../../src/converters/short-converter';
import { OPTIONAL_INT16_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new ShortConverter();

describe('ShortConverter', () => {
  it.each([[-32768, '8000'] as const, [123, '007b'] as const])('writes %p as %s and reads it back', (value, hex) => {
    const bytes = converter.fromConnectData('t', { schema: null, value });
    expect(bytes?.toString('hex')).toBe(hex);
    expect(converter.toConnectHeader('t', 'h', bytes)).toEqual({ schema: OPTIONAL_INT16_SCHEMA, value });
  });

  it.each([32768, 1.5, 'x', true])('refuses %p', (value) => {
    expect(() => converter.fromConnectHeader('t', 'h', { schema: null, value })).toThrow(DataError);
  });

  it('refuses bytes of another length', () => {
    expect(() => converter.toConnectData('t', Buffer.alloc(3))).toThrow('Size of data received is not 2');
  });
});
