import * as schemas from '../../src/data/connect-schema';
import { TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';

const inner = SchemaBuilder.struct().field('x', schemas.INT8_SCHEMA).build();
const schema = SchemaBuilder.struct()
  .name('All')
  .field('int8', schemas.INT8_SCHEMA)
  .field('int16', schemas.INT16_SCHEMA)
  .field('int32', schemas.INT32_SCHEMA)
  .field('int64', schemas.INT64_SCHEMA)
  .field('float32', schemas.FLOAT32_SCHEMA)
  .field('float64', schemas.FLOAT64_SCHEMA)
  .field('boolean', schemas.BOOLEAN_SCHEMA)
  .field('string', SchemaBuilder.string().defaultValue('none'))
  .field('bytes', schemas.OPTIONAL_BYTES_SCHEMA)
  .field('array', SchemaBuilder.array(schemas.INT64_SCHEMA).optional())
  .field('map', SchemaBuilder.map(schemas.STRING_SCHEMA, schemas.INT8_SCHEMA).optional())
  .field('struct', inner)
  .field('when', TIMESTAMP_SCHEMA)
  .build();

function filled(): Struct {
  return Struct.of(schema, {
    int8: 1,
    int16: 2,
    int32: 3,
    int64: 4,
    float32: 0.1,
    float64: 0.1,
    boolean: true,
    bytes: Buffer.from([1]),
    array: [1, 2n],
    map: new Map([['a', 1]]),
    struct: new Struct(inner).put('x', 1),
    when: new Date(5),
  });
}

describe('Struct', () => {
  it('needs a struct schema', () => {
    expect(() => new Struct(schemas.STRING_SCHEMA)).toThrow('Not a struct schema: Schema{STRING}');
  });

  it('gives each type by its getter, in the form that the library promises', () => {
    const struct = filled();
    expect(struct.getInt8('int8')).toBe(1);
    expect(struct.getInt16('int16')).toBe(2);
    expect(struct.getInt32('int32')).toBe(3);
    expect(struct.getInt64('int64')).toBe(4n);
    expect(struct.getFloat32('float32')).toBe(Math.fround(0.1));
    expect(struct.getFloat64('float64')).toBe(0.1);
    expect(struct.getBoolean('boolean')).toBe(true);
    expect(struct.getBytes('bytes')).toEqual(Buffer.from([1]));
    expect(struct.getArray('array')).toEqual([1n, 2n]);
    expect(struct.getMap('map')).toEqual(new Map([['a', 1]]));
    expect(struct.getStruct('struct')?.getInt8('x')).toBe(1);
  });

  it('refuses a typed getter for a field of another type', () => {
    expect(() => filled().getInt8('int16')).toThrow("Field 'int16' is not of type INT8");
    expect(() => filled().getInt64('when')).toThrow(DataError);
    expect(() => filled().getString('nope')).toThrow('nope is not a valid field name');
  });

  it('gives the default for what is unset, but not by getWithoutDefault and the typed getters', () => {
    const struct = new Struct(schema);
    expect(struct.get('string')).toBe('none');
    expect(struct.getWithoutDefault('string')).toBeNull();
    expect(struct.getString('string')).toBeNull();
    expect(struct.get('int8')).toBeNull();
    expect(struct.put('string', 'set').get('string')).toBe('set');
  });

  it('takes fields as well as names', () => {
    const field = schema.field('int8')!;
    const struct = new Struct(schema).put(field, 9);
    expect(struct.get(field)).toBe(9);
    expect(struct.getWithoutDefault('int8')).toBe(9);
    expect(struct.rawValues[field.index]).toBe(9);
  });

  it('refuses unknown fields and values that do not fit', () => {
    const struct = new Struct(schema);
    expect(() => struct.put('nope', 1)).toThrow('nope is not a valid field name');
    expect(() => struct.get('nope')).toThrow(DataError);
    expect(() => struct.put(null as never, 'x')).toThrow('field cannot be null.');
    expect(() => struct.put('int8', 'x')).toThrow(/for field: "int8"$/);
    expect(() => struct.put('string', null)).toThrow('Invalid value: null used for required field: "string"');
    expect(() => struct.put('struct', new Struct(inner))).toThrow('required field: "x"');
    expect(struct.rawValues.every((value) => value === null)).toBe(true);
  });

  it('takes undefined for null', () => {
    expect(new Struct(schema).put('bytes', undefined as never).getWithoutDefault('bytes')).toBeNull();
  });

  it('is valid when every required field without default is set', () => {
    expect(() => filled().validate()).not.toThrow();
    expect(() => new Struct(schema).validate()).toThrow('required field: "int8"');
  });

  it('equals a struct of equal schema and raw values', () => {
    expect(filled().equals(filled())).toBe(true);
    expect(filled().equals(filled().put('int8', 2))).toBe(false);
    expect(filled().equals(filled().put('string', 'none'))).toBe(false);
    const renamed = SchemaBuilder.struct().name('Other').field('x', schemas.INT8_SCHEMA).build();
    expect(new Struct(inner).equals(new Struct(renamed))).toBe(false);
    expect(new Struct(inner).equals({ x: null })).toBe(false);
  });

  it('prints the fields that are set', () => {
    const struct = new Struct(schema).put('float64', 1).put('string', 'x').put('array', [1]);
    expect(String(struct)).toBe('Struct{float64=1.0,string=x,array=[1]}');
  });

  it('takes over given values unchecked', () => {
    expect(Struct.unchecked(inner, [5]).get('x')).toBe(5);
  });

  it('checks names and types for an author who declares them', () => {
    const struct = new Struct<{ x: number }>(inner).put('x', 5);
    const value: number = struct.get('x');
    // @ts-expect-error a string is no number
    expect(() => struct.put('x', 'text')).toThrow(DataError);
    // @ts-expect-error there is no such field
    expect(() => struct.get('y')).toThrow(DataError);
    expect(value).toBe(5);
  });
});
