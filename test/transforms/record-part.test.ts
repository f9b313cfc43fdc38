import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { KEY_PART, VALUE_PART } from '../../src/transforms/record-part';

const record = new SourceRecord({
  topic: 't',
  keySchema: INT32_SCHEMA,
  key: 1,
  valueSchema: STRING_SCHEMA,
  value: 'v',
});

describe.each([
  ['KEY_PART', KEY_PART, INT32_SCHEMA, 1, { key: null, keySchema: null, value: 'v', valueSchema: STRING_SCHEMA }],
  ['VALUE_PART', VALUE_PART, STRING_SCHEMA, 'v', { key: 1, keySchema: INT32_SCHEMA, value: null, valueSchema: null }],
])('%s', (...[, part, schema, value, updated]) => {
  it('reads and replaces its part alone', () => {
    expect([part.schema(record), part.value(record)]).toEqual([schema, value]);
    expect(part.update(record, null, null)).toMatchObject(updated);
  });
});
