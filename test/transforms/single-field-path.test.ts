import { INT32_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError } from '../../src/errors';
import { SingleFieldPath } from '../../src/transforms/single-field-path';

const steps = (text: string) => new SingleFieldPath(text, 'V2').steps;

describe('SingleFieldPath', () => {
  it('takes the text as a name in V1', () => {
    expect(new SingleFieldPath('foo.`bar`', 'V1').steps).toEqual(['foo.`bar`']);
  });

  it.each([
    ['', []],
    ['foo', ['foo']],
    ['foo.bar', ['foo', 'bar']],
    ['..', ['', '', '']],
    ['`foo.bar`.baz', ['foo.bar', 'baz']],
    ['foo.`bar`.baz', ['foo', 'bar', 'baz']],
    ['foo.ba`r.baz', ['foo', 'ba`r', 'baz']],
    ['foo.`ba`r.baz`', ['foo', 'ba`r.baz']],
    ['foo.``bar.baz`', ['foo', '`bar.baz']],
    ['foo.`bar\\`.baz`', ['foo', 'bar`.baz']],
  ])('parts %s', (text, expected) => {
    expect(steps(text)).toEqual(expected);
  });

  it.each(['foo.bar.`baz', 'foo.bar.`baz\\`'])('refuses %s', (text) => {
    expect(() => steps(text)).toThrow(ConfigError);
    expect(() => steps(text)).toThrow('at position 8');
  });

  const inner = SchemaBuilder.struct().field('b', SchemaBuilder.int32().optional().defaultValue(7)).build();
  const schema = SchemaBuilder.struct().field('a', inner).field('n', INT32_SCHEMA).build();
  const struct = Struct.of(schema, { a: new Struct(inner), n: 1 });

  it('finds fields of schemas', () => {
    expect(new SingleFieldPath('a.b', 'V2').fieldFrom(schema)?.name).toBe('b');
    expect(new SingleFieldPath('a.x', 'V2').fieldFrom(schema)).toBeUndefined();
    expect(new SingleFieldPath('x.b', 'V2').fieldFrom(schema)).toBeUndefined();
    expect(new SingleFieldPath('a', 'V2').fieldFrom(null)).toBeUndefined();
    expect(() => new SingleFieldPath('n.b', 'V2').fieldFrom(schema)).toThrow(DataError);
  });

  it('finds values in structs, with or without defaults', () => {
    expect(new SingleFieldPath('a.b', 'V2').valueFromStruct(struct, true)).toBe(7);
    expect(new SingleFieldPath('a.b', 'V2').valueFromStruct(struct, false)).toBeNull();
    expect(new SingleFieldPath('x.b', 'V2').valueFromStruct(struct, true)).toBeNull();
    expect(() => new SingleFieldPath('n.b', 'V2').valueFromStruct(struct, true)).toThrow(DataError);
  });

  it('finds values in maps', () => {
    expect(new SingleFieldPath('a.b', 'V2').valueFromMap({ a: { b: 1 } })).toBe(1);
    expect(new SingleFieldPath('a.b', 'V2').valueFromMap({ a: null })).toBeNull();
    expect(new SingleFieldPath('', 'V2').valueFromMap({ a: 1 })).toBeNull();
    expect(() => new SingleFieldPath('a.b', 'V2').valueFromMap({ a: 'x' })).toThrow(DataError);
  });
});
