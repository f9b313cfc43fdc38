import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError } from '../../src/errors';
import { HeaderFromKey, HeaderFromValue } from '../../src/transforms/header-from';
import { expectGenuineDefinition } from '../support/transform-definitions';

function headerFrom(operation: string, record: SourceRecord): SourceRecord {
  const transformation = new HeaderFromValue<SourceRecord>();
  transformation.configure({ fields: 'a,a', headers: 'h,i', operation });
  return transformation.apply(record);
}

const headersOf = (record: SourceRecord) => Array.from(record.headers, ({ key, value }) => [key, value]);

describe('HeaderFrom', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('HeaderFrom$Key', new HeaderFromKey().config());
    expectGenuineDefinition('HeaderFrom$Value', new HeaderFromValue().config());
  });

  it('copies fields of a map and leaves it as it is', () => {
    const value = { a: 1, b: 2 };
    const result = headerFrom('copy', new SourceRecord({ topic: 't', value }));
    expect(headersOf(result)).toEqual([
      ['h', 1],
      ['i', 1],
    ]);
    expect(result.value).toBe(value);
  });

  it('moves fields out of a map, of which the original keeps them', () => {
    const value = { a: 1, b: 2 };
    expect(headerFrom('move', new SourceRecord({ topic: 't', value })).value).toEqual({ b: 2 });
    expect(value).toEqual({ a: 1, b: 2 });
  });

  it('moves fields out of a struct with their schemas', () => {
    const valueSchema = SchemaBuilder.struct().field('a', INT32_SCHEMA).field('b', STRING_SCHEMA).build();
    const value = Struct.of(valueSchema, { a: 1, b: 'x' });
    const result = headerFrom('move', new SourceRecord({ topic: 't', valueSchema, value }));
    expect(result.headers.lastWithName('h')).toMatchObject({ value: 1, schema: INT32_SCHEMA });
    expect(result.valueSchema?.fields.map(({ name }) => name)).toEqual(['b']);
    expect((result.value as Struct).rawValues).toEqual(['x']);
  });

  it('refuses null, and a field that the schema does not have', () => {
    expect(() => headerFrom('copy', new SourceRecord({ topic: 't', value: null }))).toThrow(
      'Only Map objects supported in absence of schema for [header copy], found: null',
    );
    const valueSchema = SchemaBuilder.struct().build();
    const record = new SourceRecord({ topic: 't', valueSchema, value: new Struct(valueSchema) });
    expect(() => headerFrom('move', record)).toThrow(DataError);
  });

  it.each([
    { fields: 'a,b', headers: 'h', operation: 'copy' },
    { fields: '', headers: '', operation: 'copy' },
    { fields: 'a', headers: 'h', operation: 'COPY' },
  ])('refuses the settings %p', (props) => {
    expect(() => new HeaderFromValue().configure(props)).toThrow(ConfigError);
  });
});
