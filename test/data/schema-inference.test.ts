import * as S from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { inferSchema } from '../../src/data/schema-inference';
import { Struct } from '../../src/data/struct';

const struct = new Struct(SchemaBuilder.struct().build());

describe('inferSchema', () => {
  it.each<[ConnectValue, Schema | null]>([
    ['x', S.STRING_SCHEMA],
    [true, S.BOOLEAN_SCHEMA],
    [1, S.INT32_SCHEMA],
    [2 ** 40, S.INT64_SCHEMA],
    [1n, S.INT64_SCHEMA],
    [1.5, S.FLOAT64_SCHEMA],
    [Buffer.alloc(1), S.BYTES_SCHEMA],
    [struct, struct.schema],
    [['a', 'b'], SchemaBuilder.array(S.STRING_SCHEMA).build()],
    [['a', null], SchemaBuilder.array(S.OPTIONAL_STRING_SCHEMA).build()],
    [{ a: 1 }, SchemaBuilder.map(S.STRING_SCHEMA, S.INT32_SCHEMA).build()],
    [new Map([[1, 'a']]), SchemaBuilder.map(S.INT32_SCHEMA, S.STRING_SCHEMA).build()],
    [null, null],
    [[], null],
    [{}, null],
    [[null], null],
    [['a', 1], null],
    [[1, 2 ** 40], SchemaBuilder.array(S.INT64_SCHEMA).build()],
    [[1, 2n, null], SchemaBuilder.array(S.OPTIONAL_INT64_SCHEMA).build()],
    [[1, 1.5], null],
    [new Date(0), null],
    [new Decimal(1n, 0), null],
    [[new URL('http://localhost') as unknown as ConnectValue], null],
  ])('guesses for %p', (value, schema) => {
    expect(S.schemasEqual(inferSchema(value), schema)).toBe(true);
  });
});
