import * as fc from 'fast-check';
import { SourceRecord } from '../../src/api/source-record';
import type { ConnectObject, ConnectValue } from '../../src/data/connect-value';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { DATE_SCHEMA, decimalSchema, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError } from '../../src/errors';
import { CastKey, CastValue } from '../../src/transforms/cast';
import { expectGenuineDefinition } from '../support/transform-definitions';

function cast(spec: string, value: ConnectValue, valueSchema: Schema | null = null): SourceRecord {
  const transformation = new CastValue<SourceRecord>();
  transformation.configure({ spec });
  return transformation.apply(new SourceRecord({ topic: 't', value, valueSchema }));
}

describe('Cast', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('Cast$Value', new CastValue().config());
    expectGenuineDefinition('Cast$Key', new CastKey().config());
  });

  it.each(['', 'foo:faketype', 'foo:array', 'foo:bytes', 'foo:int8:extra', 'faketype', 'a:int8,int8'])(
    'refuses the spec "%s"',
    (spec) => {
      expect(() => new CastValue().configure({ spec })).toThrow(ConfigError);
    },
  );

  it('takes types in any case, with blanks around', () => {
    expect(cast(' a : INT8 ', { a: '5' }).value).toEqual({ a: 5 });
  });

  it('works on the key', () => {
    const transformation = new CastKey<SourceRecord>();
    transformation.configure({ spec: 'string' });
    expect(transformation.apply(new SourceRecord({ topic: 't', key: 5, value: 5 }))).toMatchObject({
      key: '5',
      value: 5,
    });
  });

  it('lets null pass', () => {
    expect(cast('int8', null, STRING_SCHEMA)).toMatchObject({ value: null, valueSchema: STRING_SCHEMA });
  });

  it('keeps name, doc and default of a whole value', () => {
    const schema = SchemaBuilder.int32().name('n').version(2).doc('d').defaultValue(7).build();
    const { value, valueSchema } = cast('int64', 1, schema);
    expect(value).toBe(1n);
    expect(valueSchema).toMatchObject({ type: 'INT64', name: 'n', version: 2, doc: 'd', defaultValue: 7n });
  });

  it('changes the listed fields of a struct, and nothing else', () => {
    const schema = SchemaBuilder.struct()
      .optional()
      .name('s')
      .field('a', SchemaBuilder.int32().optional().doc('gone').defaultValue(3))
      .field('b', INT32_SCHEMA)
      .build();
    const { value, valueSchema } = cast('a:string,nope:int8', Struct.of(schema, { b: 2 }), schema);
    expect(valueSchema).toMatchObject({ isOptional: true, name: 's' });
    expect(valueSchema?.field('a')?.schema).toMatchObject({
      type: 'STRING',
      isOptional: true,
      defaultValue: '3',
      doc: undefined,
    });
    expect((value as Struct).rawValues).toEqual(['3', 2]);
  });

  it('casts the default of a struct too', () => {
    const inner = SchemaBuilder.struct().field('a', INT32_SCHEMA);
    const schema = inner.defaultValue(Struct.of(inner.build(), { a: 5 })).build();
    const { valueSchema } = cast('a:string', Struct.of(schema, { a: 1 }), schema);
    expect((valueSchema?.defaultValue as Struct).rawValues).toEqual(['5']);
  });

  it('adds a listed field that a map does not have, as null', () => {
    const value = { b: 1 };
    expect(cast('a:int8', value).value).toEqual({ a: null, b: 1 });
    expect(value).toEqual({ b: 1 });
  });

  it('takes __proto__ for a key like any other', () => {
    const value = JSON.parse('{"__proto__":"5","a":1}') as ConnectObject;
    const result = cast('__proto__:int8', value).value as ConnectObject;
    expect(Object.entries(result)).toEqual([
      ['__proto__', 5],
      ['a', 1],
    ]);
  });

  it('gives a value or a DataError for any pair of types', () => {
    const day = fc.integer({ min: -1000, max: 1000 }).map((days) => new Date(days * 86_400_000));
    const sources: fc.Arbitrary<[Schema | null, ConnectValue]> = fc.oneof(
      fc.integer().map((value): [Schema, ConnectValue] => [INT32_SCHEMA, value]),
      fc
        .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
        .map((value): [Schema, ConnectValue] => [SchemaBuilder.int64().build(), value]),
      fc.double().map((value): [Schema, ConnectValue] => [SchemaBuilder.float64().build(), value]),
      fc.float().map((value): [Schema, ConnectValue] => [SchemaBuilder.float32().build(), value]),
      fc.string().map((value): [Schema, ConnectValue] => [STRING_SCHEMA, value]),
      fc.boolean().map((value): [Schema, ConnectValue] => [SchemaBuilder.boolean().build(), value]),
      day.map((value): [Schema, ConnectValue] => [DATE_SCHEMA, value]),
      day.map((value): [Schema, ConnectValue] => [TIMESTAMP_SCHEMA, value]),
      fc.bigInt().map((value): [Schema, ConnectValue] => [decimalSchema(2), new Decimal(value, 2)]),
      fc.uint8Array().map((value): [Schema, ConnectValue] => [SchemaBuilder.bytes().build(), Buffer.from(value)]),
      fc
        .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
        .map((value): [null, ConnectValue] => [null, value as ConnectValue]),
    );
    const targets = fc.constantFrom('int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string');
    fc.assert(
      fc.property(sources, targets, ([schema, value], target) => {
        try {
          cast(target, value, schema);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
