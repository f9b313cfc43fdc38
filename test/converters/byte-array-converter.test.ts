import { ByteArrayConverter } from '../../src/converters/byte-array-converter';
import { BYTES_SCHEMA, INT32_SCHEMA, OPTIONAL_BYTES_SCHEMA } from '../../src/data/connect-schema';
import { DataError } from '../../src/errors';

const converter = new ByteArrayConverter();

describe('ByteArrayConverter', () => {
  it('passes bytes through both ways', () => {
    const bytes = Buffer.from([0xff, 0, 1]);
    expect(converter.fromConnectData('t', { schema: BYTES_SCHEMA, value: bytes })).toBe(bytes);
    expect(converter.fromConnectData('t', { schema: null, value: bytes })).toBe(bytes);
    expect(converter.toConnectData('t', bytes)).toEqual({ schema: OPTIONAL_BYTES_SCHEMA, value: bytes });
  });

  it('reads a copy, so that a value may outlive its batch', () => {
    const block = Buffer.from('abcdef');
    const { value } = converter.toConnectData('t', block.subarray(1, 3));
    block.fill(0);
    expect(value).toEqual(Buffer.from('bc'));
  });

  it('keeps null', () => {
    expect(converter.fromConnectData('t', { schema: BYTES_SCHEMA, value: null })).toBeNull();
    expect(converter.toConnectHeader('t', 'h', null).value).toBeNull();
  });

  it('refuses other schemas and other values', () => {
    expect(() => converter.fromConnectData('t', { schema: INT32_SCHEMA, value: Buffer.alloc(1) })).toThrow(
      new DataError('Invalid schema type for ByteArrayConverter: INT32'),
    );
    expect(() => converter.fromConnectHeader('t', 'h', { schema: null, value: 'text' })).toThrow(
      new DataError('ByteArrayConverter is not compatible with objects of type class java.lang.String'),
    );
  });
});
