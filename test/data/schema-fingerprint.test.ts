import { INT8_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { decimalBuilder } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { schemaFingerprint } from '../../src/data/schema-fingerprint';
import { Struct } from '../../src/data/struct';

function structDefault(x: number): Schema {
  const bare = SchemaBuilder.struct().field('x', INT8_SCHEMA);
  return bare.defaultValue(new Struct(bare.build()).put('x', x)).build();
}

const different: readonly (() => Schema)[] = [
  () => STRING_SCHEMA,
  () => SchemaBuilder.string().optional().build(),
  () => SchemaBuilder.string().name('a').build(),
  () => SchemaBuilder.string().doc('a').build(),
  () => SchemaBuilder.string().version(1).build(),
  () => SchemaBuilder.string().parameter('a', 'b').build(),
  () => SchemaBuilder.string().defaultValue('').build(),
  () => SchemaBuilder.string().defaultValue('1').build(),
  () => SchemaBuilder.int64().defaultValue(1n).build(),
  () => SchemaBuilder.float64().defaultValue(0).build(),
  () => SchemaBuilder.float64().defaultValue(-0).build(),
  () => SchemaBuilder.bytes().defaultValue(Buffer.from('a')).build(),
  () => decimalBuilder(1).defaultValue(new Decimal(1n, 1)).build(),
  () => SchemaBuilder.array(STRING_SCHEMA).build(),
  () => SchemaBuilder.array(STRING_SCHEMA).defaultValue(['a', 'b']).build(),
  () => SchemaBuilder.array(STRING_SCHEMA).defaultValue(['a,b']).build(),
  () => SchemaBuilder.arrayOfNull().build(),
  () => SchemaBuilder.map(STRING_SCHEMA, INT8_SCHEMA).build(),
  () => SchemaBuilder.map(INT8_SCHEMA, STRING_SCHEMA).build(),
  () =>
    SchemaBuilder.map(STRING_SCHEMA, INT8_SCHEMA)
      .defaultValue(new Map([['a', 1]]))
      .build(),
  () => SchemaBuilder.struct().field('a', STRING_SCHEMA).field('b', INT8_SCHEMA).build(),
  () => SchemaBuilder.struct().field('b', INT8_SCHEMA).field('a', STRING_SCHEMA).build(),
  () => structDefault(1),
  () => structDefault(2),
];

describe('schemaFingerprint', () => {
  it('differs for different schemas', () => {
    const texts = different.map((make) => schemaFingerprint(make()));
    expect(new Set(texts).size).toBe(different.length);
  });

  it('is the same for schemas built alike, whatever the order of parameters and map entries', () => {
    for (const make of different) expect(schemaFingerprint(make())).toBe(schemaFingerprint(make()));
    const ab = SchemaBuilder.string().parameters({ a: '1', b: '2' }).build();
    const ba = SchemaBuilder.string().parameters({ b: '2', a: '1' }).build();
    expect(schemaFingerprint(ab)).toBe(schemaFingerprint(ba));
  });

  it('stands for no schema too', () => {
    expect(schemaFingerprint(null)).toBe(schemaFingerprint(undefined));
  });
});
