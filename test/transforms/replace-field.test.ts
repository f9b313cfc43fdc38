import { SourceRecord } from '../../src/api/source-record';
import type { ConnectObject } from '../../src/data/connect-value';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, SchemaBuilderError } from '../../src/errors';
import { ReplaceFieldKey, ReplaceFieldValue } from '../../src/transforms/replace-field';
import { expectGenuineDefinition } from '../support/transform-definitions';

function replacer(props: Record<string, string>): ReplaceFieldValue<SourceRecord> {
  const transformation = new ReplaceFieldValue<SourceRecord>();
  transformation.configure(props);
  return transformation;
}

const replaceInMap = (props: Record<string, string>, value: ConnectObject) =>
  replacer(props).apply(new SourceRecord({ topic: 't', value })).value;

describe('ReplaceField', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('ReplaceField$Key', new ReplaceFieldKey().config());
    expectGenuineDefinition('ReplaceField$Value', new ReplaceFieldValue().config());
  });

  it.each([
    [{ exclude: 'a' }, { b: 2 }],
    [{ include: 'a' }, { a: 1 }],
    [{ include: 'a', exclude: 'a' }, {}],
    [{ renames: 'a:x,b:y' }, { x: 1, y: 2 }],
    [{ include: 'b', renames: 'a:b' }, { b: 2 }],
    [{ blacklist: 'a' }, { a: 1, b: 2 }],
  ])('with %p makes of a and b %p', (props, expected) => {
    const value = { a: 1, b: 2 };
    expect(replaceInMap(props as unknown as Record<string, string>, value)).toEqual(expected);
    expect(value).toEqual({ a: 1, b: 2 });
  });

  it('renames to and from __proto__ like any other key', () => {
    const value = JSON.parse('{"__proto__":1}') as ConnectObject;
    expect(Object.entries(replaceInMap({ renames: '__proto__:a' }, value) as object)).toEqual([['a', 1]]);
    expect(Object.entries(replaceInMap({ renames: 'a:__proto__' }, { a: 1 }) as object)).toEqual([['__proto__', 1]]);
  });

  it('drops and renames fields of a struct', () => {
    const valueSchema = SchemaBuilder.struct()
      .optional()
      .name('s')
      .field('a', INT32_SCHEMA)
      .field('b', SchemaBuilder.int32().optional().defaultValue(9))
      .field('c', INT32_SCHEMA)
      .build();
    const record = new SourceRecord({ topic: 't', valueSchema, value: Struct.of(valueSchema, { a: 1, c: 3 }) });
    const result = replacer({ exclude: 'a', renames: 'c:d' }).apply(record);
    expect(result.valueSchema?.fields.map(({ name }) => name)).toEqual(['b', 'd']);
    expect(result.valueSchema).toMatchObject({ name: 's', isOptional: false });
    expect((result.value as Struct).rawValues).toEqual([9, 3]);
    const raw = replacer({ exclude: 'a', 'replace.null.with.default': 'false' }).apply(record);
    expect((raw.value as Struct).rawValues).toEqual([null, 3]);
    expect(() => replacer({ renames: 'a:c' }).apply(record)).toThrow(SchemaBuilderError);
  });

  it.each([
    ['a is not a valid field name', { renames: 'a:b' }, ['b']],
    ['Invalid Java object for schema with type STRING', { include: 'a', renames: 'a:c,b:c' }, ['a', 'b']],
  ])(
    'fails with "%s" for %j on a struct, as Java does where a field gets the value of another',
    (message, props, names) => {
      const builder = SchemaBuilder.struct();
      for (const name of names) builder.field(name, name === 'a' ? STRING_SCHEMA : INT32_SCHEMA);
      const schema = builder.build();
      const value = new Struct(schema);
      for (const name of names) value.put(name, name === 'a' ? 'x' : 1);
      const record = new SourceRecord({ topic: 't', valueSchema: schema, value });
      expect(() => replacer(props as unknown as Record<string, string>).apply(record)).toThrow(message);
    },
  );

  it('lets null pass with its schema', () => {
    const record = new SourceRecord({ topic: 't', value: null, valueSchema: INT32_SCHEMA });
    expect(replacer({ exclude: 'a' }).apply(record)).toBe(record);
  });

  it.each(['a', 'a:', 'a:b:c'])('refuses the rename "%s"', (renames) => {
    expect(() => replacer({ renames })).toThrow(ConfigError);
  });
});
