import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError } from '../../src/errors';
import { SetSchemaMetadataKey, SetSchemaMetadataValue } from '../../src/transforms/set-schema-metadata';
import { expectGenuineDefinition } from '../support/transform-definitions';

function setter(props: Record<string, string>): SetSchemaMetadataValue<SourceRecord> {
  const transformation = new SetSchemaMetadataValue<SourceRecord>();
  transformation.configure(props);
  return transformation;
}

const SCHEMA = SchemaBuilder.struct()
  .optional()
  .doc('d')
  .version(3)
  .parameter('p', 'q')
  .field('a', INT32_SCHEMA)
  .build();

describe('SetSchemaMetadata', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('SetSchemaMetadata$Key', new SetSchemaMetadataKey().config());
    expectGenuineDefinition('SetSchemaMetadata$Value', new SetSchemaMetadataValue().config());
  });

  it('changes name and version and keeps the rest', () => {
    const value = Struct.of(SCHEMA, { a: 1 });
    const result = setter({ 'schema.name': 'n', 'schema.version': '42' }).apply(
      new SourceRecord({ topic: 't', valueSchema: SCHEMA, value }),
    );
    expect(result.valueSchema).toMatchObject({ name: 'n', version: 42, doc: 'd', isOptional: true });
    expect(result.valueSchema?.parameters).toEqual(new Map([['p', 'q']]));
    expect((result.value as Struct).schema).toBe(result.valueSchema);
    expect((result.value as Struct).rawValues).toEqual([1]);
    const named = setter({ 'schema.name': 'n' }).apply(
      new SourceRecord({ topic: 't', valueSchema: SCHEMA, value: null }),
    );
    expect(named).toMatchObject({ value: null, valueSchema: { name: 'n', version: 3 } });
  });

  it('leaves a record without schema and value alone', () => {
    const record = new SourceRecord({ topic: 't' });
    expect(setter({ 'schema.name': 'n' }).apply(record)).toBe(record);
  });

  it('wants a schema, of a struct', () => {
    const apply = (fields: object) => setter({ 'schema.name': 'n' }).apply(new SourceRecord({ topic: 't', ...fields }));
    expect(() => apply({ value: 1 })).toThrow('Schema required for [updating schema metadata]');
    expect(() => apply({ value: 'x', valueSchema: STRING_SCHEMA })).toThrow(DataError);
  });

  it('wants something to set', () => {
    expect(() => setter({})).toThrow(ConfigError);
  });
});
