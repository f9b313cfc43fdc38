/** What is asked about groups while their coordinator is not there yet, on a broker that has just started. */
import { TopicPartitionMap } from '../../src/api/topic-partition';
import { describeWithJava, uniqueName } from '../support/describe-with-kafka';
import { KafkaRoom } from '../support/kafka-room';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(120_000);

describeWithJava('An admin client', () => {
  let kafka: RealKafka;
  let room: KafkaRoom;
  beforeAll(async () => {
    kafka = await startRealKafka();
    room = new KafkaRoom(kafka.bootstrap);
  }, 120_000);
  afterAll(async () => {
    await room.close();
    await kafka.stop();
  });

  it('waits for the coordinator of a group when the broker has only begun to make one', async () => {
    const admin = await room.admin();
    const groups = Array.from({ length: 8 }, () => uniqueName('group'));
    const listed = await Promise.all(groups.map((group) => admin.listGroupOffsets(group)));
    expect(listed.map(({ size }) => size)).toEqual(groups.map(() => 0));
  });

  it('waits for it after the broker has restarted', async () => {
    const topic = uniqueName('topic');
    await createTopic(kafka.bootstrap, topic);
    const [group, partition] = [uniqueName('group'), { topic, partition: 0 }];
    const admin = await room.admin();
    await admin.alterGroupOffsets(group, new TopicPartitionMap([[partition, 0]]));
    await kafka.restart();
    const again = await room.admin();
    expect([...(await again.listGroupOffsets(group))]).toEqual([[partition, 0]]);
    await again.deleteGroupOffsets(group, [partition]);
    await again.deleteGroup(group);
    expect((await again.listGroupOffsets(group)).size).toBe(0);
  });
});
