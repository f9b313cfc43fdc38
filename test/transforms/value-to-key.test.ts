import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError } from '../../src/errors';
import { ValueToKey } from '../../src/transforms/value-to-key';
import { expectGenuineDefinition } from '../support/transform-definitions';

function toKey(fields: string, record: SourceRecord): SourceRecord {
  const transformation = new ValueToKey<SourceRecord>();
  transformation.configure({ fields });
  return transformation.apply(record);
}

describe('ValueToKey', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('ValueToKey', new ValueToKey().config());
  });

  it('makes a map of fields; one that is not there is null', () => {
    const value = { a: 1, b: 2 };
    expect(toKey('b,x', new SourceRecord({ topic: 't', value }))).toMatchObject({
      key: { b: 2, x: null },
      keySchema: null,
      value,
    });
  });

  it('makes a struct of fields', () => {
    const valueSchema = SchemaBuilder.struct().name('s').field('a', INT32_SCHEMA).field('b', STRING_SCHEMA).build();
    const value = Struct.of(valueSchema, { a: 1, b: 'x' });
    const result = toKey('b,a', new SourceRecord({ topic: 't', valueSchema, value }));
    expect(result.keySchema?.name).toBeUndefined();
    expect(result.keySchema?.fields.map(({ name }) => name)).toEqual(['b', 'a']);
    expect((result.key as Struct).rawValues).toEqual(['x', 1]);
    expect(() => toKey('x', new SourceRecord({ topic: 't', valueSchema, value }))).toThrow(
      new DataError('Field does not exist: x'),
    );
  });

  it('refuses a null value and an empty list', () => {
    expect(() => toKey('a', new SourceRecord({ topic: 't', value: null }))).toThrow(DataError);
    expect(() => toKey('', new SourceRecord({ topic: 't', value: {} }))).toThrow(ConfigError);
  });
});
