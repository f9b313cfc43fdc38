import { INT8_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import type { SchemaType } from '../../src/data/schema';
import { SchemaBuilder, toSchema } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError, SchemaBuilderError } from '../../src/errors';

describe('SchemaBuilder', () => {
  it.each<[SchemaType, () => SchemaBuilder]>([
    ['INT8', () => SchemaBuilder.int8()],
    ['INT16', () => SchemaBuilder.int16()],
    ['INT32', () => SchemaBuilder.int32()],
    ['INT64', () => SchemaBuilder.int64()],
    ['FLOAT32', () => SchemaBuilder.float32()],
    ['FLOAT64', () => SchemaBuilder.float64()],
    ['BOOLEAN', () => SchemaBuilder.boolean()],
    ['STRING', () => SchemaBuilder.string()],
    ['BYTES', () => SchemaBuilder.bytes()],
    ['STRUCT', () => SchemaBuilder.struct()],
  ])('begins a required %s', (type, begin) => {
    expect(begin().build()).toMatchObject({ type, isOptional: false });
    expect(SchemaBuilder.type(type).build()).toEqual(begin().build());
  });

  it('sets everything that a schema has', () => {
    const schema = SchemaBuilder.int64()
      .optional()
      .name('n')
      .version(3)
      .doc('d')
      .parameter('a', '1')
      .parameters({ b: '2', a: '3' })
      .defaultValue(7)
      .build();
    expect(schema).toMatchObject({ isOptional: true, name: 'n', version: 3, doc: 'd', defaultValue: 7n });
    expect(schema.parameters).toEqual(
      new Map([
        ['a', '3'],
        ['b', '2'],
      ]),
    );
  });

  it('leaves parameters unset for an empty map', () => {
    expect(SchemaBuilder.string().parameters(new Map()).build().parameters).toBeUndefined();
  });

  it.each<[string, () => unknown]>([
    ['optional after required', () => SchemaBuilder.string().required().optional()],
    ['another name', () => SchemaBuilder.string().name('a').name('b')],
    ['another version', () => SchemaBuilder.string().version(1).version(2)],
    ['another doc', () => SchemaBuilder.string().doc('a').doc('b')],
    ['another default', () => SchemaBuilder.string().defaultValue('a').defaultValue('b')],
  ])('refuses to set twice: %s', (_, call) => {
    expect(call).toThrow(SchemaBuilderError);
    expect(call).toThrow(/^Invalid SchemaBuilder call: \w+ has already been set\.$/);
  });

  it('lets the same value be set again', () => {
    expect(() => SchemaBuilder.string().optional().optional().name('a').name('a').version(1).version(1)).not.toThrow();
  });

  it('checks a default at once against what is built so far', () => {
    expect(() => SchemaBuilder.int8().defaultValue('x')).toThrow('Invalid default value');
    expect(() => SchemaBuilder.int8().defaultValue(null)).toThrow(SchemaBuilderError);
    expect(() => SchemaBuilder.int8().defaultValue(300)).toThrow(SchemaBuilderError);
    const struct = SchemaBuilder.struct().field('a', INT8_SCHEMA);
    expect(() => SchemaBuilder.struct().defaultValue(new Struct(struct.build()).put('a', 1))).toThrow(
      SchemaBuilderError,
    );
  });

  it('takes a null default of an optional schema for none', () => {
    expect(SchemaBuilder.string().optional().defaultValue(null).build().defaultValue).toBeUndefined();
  });

  it('adds fields to a struct only, each name once', () => {
    expect(() => SchemaBuilder.string().field('a', STRING_SCHEMA)).toThrow('Cannot create fields on type STRING');
    expect(() => SchemaBuilder.struct().field('', STRING_SCHEMA)).toThrow('fieldName cannot be null.');
    expect(() => SchemaBuilder.struct().field('a', null as never)).toThrow('fieldSchema for field a cannot be null.');
    expect(() => SchemaBuilder.struct().field('a', STRING_SCHEMA).field('a', STRING_SCHEMA)).toThrow(
      'Cannot create field because of field name duplication a',
    );
  });

  it.each<[string, () => unknown]>([
    ['type', () => SchemaBuilder.type(null as never)],
    ['array', () => SchemaBuilder.array(null as never)],
    ['map keys', () => SchemaBuilder.map(null as never, STRING_SCHEMA)],
    ['map values', () => SchemaBuilder.map(STRING_SCHEMA, null as never)],
    ['map keys without values', () => SchemaBuilder.mapWithNullValues(null as never)],
  ])('refuses null: %s', (_, call) => {
    expect(call).toThrow(SchemaBuilderError);
    expect(call).toThrow(DataError);
  });

  it('builds the builders that it is given', () => {
    const schema = SchemaBuilder.map(SchemaBuilder.string(), SchemaBuilder.array(SchemaBuilder.int8())).build();
    expect(schema.keySchema).toEqual(STRING_SCHEMA);
    expect(schema.valueSchema?.valueSchema).toEqual(INT8_SCHEMA);
    expect(toSchema(SchemaBuilder.string())).toEqual(STRING_SCHEMA);
    expect(toSchema(STRING_SCHEMA)).toBe(STRING_SCHEMA);
  });

  it('makes schemas that later calls do not change', () => {
    const builder = SchemaBuilder.struct().field('a', INT8_SCHEMA);
    const schema = builder.build();
    builder.field('b', INT8_SCHEMA).parameter('p', 'q');
    expect(schema.fields).toHaveLength(1);
    expect(schema.parameters).toBeUndefined();
  });

  it('makes containers without element schema for what comes out of text', () => {
    expect(SchemaBuilder.arrayOfNull().build().valueSchema).toBeUndefined();
    expect(SchemaBuilder.mapOfNull().build().keySchema).toBeUndefined();
    expect(SchemaBuilder.mapWithNullValues(STRING_SCHEMA).build().valueSchema).toBeUndefined();
  });
});
