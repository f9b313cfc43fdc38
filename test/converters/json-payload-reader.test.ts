import { compileReader } from '../../src/converters/json-payload-reader';
import { EXACT_TEXT_NEEDED, type ReadState } from '../../src/converters/parsed-json';
import * as S from '../../src/data/connect-schema';
import { readJson } from '../../src/data/json-reader';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import type { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';

function state(replaceNullWithDefault = true): ReadState {
  return { replaceNullWithDefault, hasMisfit: false, needsIntegerForm: false };
}

function quickly(schema: Schema, text: string): unknown {
  return compileReader(schema, state())(JSON.parse(text));
}

function exactly(schema: Schema, text: string): unknown {
  return compileReader(schema, state())(readJson(text));
}

const point = SchemaBuilder.struct().field('x', S.INT32_SCHEMA).field('constructor', S.OPTIONAL_STRING_SCHEMA).build();

describe('compileReader', () => {
  it.each<[Schema, string, unknown]>([
    [S.INT8_SCHEMA, '300', 44],
    [S.INT16_SCHEMA, '"12"', 0],
    [S.INT32_SCHEMA, '12.7', 12],
    [S.INT32_SCHEMA, '3000000000', -1294967296],
    [S.INT64_SCHEMA, '4398046511104', 4398046511104n],
    [S.INT64_SCHEMA, 'true', 0n],
    [S.FLOAT32_SCHEMA, '1e300', Infinity],
    [S.FLOAT32_SCHEMA, '0.1', Math.fround(0.1)],
    [S.FLOAT64_SCHEMA, '-0.0', 0],
    [S.BOOLEAN_SCHEMA, '"true"', false],
    [S.STRING_SCHEMA, '12', null],
    [S.BYTES_SCHEMA, '12', null],
    [S.BYTES_SCHEMA, '"aGk="', Buffer.from('hi')],
    [SchemaBuilder.array(S.INT32_SCHEMA).build(), '5', []],
    [SchemaBuilder.array(S.INT32_SCHEMA).build(), '{"a":1,"b":2}', [1, 2]],
    [SchemaBuilder.map(S.INT32_SCHEMA, S.STRING_SCHEMA).build(), '[[1,"a"]]', new Map([[1, 'a']])],
    [
      SchemaBuilder.map(S.STRING_SCHEMA, S.INT32_SCHEMA).build(),
      '{"b":1,"a":2}',
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
    ],
  ])('reads by %s from %s the same, quickly and exactly', (schema, text, value) => {
    expect(quickly(schema, text)).toEqual(value);
    expect(exactly(schema, text)).toEqual(value);
  });

  it.each([
    [S.INT64_SCHEMA, '9007199254740993'],
    [S.INT32_SCHEMA, '1e300'],
    [SchemaBuilder.map(S.STRING_SCHEMA, S.INT32_SCHEMA).build(), '{"b":1,"2":2}'],
  ])('asks for the exact text rather than lose something: %s of %s', (schema, text) => {
    expect(() => quickly(schema, text)).toThrow(EXACT_TEXT_NEEDED);
    expect(() => exactly(schema, text)).not.toThrow();
  });

  it.each([quickly, exactly])('takes no inherited property for a field (%p)', (read) => {
    const value = read(point, '{"x":1}') as Struct;
    expect([value.get('x'), value.get('constructor')]).toEqual([1, null]);
    expect((read(point, '{"x":1,"constructor":"me"}') as Struct).get('constructor')).toBe('me');
  });

  it.each([
    [point, '[]', 'Structs should be encoded as JSON objects, but found ARRAY'],
    [point, '{}', 'Invalid null value for required INT32 field'],
    [SchemaBuilder.map(S.STRING_SCHEMA, S.INT32_SCHEMA).build(), '[]', 'Maps with string fields'],
    [SchemaBuilder.map(S.INT32_SCHEMA, S.INT32_SCHEMA).build(), '{}', 'Maps with non-string fields'],
    [SchemaBuilder.map(S.INT32_SCHEMA, S.INT32_SCHEMA).build(), '[1]', 'instead of array tuple: NUMBER'],
    [SchemaBuilder.map(S.INT32_SCHEMA, S.INT32_SCHEMA).build(), '[[1]]', 'expected length 2 but found :1'],
    [S.STRING_SCHEMA, 'null', 'Invalid null value for required STRING field'],
  ])('refuses what %s is not: %s', (schema, text, message) => {
    expect(() => quickly(schema, text)).toThrow(DataError);
    expect(() => exactly(schema, text)).toThrow(message);
  });

  it('refuses a struct whose required field is of another type, as putting it there would', () => {
    const schema = SchemaBuilder.struct().field('names', SchemaBuilder.array(S.STRING_SCHEMA)).build();
    expect(() => quickly(schema, '{"names":["a",1]}')).toThrow(
      'Invalid value: null used for required element of array field: "names", schema type: STRING',
    );
  });

  it('replaces null by the default if it may', () => {
    const schema = SchemaBuilder.string().optional().defaultValue('d').build();
    expect(compileReader(schema, state(true))(null)).toBe('d');
    expect(compileReader(schema, state(false))(null)).toBeNull();
  });
});
