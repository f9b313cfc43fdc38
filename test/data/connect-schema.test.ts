import {
  ConnectSchema,
  describeSchema,
  INT64_SCHEMA,
  parametersEqual,
  schemasEqual,
  STRING_SCHEMA,
} from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';

function order(change: (builder: SchemaBuilder) => SchemaBuilder = (builder) => builder) {
  const builder = SchemaBuilder.struct()
    .name('Order')
    .version(1)
    .field('id', INT64_SCHEMA)
    .field('note', STRING_SCHEMA);
  return change(builder).build();
}

describe('ConnectSchema', () => {
  it('is required and without metadata unless told otherwise', () => {
    const schema = new ConnectSchema({ type: 'INT8' });
    expect(schema).toMatchObject({ type: 'INT8', isOptional: false });
    expect([schema.name, schema.version, schema.doc, schema.parameters, schema.defaultValue]).toEqual(
      new Array(5).fill(undefined),
    );
  });

  it('knows the fields of a struct in order and by name', () => {
    expect(order().fields.map((field) => [field.name, field.index])).toEqual([
      ['id', 0],
      ['note', 1],
    ]);
    expect(order().field('note')?.schema).toBe(STRING_SCHEMA);
    expect(order().field('none')).toBeUndefined();
    expect(order().field('__proto__')).toBeUndefined();
  });

  it('refuses to answer for children that its type has not', () => {
    expect(() => STRING_SCHEMA.fields).toThrow(DataError);
    expect(() => STRING_SCHEMA.field('x')).toThrow('Cannot look up fields on non-struct type');
    expect(() => STRING_SCHEMA.keySchema).toThrow('Cannot look up key schema on non-map type');
    expect(() => STRING_SCHEMA.valueSchema).toThrow('Cannot look up value schema on non-array and non-map type');
    expect(() => SchemaBuilder.array(STRING_SCHEMA).build().keySchema).toThrow(DataError);
  });

  it('prints its name and type', () => {
    expect(describeSchema(order())).toBe('Schema{Order:STRUCT}');
    expect(new ConnectSchema({ type: 'STRING' }).toString()).toBe('Schema{STRING}');
  });

  it('shows its children to deep equality', () => {
    expect(SchemaBuilder.array(STRING_SCHEMA).build()).not.toEqual(SchemaBuilder.array(INT64_SCHEMA).build());
    expect(order()).toEqual(order());
  });
});

describe('schemasEqual', () => {
  it('finds equal what was built alike', () => {
    expect(schemasEqual(order(), order())).toBe(true);
    expect(schemasEqual(null, undefined)).toBe(true);
  });

  it.each<[string, (builder: SchemaBuilder) => SchemaBuilder]>([
    ['optional', (b) => b.optional()],
    ['doc', (b) => b.doc('text')],
    ['parameters', (b) => b.parameter('a', 'b')],
    ['a field more', (b) => b.field('more', STRING_SCHEMA)],
  ])('tells apart: %s', (_, change) => {
    expect(schemasEqual(order(change), order())).toBe(false);
    expect(schemasEqual(order(), order(change))).toBe(false);
  });

  it('tells apart names, versions, defaults and children', () => {
    const string = () => SchemaBuilder.string();
    expect(schemasEqual(string().name('a').build(), string().name('b').build())).toBe(false);
    expect(schemasEqual(string().version(1).build(), string().version(2).build())).toBe(false);
    expect(schemasEqual(string().defaultValue('a').build(), string().defaultValue('b').build())).toBe(false);
    expect(schemasEqual(SchemaBuilder.array(string()).build(), SchemaBuilder.arrayOfNull().build())).toBe(false);
    const map = (keys: SchemaBuilder) => SchemaBuilder.map(keys, string()).build();
    expect(schemasEqual(map(string()), map(SchemaBuilder.int8()))).toBe(false);
    expect(schemasEqual(null, string().build())).toBe(false);
  });

  it('compares the default of a struct by its values', () => {
    const withDefault = (id: number) => {
      const bare = SchemaBuilder.struct().field('id', INT64_SCHEMA);
      return bare.defaultValue(new Struct(bare.build()).put('id', BigInt(id))).build();
    };
    expect(schemasEqual(withDefault(1), withDefault(1))).toBe(true);
    expect(schemasEqual(withDefault(1), withDefault(2))).toBe(false);
  });
});

describe('parametersEqual', () => {
  it('looks at keys and values in any order', () => {
    const a = new Map([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(
      parametersEqual(
        a,
        new Map([
          ['b', '2'],
          ['a', '1'],
        ]),
      ),
    ).toBe(true);
    expect(
      parametersEqual(
        a,
        new Map([
          ['a', '1'],
          ['b', '3'],
        ]),
      ),
    ).toBe(false);
    expect(parametersEqual(undefined, undefined)).toBe(true);
    expect(parametersEqual(a, undefined)).toBe(false);
  });
});
