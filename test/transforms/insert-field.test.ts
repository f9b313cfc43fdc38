import { SinkRecord } from '../../src/api/sink-record';
import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA } from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { ConfigError, DataError, SchemaBuilderError } from '../../src/errors';
import { InsertFieldKey, InsertFieldValue } from '../../src/transforms/insert-field';
import { expectGenuineDefinition } from '../support/transform-definitions';

function inserter(props: Record<string, string>): InsertFieldValue {
  const transformation = new InsertFieldValue();
  transformation.configure(props);
  return transformation;
}

const ALL = {
  'topic.field': 'topic!',
  'partition.field': 'partition',
  'offset.field': 'offset?',
  'timestamp.field': 'time',
  'static.field': 'text',
  'static.value': 'fixed',
};

describe('InsertField', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('InsertField$Key', new InsertFieldKey().config());
    expectGenuineDefinition('InsertField$Value', new InsertFieldValue().config());
  });

  it('adds to a copy of a map', () => {
    const value = { a: 1 };
    const record = new SinkRecord({ topic: 't', kafkaPartition: 2, kafkaOffset: 3, timestamp: 4, value });
    expect(inserter(ALL).apply(record).value).toEqual({
      a: 1,
      topic: 't',
      partition: 2,
      offset: 3,
      time: 4,
      text: 'fixed',
    });
    expect(value).toEqual({ a: 1 });
  });

  it('adds to a struct, with required and optional schemas', () => {
    const valueSchema = SchemaBuilder.struct().optional().name('s').field('a', INT32_SCHEMA).build();
    const value = Struct.of(valueSchema, { a: 1 });
    const record = new SinkRecord({ topic: 't', kafkaPartition: 2, kafkaOffset: 3, timestamp: 4, valueSchema, value });
    const result = inserter(ALL).apply(record);
    expect((result.value as Struct).rawValues).toEqual([1, 't', 2, 3n, new Date(4), 'fixed']);
    expect(result.valueSchema).toMatchObject({ name: 's', isOptional: false });
    expect(result.valueSchema?.fields.map(({ schema }) => schema.isOptional)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it('adds neither partition nor timestamp where there is none', () => {
    const props = { 'partition.field': 'p', 'timestamp.field': 'ts' };
    expect(inserter(props).apply(new SourceRecord({ topic: 't', value: {} })).value).toEqual({});
    const valueSchema = SchemaBuilder.struct().build();
    const record = new SourceRecord({ topic: 't', valueSchema, value: new Struct(valueSchema) });
    expect((inserter(props).apply(record).value as Struct).rawValues).toEqual([null, null]);
  });

  it('lets null pass untouched', () => {
    const record = new SourceRecord({ topic: 't', value: null });
    expect(inserter({ 'topic.field': 'x' }).apply(record)).toBe(record);
  });

  it('keeps maps without a prototype so', () => {
    const value = Object.assign(Object.create(null) as Record<string, number>, { a: 1 });
    const result = inserter({ 'topic.field': '__proto__' }).apply(new SourceRecord({ topic: 't', value })).value;
    expect(Object.getPrototypeOf(result)).toBeNull();
    expect(Object.entries(result as object)).toEqual([
      ['a', 1],
      ['__proto__', 't'],
    ]);
  });

  it('refuses the offset of a source record, and a name that is taken', () => {
    expect(() => inserter({ 'offset.field': 'o' }).apply(new SourceRecord({ topic: 't', value: {} }))).toThrow(
      DataError,
    );
    const valueSchema = SchemaBuilder.struct().field('a', INT32_SCHEMA).build();
    const record = new SourceRecord({ topic: 't', valueSchema, value: Struct.of(valueSchema, { a: 1 }) });
    expect(() => inserter({ 'topic.field': 'a' }).apply(record)).toThrow(SchemaBuilderError);
  });

  it('wants something to insert', () => {
    expect(() => inserter({})).toThrow(new ConfigError('No field insertion configured'));
    expect(() => inserter({ 'static.field': 's' })).toThrow('No value specified for static field: s');
  });
});
