import { SourceRecord } from '../../src/api/source-record';
import type { ConnectValue } from '../../src/data/connect-value';
import { INT64_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { OPTIONAL_TIMESTAMP_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError } from '../../src/errors';
import { TimestampConverterKey, TimestampConverterValue } from '../../src/transforms/timestamp-converter';
import { expectGenuineDefinition } from '../support/transform-definitions';

function convert(props: Record<string, string>, value: ConnectValue, valueSchema: Schema | null = null): SourceRecord {
  const transformation = new TimestampConverterValue<SourceRecord>();
  transformation.configure(props);
  return transformation.apply(new SourceRecord({ topic: 't', value, valueSchema }));
}

describe('TimestampConverter', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('TimestampConverter$Key', new TimestampConverterKey().config());
    expectGenuineDefinition('TimestampConverter$Value', new TimestampConverterValue().config());
  });

  it('converts whole values', () => {
    expect(convert({ 'target.type': 'unix' }, new Date(5)).value).toBe(5);
    expect(convert({ 'target.type': 'unix' }, new Date(5), TIMESTAMP_SCHEMA)).toMatchObject({
      value: 5n,
      valueSchema: INT64_SCHEMA,
    });
    expect(convert({ 'target.type': 'string', format: 'yyyy' }, 5n, INT64_SCHEMA)).toMatchObject({
      value: '1970',
      valueSchema: STRING_SCHEMA,
    });
    expect(convert({ 'target.type': 'Timestamp', format: 'yyyy-MM-dd' }, '2020-01-02 and more').value).toEqual(
      new Date(Date.UTC(2020, 0, 2)),
    );
  });

  it('converts a field of a map; one that is not there becomes null', () => {
    const value = { ts: 5, other: 1 };
    expect(convert({ 'target.type': 'Timestamp', field: 'ts' }, value).value).toEqual({ ts: new Date(5), other: 1 });
    expect(convert({ 'target.type': 'Timestamp', field: 'x' }, { a: 1 }).value).toEqual({ a: 1, x: null });
    expect(value).toEqual({ ts: 5, other: 1 });
  });

  it('converts a field of a struct, and the default of the struct', () => {
    const builder = SchemaBuilder.struct().optional().field('ts', SchemaBuilder.int64().optional().doc('gone'));
    const schema = builder.defaultValue(Struct.of(builder.build(), { ts: 9n })).build();
    const result = convert({ 'target.type': 'Timestamp', field: 'ts' }, Struct.of(schema, { ts: 5n }), schema);
    expect((result.value as Struct).get('ts')).toEqual(new Date(5));
    expect(result.valueSchema?.field('ts')?.schema).toBe(OPTIONAL_TIMESTAMP_SCHEMA);
    expect((result.valueSchema?.defaultValue as Struct).get('ts')).toEqual(new Date(9));
  });

  it('keeps null, under the new schema', () => {
    const schema = SchemaBuilder.int64().optional().build();
    expect(convert({ 'target.type': 'Timestamp' }, null, schema)).toMatchObject({
      value: null,
      valueSchema: OPTIONAL_TIMESTAMP_SCHEMA,
    });
    expect(convert({ 'target.type': 'Timestamp', field: 'x' }, null).value).toBeNull();
  });

  it.each([
    { 'target.type': 'string' },
    { 'target.type': 'timestamp' },
    { 'target.type': 'string', format: 'bad-format' },
    { 'target.type': 'unix', 'unix.precision': 'hours' },
    {},
  ])('refuses the settings %p', (props) => {
    expect(() => convert(props as Record<string, string>, null)).toThrow(ConfigError);
  });
});
