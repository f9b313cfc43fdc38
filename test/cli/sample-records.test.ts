import { takeSamples } from '../../src/cli/sample-records';
import { KafkaError } from '../../src/errors';
import type { KafkaClients } from '../../src/kafka/clients';
import { checkedPipeline } from '../support/checked-pipeline';
import { FakeAdmin } from '../support/fake-admin';
import { batchOf } from '../support/fake-batch';

const mockReader = {
  connect: jest.fn(() => Promise.resolve()),
  close: jest.fn(() => Promise.resolve()),
  newest: jest.fn(),
};
jest.mock('../../src/kafka/partition-reader', () => ({ PartitionReader: jest.fn(() => mockReader) }));

const SINK = ['name=s', 'connector.class=FileStreamSink'];

async function take(lines: readonly string[]) {
  const admin = new FakeAdmin();
  for (const topic of ['a', 'b', 'other', '__internal']) admin.topics.set(topic, 2);
  const { checked, shown } = await checkedPipeline([[...SINK, ...lines]]);
  const samples = await takeSamples(checked, { admin: () => admin } as unknown as KafkaClients);
  return { samples: samples.map(({ topic, partition }) => `${topic}-${partition}`), shown: shown() };
}

describe('takeSamples', () => {
  beforeEach(() => {
    mockReader.newest
      .mockReset()
      .mockImplementation(({ topic, partition }: { topic: string; partition: number }) =>
        Promise.resolve(partition === 0 ? undefined : batchOf([{ topic, partition, offset: 1, value: 'v' }])),
      );
  });

  it('takes a record of each topic, from the first partition that has one', async () => {
    expect((await take(['topics=b,a'])).samples).toEqual(['a-1', 'b-1']);
    expect((await take(['topics.regex=a|other|__.*'])).samples).toEqual(['a-1', 'other-1']);
    expect(mockReader.close).toHaveBeenCalled();
  });

  it('says where reading is not allowed', async () => {
    mockReader.newest.mockRejectedValue(new KafkaError('no READ', { kafkaCode: 29 }));
    expect(await take(['topics=a'])).toEqual({ samples: [], shown: ['c0:3 topics missing-acl'] });
  });
});
