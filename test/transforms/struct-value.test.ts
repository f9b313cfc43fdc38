import { INT32_SCHEMA, OPTIONAL_INT32_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';
import { checkNull, copyBasics, readField, requireStruct, structOf } from '../../src/transforms/struct-value';

const SCHEMA = SchemaBuilder.struct()
  .field('a', SchemaBuilder.int32().optional().defaultValue(7))
  .field('b', INT32_SCHEMA)
  .build();

describe('structs in transforms', () => {
  it('are required by name of the purpose', () => {
    const struct = new Struct(SCHEMA);
    expect(requireStruct(struct, 'testing')).toBe(struct);
    expect(() => requireStruct(5, 'testing')).toThrow(
      new DataError('Only Struct objects supported for [testing], found: java.lang.Integer'),
    );
  });

  it('are read with or without defaults', () => {
    const struct = new Struct(SCHEMA);
    const field = SCHEMA.field('a')!;
    expect([readField(struct, field, true), readField(struct, field, false)]).toEqual([7, null]);
  });

  it('hold no null where it is not allowed', () => {
    expect(structOf(SCHEMA, [null, 1]).rawValues).toEqual([null, 1]);
    expect(() => structOf(SCHEMA, [1, null])).toThrow('null used for required field: "b"');
    expect(checkNull(OPTIONAL_INT32_SCHEMA, null, 'x')).toBeNull();
  });

  it('hand on everything but being optional', () => {
    const source = SchemaBuilder.struct().optional().name('n').version(1).doc('d').parameter('p', 'q').build();
    const copy = copyBasics(source, SchemaBuilder.struct()).build();
    expect(copy).toMatchObject({ name: 'n', version: 1, doc: 'd', isOptional: false });
    expect(copy.parameters).toEqual(new Map([['p', 'q']]));
  });
});
