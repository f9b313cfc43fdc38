import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA, OPTIONAL_INT32_SCHEMA } from '../../src/data/connect-schema';
import type { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';
import { HoistFieldKey, HoistFieldValue } from '../../src/transforms/hoist-field';
import { expectGenuineDefinition } from '../support/transform-definitions';

function hoist(record: SourceRecord): SourceRecord {
  const transformation = new HoistFieldValue<SourceRecord>();
  transformation.configure({ field: 'magic' });
  return transformation.apply(record);
}

describe('HoistField', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('HoistField$Key', new HoistFieldKey().config());
    expectGenuineDefinition('HoistField$Value', new HoistFieldValue().config());
  });

  it('wraps a value without schema in a map, null too', () => {
    expect(hoist(new SourceRecord({ topic: 't', value: 42 })).value).toEqual({ magic: 42 });
    expect(hoist(new SourceRecord({ topic: 't', value: null })).value).toEqual({ magic: null });
  });

  it('wraps a value with schema in a struct', () => {
    const result = hoist(new SourceRecord({ topic: 't', valueSchema: INT32_SCHEMA, value: 42 }));
    expect(result.valueSchema?.field('magic')?.schema).toBe(INT32_SCHEMA);
    expect((result.value as Struct).get('magic')).toBe(42);
  });

  it('takes null with a schema that allows it only', () => {
    const optional = new SourceRecord({ topic: 't', valueSchema: OPTIONAL_INT32_SCHEMA, value: null });
    expect((hoist(optional).value as Struct).get('magic')).toBeNull();
    expect(() => hoist(new SourceRecord({ topic: 't', valueSchema: INT32_SCHEMA, value: null }))).toThrow(DataError);
  });

  it('wraps the key', () => {
    const transformation = new HoistFieldKey<SourceRecord>();
    transformation.configure({ field: 'k' });
    expect(transformation.apply(new SourceRecord({ topic: 't', key: 1, value: 2 }))).toMatchObject({
      key: { k: 1 },
      value: 2,
    });
  });
});
