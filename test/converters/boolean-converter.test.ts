import { BooleanConverter } from '../../src/converters/boolean-converter';
import { BOOLEAN_SCHEMA, INT32_SCHEMA, OPTIONAL_BOOLEAN_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new BooleanConverter();

describe('BooleanConverter', () => {
  it.each([
    [true, '01'],
    [false, '00'],
  ])('writes %p as %s and reads it back', (value, hex) => {
    const bytes = converter.fromConnectData('t', { schema: BOOLEAN_SCHEMA, value });
    expect(bytes?.toString('hex')).toBe(hex);
    expect(converter.toConnectData('t', bytes)).toEqual({ schema: OPTIONAL_BOOLEAN_SCHEMA, value });
  });

  it('keeps null', () => {
    expect(converter.fromConnectHeader('t', 'h', { schema: null, value: null })).toBeNull();
    expect(converter.toConnectHeader('t', 'h', null)).toEqual({ schema: OPTIONAL_BOOLEAN_SCHEMA, value: null });
  });

  it('refuses other schemas, other values and other bytes', () => {
    expect(() => converter.fromConnectData('t', { schema: INT32_SCHEMA, value: true })).toThrow(DataError);
    expect(() => converter.fromConnectData('t', { schema: null, value: 1 })).toThrow(DataError);
    expect(() => converter.toConnectData('t', Buffer.of(2))).toThrow('Unexpected byte received: 2');
    expect(() => converter.toConnectData('t', Buffer.alloc(2))).toThrow(DataError);
  });
});
