import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError, IllegalArgumentError } from '../../src/errors';
import { ExtractFieldKey, ExtractFieldValue } from '../../src/transforms/extract-field';
import { expectGenuineDefinition } from '../support/transform-definitions';

function extractor(props: Record<string, string>): ExtractFieldValue<SourceRecord> {
  const transformation = new ExtractFieldValue<SourceRecord>();
  transformation.configure(props);
  return transformation;
}

describe('ExtractField', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('ExtractField$Key', new ExtractFieldKey().config());
    expectGenuineDefinition('ExtractField$Value', new ExtractFieldValue().config());
  });

  it('extracts from maps, nested ones with V2', () => {
    const record = new SourceRecord({ topic: 't', value: { 'a.b': 1, a: { b: 2 } } });
    expect(extractor({ field: 'a.b' }).apply(record).value).toBe(1);
    expect(extractor({ field: 'a.b', 'field.syntax.version': 'v2' }).apply(record).value).toBe(2);
    expect(extractor({ field: 'nope' }).apply(record).value).toBeNull();
  });

  it('does not take what every object inherits for a field', () => {
    expect(extractor({ field: 'constructor' }).apply(new SourceRecord({ topic: 't', value: {} })).value).toBeNull();
  });

  it('takes schema and value of a field of the key', () => {
    const keySchema = SchemaBuilder.struct().field('id', INT32_SCHEMA).build();
    const transformation = new ExtractFieldKey<SourceRecord>();
    transformation.configure({ field: 'id' });
    const record = new SourceRecord({ topic: 't', keySchema, key: Struct.of(keySchema, { id: 5 }) });
    expect(transformation.apply(record)).toMatchObject({ key: 5, keySchema: INT32_SCHEMA });
  });

  it('fills in the default, unless told not to', () => {
    const valueSchema = SchemaBuilder.struct().field('a', SchemaBuilder.int32().optional().defaultValue(7)).build();
    const record = new SourceRecord({ topic: 't', valueSchema, value: new Struct(valueSchema) });
    expect(extractor({ field: 'a' }).apply(record).value).toBe(7);
    expect(extractor({ field: 'a', 'replace.null.with.default': 'false' }).apply(record).value).toBeNull();
  });

  it('refuses an unknown field of a schema, also where the value is null', () => {
    const valueSchema = SchemaBuilder.struct().optional().field('a', INT32_SCHEMA).build();
    const record = new SourceRecord({ topic: 't', valueSchema, value: null });
    expect(extractor({ field: 'a' }).apply(record)).toMatchObject({ value: null, valueSchema: INT32_SCHEMA });
    expect(() => extractor({ field: 'b' }).apply(record)).toThrow(new IllegalArgumentError('Unknown field: b'));
  });

  it('refuses a value that is no map', () => {
    expect(() => extractor({ field: 'a' }).apply(new SourceRecord({ topic: 't', value: 'x' }))).toThrow(DataError);
  });
});
