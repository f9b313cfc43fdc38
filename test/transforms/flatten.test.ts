import { SourceRecord } from '../../src/api/source-record';
import type { ConnectObject } from '../../src/data/connect-value';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError, SchemaBuilderError } from '../../src/errors';
import { FlattenKey, FlattenValue } from '../../src/transforms/flatten';
import { expectGenuineDefinition } from '../support/transform-definitions';

function flatten(record: SourceRecord, delimiter = '.'): SourceRecord {
  const transformation = new FlattenValue<SourceRecord>();
  transformation.configure({ delimiter });
  return transformation.apply(record);
}

describe('Flatten', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('Flatten$Key', new FlattenKey().config());
    expectGenuineDefinition('Flatten$Value', new FlattenValue().config());
  });

  it('joins the names of nested maps and keeps arrays', () => {
    const value = { a: { b: { c: 1 }, d: [{ e: 2 }] }, f: null, empty: {} };
    expect(flatten(new SourceRecord({ topic: 't', value }), '_').value).toEqual({
      a_b_c: 1,
      a_d: [{ e: 2 }],
      f: null,
    });
  });

  it('takes __proto__ for a key like any other', () => {
    const value = JSON.parse('{"__proto__":{"a":1}}') as ConnectObject;
    expect(Object.entries(flatten(new SourceRecord({ topic: 't', value })).value as object)).toEqual([
      ['__proto__.a', 1],
    ]);
  });

  it('makes fields of an optional struct optional and hands defaults down', () => {
    const inner = SchemaBuilder.struct().optional().field('x', INT32_SCHEMA).build();
    const valueSchema = SchemaBuilder.struct().name('s').field('i', inner).field('y', STRING_SCHEMA).build();
    const value = Struct.of(valueSchema, { y: 'v' });
    const flat = flatten(new SourceRecord({ topic: 't', valueSchema, value }));
    expect(flat.valueSchema?.name).toBe('s');
    expect(flat.valueSchema?.field('i.x')?.schema.isOptional).toBe(true);
    expect((flat.value as Struct).rawValues).toEqual([null, 'v']);
  });

  it('works out a schema once', () => {
    const valueSchema = SchemaBuilder.struct().field('y', STRING_SCHEMA).build();
    const transformation = new FlattenValue<SourceRecord>();
    transformation.configure({});
    const record = new SourceRecord({ topic: 't', valueSchema, value: Struct.of(valueSchema, { y: 'v' }) });
    expect(transformation.apply(record).valueSchema).toBe(transformation.apply(record).valueSchema);
  });

  it('lets null pass untouched', () => {
    const record = new SourceRecord({ topic: 't', value: null });
    expect(flatten(record)).toBe(record);
  });

  it('refuses map fields, structs in maps, and two ways to one name', () => {
    const withMap = SchemaBuilder.struct().field('m', SchemaBuilder.map(STRING_SCHEMA, STRING_SCHEMA)).build();
    const map = new SourceRecord({ topic: 't', valueSchema: withMap, value: Struct.of(withMap, { m: new Map() }) });
    expect(() => flatten(map)).toThrow('does not support MAP for record with schemas (for field m)');
    const struct = new Struct(SchemaBuilder.struct().build());
    expect(() => flatten(new SourceRecord({ topic: 't', value: { s: struct } }))).toThrow(DataError);
    expect(() => flatten(new SourceRecord({ topic: 't', value: { d: new Date(0) } }))).toThrow(DataError);
    const inner = SchemaBuilder.struct().field('b', INT32_SCHEMA).build();
    const twice = SchemaBuilder.struct().field('a.b', INT32_SCHEMA).field('a', inner).build();
    const value = Struct.of(twice, { 'a.b': 1, a: Struct.of(inner, { b: 2 }) });
    expect(() => flatten(new SourceRecord({ topic: 't', valueSchema: twice, value }))).toThrow(SchemaBuilderError);
  });
});
