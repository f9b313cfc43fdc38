import { compileWriter, type WriteOptions } from '../../src/converters/json-payload-writer';
import * as S from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import {
  DATE_SCHEMA,
  decimalSchema,
  TIME_SCHEMA,
  TIMESTAMP_NAME,
  TIMESTAMP_SCHEMA,
} from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';

const DEFAULTS: WriteOptions = { replaceNullWithDefault: true, decimalFormat: 'BASE64' };

function write(schema: Schema | null, value: ConnectValue, options: Partial<WriteOptions> = {}): string {
  return compileWriter(schema, { ...DEFAULTS, ...options })(value);
}

const inner = SchemaBuilder.struct().field('a', S.INT32_SCHEMA).field('b', S.OPTIONAL_STRING_SCHEMA).build();

describe('compileWriter', () => {
  it.each<[Schema | null, ConnectValue, string]>([
    [null, { a: 1 }, '{"a":1}'],
    [S.INT8_SCHEMA, -128, '-128'],
    [S.INT64_SCHEMA, 9007199254740993n, '9007199254740993'],
    [S.INT64_SCHEMA, 5, '5'],
    [S.FLOAT32_SCHEMA, Math.fround(0.1), '0.1'],
    [S.FLOAT32_SCHEMA, 1e300, '"Infinity"'],
    [S.FLOAT64_SCHEMA, 100, '100.0'],
    [S.FLOAT64_SCHEMA, NaN, '"NaN"'],
    [S.BOOLEAN_SCHEMA, false, 'false'],
    [S.STRING_SCHEMA, 'a"b', '"a\\"b"'],
    [S.BYTES_SCHEMA, Buffer.from('hi'), '"aGk="'],
    [SchemaBuilder.array(S.FLOAT64_SCHEMA).build(), [1, 2], '[1.0,2.0]'],
    [
      SchemaBuilder.map(S.STRING_SCHEMA, S.INT32_SCHEMA).build(),
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
      '{"b":1,"a":2}',
    ],
    [SchemaBuilder.map(S.INT32_SCHEMA, S.STRING_SCHEMA).build(), new Map([[1, 'a']]), '[[1,"a"]]'],
    [SchemaBuilder.map(S.OPTIONAL_STRING_SCHEMA, S.INT32_SCHEMA).build(), new Map([[null, 1]]), '{"null":1}'],
    [inner, new Struct(inner).put('a', 1), '{"a":1,"b":null}'],
    [decimalSchema(2), new Decimal(156n, 2), '"AJw="'],
    [DATE_SCHEMA, new Date(864000000000), '10000'],
    [TIME_SCHEMA, new Date(14400000), '14400000'],
    [TIMESTAMP_SCHEMA, new Date(-1), '-1'],
  ])('writes by %s', (schema, value, text) => {
    expect(write(schema, value)).toBe(text);
  });

  it('writes numeric Decimals as BigDecimal prints them, at any scale', () => {
    expect(write(decimalSchema(2), new Decimal(15600n, 4), { decimalFormat: 'NUMERIC' })).toBe('1.5600');
    expect(write(decimalSchema(0), new Decimal(1n, -3), { decimalFormat: 'NUMERIC' })).toBe('1E+3');
    expect(() => write(decimalSchema(2), new Decimal(15600n, 4))).toThrow('mismatching scale');
  });

  it.each<[Schema, ConnectValue]>([
    [S.INT8_SCHEMA, 128],
    [S.INT32_SCHEMA, 1.5],
    [S.INT32_SCHEMA, 1n],
    [S.INT64_SCHEMA, 2n ** 63n],
    [S.FLOAT64_SCHEMA, '1'],
    [S.BOOLEAN_SCHEMA, 1],
    [S.STRING_SCHEMA, 1],
    [S.BYTES_SCHEMA, 'x'],
    [SchemaBuilder.array(S.INT32_SCHEMA).build(), 1],
    [SchemaBuilder.map(S.STRING_SCHEMA, S.INT32_SCHEMA).build(), { a: 1 }],
    [inner, { a: 1 }],
    [DATE_SCHEMA, 1],
    [DATE_SCHEMA, new Date(1)],
    [decimalSchema(0), 1],
    [SchemaBuilder.string().name(TIMESTAMP_NAME).build(), '2020-01-01'],
  ])('refuses for %s a value of another kind', (schema, value) => {
    expect(() => write(schema, value)).toThrow(DataError);
  });

  it('refuses a struct of another schema, but takes one of an equal schema', () => {
    const same = SchemaBuilder.struct().field('a', S.INT32_SCHEMA).field('b', S.OPTIONAL_STRING_SCHEMA).build();
    const other = SchemaBuilder.struct().field('a', S.INT32_SCHEMA).build();
    expect(write(inner, new Struct(same).put('a', 1))).toBe('{"a":1,"b":null}');
    expect(() => write(inner, new Struct(other).put('a', 1))).toThrow(new DataError('Mismatching schema.'));
  });

  it('writes null as the default, as null or not at all', () => {
    const schema = SchemaBuilder.string().optional().defaultValue('d').build();
    expect(write(schema, null)).toBe('"d"');
    expect(write(schema, null, { replaceNullWithDefault: false })).toBe('null');
    expect(() => write(S.STRING_SCHEMA, null)).toThrow(
      'null value for field that is required and has no default value',
    );
    const struct = SchemaBuilder.struct().field('f', schema).build();
    expect(write(struct, new Struct(struct))).toBe('{"f":"d"}');
    expect(write(struct, new Struct(struct), { replaceNullWithDefault: false })).toBe('{"f":null}');
  });
});
