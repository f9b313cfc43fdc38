import { BadRequestError } from '../../src/errors';
import { readSinkOffsets, writeSinkOffset } from '../../src/runtime/sink-offset-format';

const PARTITION = { kafka_topic: 't', kafka_partition: 0 };

describe('the offsets of a sink', () => {
  it('are written as topic, partition and offset', () => {
    expect(writeSinkOffset({ topic: 't', partition: 2 }, 7)).toEqual({
      partition: { kafka_topic: 't', kafka_partition: 2 },
      offset: { kafka_offset: 7 },
    });
  });

  it('are read from numbers and numeric strings; null removes, and the last of a partition counts', () => {
    const read = readSinkOffsets([
      { partition: PARTITION, offset: { kafka_offset: 1 } },
      { partition: { kafka_topic: 't', kafka_partition: '1' }, offset: null },
      { partition: PARTITION, offset: { kafka_offset: '12' } },
    ]);
    expect([...read]).toEqual([
      [{ topic: 't', partition: 0 }, 12],
      [{ topic: 't', partition: 1 }, null],
    ]);
  });

  it.each([
    [null, null, 'cannot be null or missing'],
    [{ kafka_topic: 't' }, null, "must contain the keys 'kafka_topic' and 'kafka_partition'"],
    [{ kafka_topic: null, kafka_partition: 0 }, null, 'may not be null'],
    [{ kafka_topic: 't', kafka_partition: null }, null, 'may not be null'],
    [{ kafka_topic: 't', kafka_partition: 'x' }, null, "partition value in the provided offsets: 'x'"],
    [{ kafka_topic: 't', kafka_partition: -1 }, null, 'is negative'],
    [{ kafka_topic: 't', kafka_partition: 2 ** 31 }, null, 'need to be integers'],
    [PARTITION, {}, "either be null or contain the key 'kafka_offset'"],
    [PARTITION, { kafka_offset: null }, 'may not be null'],
    [PARTITION, { kafka_offset: 1.5 }, 'need to be integers'],
    [PARTITION, { kafka_offset: { a: 1 } }, '{"a":1}'],
  ])('refuses partition %p with offset %p', (partition, offset, message) => {
    const read = () => readSinkOffsets([{ partition, offset }]);
    expect(read).toThrow(BadRequestError);
    expect(read).toThrow(message);
  });
});
