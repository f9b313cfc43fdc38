import { TopicPartitionMap } from '../../../src/api/topic-partition';
import {
  changeSinkOffsets,
  listSinkOffsets,
  readSinkOffset,
  requireNoMembers,
  requirePartitions,
  sinkOffset,
  sinkPartition,
} from '../../../src/cli/offsets/sink-offsets';
import { jsonNodeText, readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';
import { KafkaError } from '../../../src/errors';
import { FakeAdmin } from '../../support/fake-admin';

const OWNER = { connector: 'sink', group: 'g' };
const at = (partition: number, topic = 't') => ({ topic, partition });

function setUp() {
  const admin = new FakeAdmin();
  admin.topics.set('t', 2);
  admin.ends.set(at(0), 9);
  admin.groups.set(
    'g',
    new TopicPartitionMap([
      [at(0), 4],
      [at(0, 'gone'), 8],
    ]),
  );
  return admin;
}

describe('The offsets of a sink', () => {
  it('are listed with the ends of partitions that are still there', async () => {
    const listed = await listSinkOffsets(setUp(), OWNER);
    expect(
      listed.map(({ partition, offset, end }) => [jsonNodeText(partition), jsonNodeText(offset ?? null), end]),
    ).toEqual([
      ['{"kafka_topic":"t","kafka_partition":0}', '{"kafka_offset":4}', 9],
      ['{"kafka_topic":"gone","kafka_partition":0}', '{"kafka_offset":8}', undefined],
    ]);
  });

  it('are read in the forms that the REST API takes', () => {
    const partition = readJsonArgument('{"kafka_partition":"1","kafka_topic":"t"}', 'x') as OffsetObject;
    expect(readSinkOffset({ partition, offset: sinkOffset(3) }, 'x')).toEqual([at(1), 3]);
    expect(readSinkOffset({ partition, offset: null }, 'x')).toEqual([at(1), null]);
    expect(() => readSinkOffset({ partition: null, offset: null }, 'here')).toThrow(/^here: .*cannot be null/);
    expect(() => readSinkOffset({ partition, offset: new Map([['o', null]]) }, 'here')).toThrow(
      /^here: .*kafka_offset/,
    );
  });

  it('are for partitions that there are', async () => {
    const wanted = [at(1), at(2), at(0, 'none')].map((partition) => ({ partition, what: 'x' }));
    await expect(requirePartitions(setUp(), wanted)).rejects.toThrow(
      'x: topic t has no partition 2, only 2 of them, counted from 0\nx: there is no topic none',
    );
  });

  it('are changed and removed one by one', async () => {
    const admin = setUp();
    await changeSinkOffsets(
      admin,
      OWNER,
      new TopicPartitionMap([
        [at(1), 5],
        [at(0, 'gone'), null],
        [at(1, 'never'), null],
      ]),
    );
    expect([...(admin.groups.get('g') ?? [])]).toEqual([
      [at(0), 4],
      [at(1), 5],
    ]);
  });

  it('take the group with them when none is left', async () => {
    const admin = setUp();
    await changeSinkOffsets(
      admin,
      OWNER,
      new TopicPartitionMap([
        [at(0), null],
        [at(0, 'gone'), null],
      ]),
    );
    expect(admin.groups.has('g')).toBe(false);
  });

  it('stay while the group has members, which are named', async () => {
    const admin = setUp();
    await requireNoMembers(admin, OWNER);
    const member = (task: number) => ({ clientId: `connector-consumer-sink-${task}`, memberId: `m${task}`, host: 'h' });
    admin.members.set('g', [member(0)]);
    await expect(requireNoMembers(admin, OWNER)).rejects.toMatchObject({
      name: 'GroupNotEmptyError',
      message:
        'The consumer group g of the sink sink has members (connector-consumer-sink-0 on h): stop the worker that runs it, then try again',
    });
    admin.members.set(
      'g',
      Array.from({ length: 8 }, (_, task) => member(task)),
    );
    await expect(requireNoMembers(admin, OWNER)).rejects.toThrow('connector-consumer-sink-4 on h, 3 more): stop');
  });

  it('stay where somebody has joined the group just now', async () => {
    const admin = setUp();
    admin.alterGroupOffsets = () => Promise.reject(new KafkaError('x', { kafkaCode: 25 }));
    await expect(changeSinkOffsets(admin, OWNER, new TopicPartitionMap([[at(0), 1]]))).rejects.toMatchObject({
      name: 'GroupNotEmptyError',
      message: 'The consumer group g of the sink sink has members: stop the worker that runs it, then try again',
    });
  });

  it('are written as in requests', () => {
    expect(jsonNodeText(sinkPartition(at(1)))).toBe('{"kafka_topic":"t","kafka_partition":1}');
  });
});
