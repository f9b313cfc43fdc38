import { SourceRecord } from '../../src/api/source-record';
import { INT32_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';

const RECORD = new SourceRecord({
  topic: 't',
  kafkaPartition: 1,
  keySchema: STRING_SCHEMA,
  key: 'k',
  valueSchema: INT32_SCHEMA,
  value: 3,
  timestamp: 5,
  sourcePartition: { file: 'a' },
  sourceOffset: { position: 1 },
});

describe('SourceRecord', () => {
  it('keeps source partition and offset through changes: they are not for transforms', () => {
    const changed = RECORD.newRecord({ topic: 'u', value: 4 });
    expect(changed).toMatchObject({ topic: 'u', value: 4, key: 'k', kafkaPartition: 1, timestamp: 5 });
    expect(changed.sourcePartition).toBe(RECORD.sourcePartition);
    expect(changed.sourceOffset).toBe(RECORD.sourceOffset);
  });

  it('changes to null what is named as null, and nothing that is not named', () => {
    const changes = { kafkaPartition: null, keySchema: null, key: null, timestamp: null };
    expect(RECORD.newRecord(changes)).toMatchObject({ ...changes, valueSchema: INT32_SCHEMA, value: 3 });
    expect(RECORD.newRecord({ valueSchema: null, value: null })).toMatchObject({
      value: null,
      valueSchema: null,
      key: 'k',
    });
  });

  it('may come from nowhere: partition and offset are null then', () => {
    expect(new SourceRecord({ topic: 't' })).toMatchObject({ sourcePartition: null, sourceOffset: null });
  });
});
