import { SinkRecord } from '../../src/api/sink-record';
import { STRING_SCHEMA } from '../../src/data/connect-schema';

const RECORD = new SinkRecord({
  topic: 't',
  kafkaPartition: 2,
  kafkaOffset: 7,
  keySchema: STRING_SCHEMA,
  key: 'k',
  valueSchema: STRING_SCHEMA,
  value: 'v',
  timestamp: 5,
  timestampType: 'LOG_APPEND_TIME',
});

describe('SinkRecord', () => {
  it('begins with its own coordinates as the original ones', () => {
    expect(RECORD).toMatchObject({ originalTopic: 't', originalKafkaPartition: 2, originalKafkaOffset: 7 });
  });

  it('keeps the original coordinates, the offset and the timestamp type through any number of changes', () => {
    const changed = RECORD.newRecord({ topic: 'u', kafkaPartition: 9 }).newRecord({ topic: 'w' });
    expect(changed).toMatchObject({
      topic: 'w',
      kafkaPartition: 9,
      kafkaOffset: 7,
      timestampType: 'LOG_APPEND_TIME',
      originalTopic: 't',
      originalKafkaPartition: 2,
      originalKafkaOffset: 7,
    });
    expect(RECORD.topic).toBe('t');
  });

  it('changes to null what is named as null, and nothing that is not named', () => {
    const emptied = RECORD.newRecord({ key: null, keySchema: null, timestamp: null });
    expect(emptied).toMatchObject({ key: null, keySchema: null, timestamp: null, value: 'v' });
    expect(emptied.valueSchema).toBe(STRING_SCHEMA);
    expect(RECORD.newRecord({ value: null, valueSchema: null })).toMatchObject({ value: null, key: 'k', timestamp: 5 });
  });

  it('has no timestamp type unless it is given one', () => {
    expect(new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0 }).timestampType).toBe('NO_TIMESTAMP_TYPE');
  });
});
