import * as S from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { convertToString, escape } from '../../src/data/values-text';
import { DataError } from '../../src/errors';

const struct = SchemaBuilder.struct()
  .field('a', S.FLOAT64_SCHEMA)
  .field('b', SchemaBuilder.string().optional().defaultValue('d'))
  .field('c', S.OPTIONAL_STRING_SCHEMA)
  .build();

describe('convertToString', () => {
  it.each<[Schema | null, ConnectValue, string]>([
    [null, 'a "b"', 'a "b"'],
    [null, 5, '5'],
    [S.FLOAT64_SCHEMA, 5, '5.0'],
    [null, 9007199254740993n, '9007199254740993'],
    [null, true, 'true'],
    [null, Buffer.from('hi'), 'aGk='],
    [null, [Buffer.from('hi')], '["aGk="]'],
    [null, new Decimal(150n, 2), '1.50'],
    [null, [1, 'a"b\\', null, [true]], '[1,"a\\"b\\\\",null,[true]]'],
    [null, { k: 1, l: { m: 'x' } }, '{"k":1,"l":{"m":"x"}}'],
    [SchemaBuilder.map(S.INT8_SCHEMA, S.FLOAT32_SCHEMA).build(), new Map([[1, 2]]), '{1:2.0}'],
    [struct, new Struct(struct).put('a', 1), '{"a":1.0,"b":"d","c":null}'],
    [null, [new Date(0)], '[00:00:00.000Z]'],
  ])('writes by %s', (schema, value, text) => {
    expect(convertToString(schema, value)).toBe(text);
  });

  it('keeps null, and refuses objects of other classes', () => {
    expect(convertToString(null, null)).toBeNull();
    expect(() => convertToString(null, new URL('http://localhost') as unknown as ConnectValue)).toThrow(
      new DataError('Failed to serialize unexpected value type URL'),
    );
  });
});

describe('escape', () => {
  it('puts a backslash before quotes and backslashes', () => {
    expect(escape('a"b\\c')).toBe('a\\"b\\\\c');
  });
});
