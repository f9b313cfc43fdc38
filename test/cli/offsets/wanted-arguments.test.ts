import { jsonNodeText } from '../../../src/cli/offsets/stored-offset';
import type { WantedOffset } from '../../../src/cli/offsets/source-offsets';
import {
  pairArguments,
  typeByPartition,
  wantedOfSink,
  wantedOfSource,
} from '../../../src/cli/offsets/wanted-arguments';
import { FakeAdmin } from '../../support/fake-admin';

const texts = (wanted: readonly WantedOffset[]) =>
  wanted.map(({ partition, offset }) => `${jsonNodeText(partition)} ${jsonNodeText(offset)}`);

function kafka() {
  const admin = new FakeAdmin();
  admin.topics.set('t', 2);
  admin.ends.set({ topic: 't', partition: 1 }, 9);
  return admin;
}

describe('--partition and --offset', () => {
  it('are paired: one offset for all, or one for each', () => {
    expect(pairArguments({ partition: ['a', 'b'], offset: ['1'] })).toEqual([
      ['a', '1'],
      ['b', '1'],
    ]);
    expect(pairArguments({ partition: ['a', 'b'], offset: ['1', '2'] })).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(() => pairArguments({ partition: ['a', 'b'], offset: ['1', '2', '3'] })).toThrow(
      '2 --partition, but 3 --offset',
    );
    expect(() => pairArguments({ partition: ['a'], offset: [] })).toThrow('0 --offset');
    expect(() => pairArguments({ partition: [], offset: ['1'] })).toThrow('--partition is missing');
  });

  it('of a source are JSON, or null', () => {
    expect(
      texts(wantedOfSource({ partition: ['{"f":1}', 'null'], offset: ['{"p":9007199254740993}', 'null'] })),
    ).toEqual(['{"f":1} {"p":9007199254740993}', 'null null']);
    expect(() => wantedOfSource({ partition: ['t:0'], offset: ['{}'] })).toThrow('--partition t:0 is not JSON');
    expect(() => wantedOfSource({ partition: ['{}'], offset: ['5'] })).toThrow('--offset must be a JSON object');
  });

  it('of a sink may be short', async () => {
    const args = { partition: ['t:0', '{"kafka_partition":1,"kafka_topic":"t"}'], offset: ['5', '{"kafka_offset":6}'] };
    expect(texts(await wantedOfSink(kafka(), args))).toEqual([
      '{"kafka_topic":"t","kafka_partition":0} {"kafka_offset":5}',
      '{"kafka_topic":"t","kafka_partition":1} {"kafka_offset":6}',
    ]);
  });

  it('of a sink may mean all partitions, and their ends', async () => {
    expect(texts(await wantedOfSink(kafka(), { partition: ['t'], offset: ['latest'] }))).toEqual([
      '{"kafka_topic":"t","kafka_partition":0} {"kafka_offset":0}',
      '{"kafka_topic":"t","kafka_partition":1} {"kafka_offset":9}',
    ]);
  });

  it.each([
    ['t:2', '1', 'topic t has no partition 2, only 2'],
    ['none', '1', 'there is no topic none'],
    ['none:0', '1', 'there is no topic none'],
    ['t:0', '-1', 'negative|integer|JSON'],
    ['t:0', '{"o":1}', 'kafka_offset'],
    ['{"topic":"t"}', '1', 'kafka_topic'],
  ])(
    'of a sink are refused where Kafka has no such partition, or offset: %s %s',
    async (partition, offset, message) => {
      const wanted = wantedOfSink(kafka(), { partition: [partition], offset: [offset] });
      await expect(wanted).rejects.toMatchObject({
        name: 'UsageError',
        message: expect.stringMatching(message) as string,
      });
    },
  );

  it('of a sink may remove what is not there any more', async () => {
    expect(texts(await wantedOfSink(kafka(), { partition: ['none:0'], offset: ['null'] }))).toEqual([
      '{"kafka_topic":"none","kafka_partition":0} null',
    ]);
  });

  it('tell what kind of connector has such a partition', () => {
    expect(['t:0', 't', '{"kafka_topic":"t","kafka_partition":1}'].map(typeByPartition)).toEqual([
      'sink',
      'sink',
      'sink',
    ]);
    expect(['{"filename":"x"}', 'null'].map(typeByPartition)).toEqual(['source', 'source']);
  });
});
