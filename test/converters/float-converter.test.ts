import { FloatConverter } from '../../src/converters/float-converter';
import { OPTIONAL_FLOAT32_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new FloatConverter();

describe('FloatConverter', () => {
  it.each([[1.5, '3fc00000'] as const, [Math.fround(0.1), '3dcccccd'] as const])(
    'writes %p as %s and reads it back',
    (value, hex) => {
      const bytes = converter.fromConnectData('t', { schema: null, value });
      expect(bytes?.toString('hex')).toBe(hex);
      expect(converter.toConnectHeader('t', 'h', bytes)).toEqual({ schema: OPTIONAL_FLOAT32_SCHEMA, value });
    },
  );

  it.each([1n, 'x'])('refuses %p', (value) => {
    expect(() => converter.fromConnectHeader('t', 'h', { schema: null, value })).toThrow(DataError);
  });

  it('refuses bytes of another length', () => {
    expect(() => converter.toConnectData('t', Buffer.alloc(3))).toThrow('Size of data received is not 4');
  });
});
