import { SourceRecord } from '../../src/api/source-record';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { decimalSchema } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError } from '../../src/errors';
import { MaskFieldKey, MaskFieldValue } from '../../src/transforms/mask-field';
import { expectGenuineDefinition } from '../support/transform-definitions';

function masker(replacement?: string): MaskFieldValue<SourceRecord> {
  const transformation = new MaskFieldValue<SourceRecord>();
  transformation.configure({ fields: 'f', ...(replacement === undefined ? {} : { replacement }) });
  return transformation;
}

function mask(value: ConnectValue, replacement?: string): ConnectValue | undefined {
  const record = masker(replacement).apply(new SourceRecord({ topic: 't', value: { f: value, other: 1 } }));
  return (record.value as Record<string, ConnectValue>)['f'];
}

function maskTyped(schema: Schema, value: ConnectValue, replacement?: string): ConnectValue {
  const valueSchema = SchemaBuilder.struct().field('f', schema).build();
  const record = new SourceRecord({ topic: 't', valueSchema, value: Struct.of(valueSchema, { f: value }) });
  const result = masker(replacement).apply(record);
  expect(result.valueSchema).toBe(valueSchema);
  return (result.value as Struct).get('f');
}

describe('MaskField', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('MaskField$Key', new MaskFieldKey().config());
    expectGenuineDefinition('MaskField$Value', new MaskFieldValue().config());
  });

  it.each<[ConnectValue, ConnectValue]>([
    [true, false],
    [5, 0],
    [1.5, 0],
    [2n ** 60n, 0n],
    ['secret', ''],
    [new Date(5), new Date(0)],
    [new Decimal(150n, 2), new Decimal(0n, 0)],
    [[1], []],
    [{ a: 1 }, {}],
    [new Map([[1, 2]]), new Map()],
    [null, null],
  ])('hides %p as %p', (value, expected) => {
    expect(mask(value)).toEqual(expected);
  });

  it.each<[Schema, ConnectValue, string, ConnectValue]>([
    [SchemaBuilder.int8().build(), 1, '300', 44],
    [SchemaBuilder.int16().build(), 1, '70000', 4464],
    [SchemaBuilder.int32().build(), 1, '1.9', 1],
    [SchemaBuilder.int64().build(), 1n, '5', 5n],
    [SchemaBuilder.float32().build(), 1, '0.1', Math.fround(0.1)],
    [SchemaBuilder.float64().build(), 1, '1.5', 1.5],
    [SchemaBuilder.string().build(), 'x', '***', '***'],
    [decimalSchema(1), new Decimal(1n, 1), '1.5', new Decimal(15n, 1)],
  ])('replaces %p', (...[schema, value, replacement, expected]) => {
    expect(maskTyped(schema, value, replacement)).toEqual(expected);
  });

  it('replaces numbers without schema by numbers of their kind', () => {
    expect(mask(5, '7.9')).toBe(7);
    expect(mask(0.5, '7.9')).toBe(7.9);
    expect(mask(2n ** 60n, '7')).toBe(7n);
  });

  it.each<ConnectValue>([true, new Date(0), [1], { a: 1 }, Buffer.from('x')])('replaces no %p', (value) => {
    expect(() => mask(value, '1')).toThrow('Cannot mask value of type');
  });

  it('hides neither bytes nor structs', () => {
    expect(() => mask(Buffer.from('x'))).toThrow('Cannot mask value of type: class [B');
    expect(() => mask(new Struct(SchemaBuilder.struct().build()))).toThrow(DataError);
  });

  it('refuses a replacement that is no number where one is needed', () => {
    expect(() => mask(5, 'foo')).toThrow('Unable to convert foo (class java.lang.String) to number');
    expect(() => mask(new Decimal(1n, 0), 'foo')).toThrow(DataError);
  });

  it('adds a field that the map does not have, as null, and leaves the original alone', () => {
    const value = { other: 1 };
    expect(masker().apply(new SourceRecord({ topic: 't', value })).value).toEqual({ other: 1, f: null });
    expect(value).toEqual({ other: 1 });
  });

  it('refuses a null value and an empty replacement', () => {
    expect(() => masker().apply(new SourceRecord({ topic: 't', value: null }))).toThrow(DataError);
    expect(() => masker('')).toThrow(ConfigError);
  });
});
