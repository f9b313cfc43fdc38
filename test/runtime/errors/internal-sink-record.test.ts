import { SinkRecord } from '../../../src/api/sink-record';
import { STRING_SCHEMA } from '../../../src/data/connect-schema';
import { InternalSinkRecord } from '../../../src/runtime/errors/internal-sink-record';
import { batchOf } from '../../support/fake-batch';

function record() {
  const batch = batchOf([
    { topic: 't', partition: 0, offset: 1 },
    { topic: 't', partition: 0, offset: 2, key: 'k', value: 'as it came', timestamp: 5 },
  ]);
  const fields = { topic: 't', kafkaPartition: 0, kafkaOffset: 2, value: 'decoded', timestamp: 5 };
  return new InternalSinkRecord(fields, { batch, index: 1 });
}

describe('InternalSinkRecord', () => {
  it('is a sink record that knows its message', () => {
    expect(record()).toBeInstanceOf(SinkRecord);
    expect(record().consumed).toMatchObject({ topic: 't', offset: 2, timestamp: 5 });
    expect(record().consumed.value?.toString()).toBe('as it came');
  });

  it('still does after any changes, which change all else as in a plain record', () => {
    const first = record();
    first.headers.add('h', 'v', STRING_SCHEMA);
    const changed = first.newRecord({ topic: 'u', kafkaPartition: 4, value: 'new' }).newRecord({ timestamp: null });
    expect(changed).toMatchObject({
      topic: 'u',
      kafkaPartition: 4,
      value: 'new',
      timestamp: null,
      kafkaOffset: 2,
      originalTopic: 't',
      originalKafkaPartition: 0,
      originalKafkaOffset: 2,
    });
    expect([...changed.headers].map(({ key, value }) => [key, value])).toEqual([['h', 'v']]);
    expect(changed.consumed.value?.toString()).toBe('as it came');
  });
});
