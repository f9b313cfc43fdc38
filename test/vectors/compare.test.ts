import { compareResults, compareSchemas } from './compare';
import type { Json, JsonObject } from './vector';

const FLOAT = { type: 'float' };
const INT64 = { type: 'int64' };
const INT_MAP = { type: 'map', keys: { type: 'int32' }, values: { type: 'string' } };
const STRUCT = {
  type: 'struct',
  fields: [
    { field: 'a', type: 'int64' },
    { field: 'b', type: 'float' },
  ],
};

function withSchema(schema: Json, value: Json): JsonObject {
  return { schema, value };
}

describe('compareResults', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['optional left out', withSchema({ type: 'int8' }, 1), withSchema({ type: 'int8', optional: false }, 1)],
    ['schemaless numbers of other width', { value: { $int8: 1 } }, { value: { $int64: '1' } }],
    ['a schemaless float that is integral', { value: { $float64: 1 } }, { value: { $int64: '1' } }],
    ['a schemaless float32', { value: { $float32: 1.2 } }, { value: { $float64: Math.fround(1.2) } }],
    ['floats that round alike', withSchema(FLOAT, 1.2), withSchema(FLOAT, Math.fround(1.2))],
    ['NaN', withSchema(FLOAT, 'NaN'), withSchema(FLOAT, 'NaN')],
    [
      'entries in other order',
      withSchema(INT_MAP, [
        [1, 'a'],
        [2, 'b'],
      ]),
      withSchema(INT_MAP, [
        [2, 'b'],
        [1, 'a'],
      ]),
    ],
    [
      'schemaless entries in other order',
      {
        v: {
          $entries: [
            ['a', 1],
            [{ $int8: 2 }, 3],
          ],
        },
      },
      {
        v: {
          $entries: [
            [{ $int64: '2' }, 3],
            ['a', 1],
          ],
        },
      },
    ],
    ['a struct field left out', withSchema(STRUCT, { a: '1' }), withSchema(STRUCT, { a: '1', b: null })],
    ['raw values', withSchema(INT64, { $raw: { $int32: 5 } }), withSchema(INT64, { $raw: { $int64: '5' } })],
    ['members in other order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
  ])('finds the same: %s', (_, expected, actual) => {
    expect(compareResults(expected, actual)).toBeUndefined();
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['another value', withSchema({ type: 'string' }, 'a'), withSchema({ type: 'string' }, 'b')],
    ['a schema and none', withSchema({ type: 'string' }, 'a'), withSchema(null, 'a')],
    ['no schema and one', withSchema(null, 'a'), withSchema({ type: 'string' }, 'a')],
    ['an INT64 that is no bigint', withSchema(INT64, '5'), withSchema(INT64, { $raw: { $int64: '5' } })],
    ['null and a value', withSchema(INT64, null), withSchema(INT64, '0')],
    ['another number', { value: { $int64: '9007199254740993' } }, { value: { $int64: '9007199254740992' } }],
    ['a number and a text', { value: { $int64: '1' } }, { value: '1' }],
    ['zero and minus zero', withSchema({ type: 'double' }, '-0.0'), withSchema({ type: 'double' }, 0)],
    [
      'scales of a Decimal',
      withSchema({ type: 'bytes', name: 'org.apache.kafka.connect.data.Decimal' }, '1.5'),
      withSchema({ type: 'bytes', name: 'org.apache.kafka.connect.data.Decimal' }, '1.50'),
    ],
    ['arrays in other order', { value: ['a', 'b'] }, { value: ['b', 'a'] }],
    [
      'an entry more',
      withSchema(INT_MAP, [[1, 'a']]),
      withSchema(INT_MAP, [
        [1, 'a'],
        [2, 'b'],
      ]),
    ],
    [
      'the same entry twice',
      withSchema(INT_MAP, [
        [1, 'a'],
        [2, 'b'],
      ]),
      withSchema(INT_MAP, [
        [1, 'a'],
        [1, 'a'],
      ]),
    ],
    ['a key more', { value: { a: 'x' } }, { value: { a: 'x', b: null } }],
    ['a struct field', withSchema(STRUCT, { a: '1' }), withSchema(STRUCT, { a: '1', b: 0 })],
    ['a member more', { a: 1 }, { a: 1, sameInstance: true }],
    ['a member less', { a: 1, sameInstance: true }, { a: 1 }],
    ['a value deep in a record', { key: withSchema(STRUCT, { a: '1' }) }, { key: withSchema(STRUCT, { a: '2' }) }],
  ])('finds a difference: %s', (_, expected, actual) => {
    expect(compareResults(expected, actual)).toBeDefined();
  });

  it('reads a lone value by the schema that is given', () => {
    expect(compareResults({ value: 1.2 }, { value: Math.fround(1.2) }, FLOAT)).toBeUndefined();
    expect(compareResults({ value: 1.2 }, { value: Math.fround(1.2) })).toBeDefined();
  });
});

describe('compareSchemas', () => {
  const full = {
    type: 'struct',
    name: 'n',
    version: 1,
    doc: 'd',
    parameters: { a: 'b' },
    fields: [{ field: 'x', type: 'int8', default: 1 }],
  };

  it.each<[string, JsonObject]>([
    ['name', { ...full, name: 'm' }],
    ['version', { ...full, version: 2 }],
    ['doc', { ...full, doc: 'e' }],
    ['optional', { ...full, optional: true }],
    ['parameters', { ...full, parameters: { a: 'c' } }],
    ['a field’s default', { ...full, fields: [{ field: 'x', type: 'int8', default: 2 }] }],
    ['a field’s name', { ...full, fields: [{ field: 'y', type: 'int8', default: 1 }] }],
    ['the fields', { ...full, fields: [] }],
  ])('finds a difference in %s', (_, other) => {
    expect(compareSchemas(full, other, '')).toBeDefined();
    expect(compareSchemas(other, full, '')).toBeDefined();
  });

  it('finds equal schemas the same', () => {
    expect(compareSchemas(full, { ...full, optional: false }, '')).toBeUndefined();
  });
});
