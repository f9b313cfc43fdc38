import { TopicPartitionMap } from '../../src/api/topic-partition';
import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import { KafkaRoom } from '../support/kafka-room';

jest.setTimeout(30_000);

/** The mock cluster knows no requests for groups: those are tried against a real broker. */
describe('RdkafkaAdmin', () => {
  let kafka: EmbeddedKafka;
  let room: KafkaRoom;
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
    room = new KafkaRoom(kafka.bootstrap);
  });
  afterEach(() => room.close());
  afterAll(() => kafka.stop());

  it('lists and describes topics', async () => {
    await kafka.createTopic('two', 2);
    const admin = await room.admin();
    expect((await admin.listTopics()).get('two')).toBe(2);
    expect(await admin.describeTopic('two')).toBe(2);
    expect(await admin.describeTopic('none')).toBeUndefined();
    expect((await admin.listTopics()).has('none')).toBe(false);
  });

  it('asks no broker where there is nothing to ask', async () => {
    const admin = await room.admin();
    await expect(admin.alterGroupOffsets('g', new TopicPartitionMap())).resolves.toBeUndefined();
    await expect(admin.deleteGroupOffsets('g', [])).resolves.toBeUndefined();
  });

  it('closes once, and answers no more', async () => {
    const admin = await room.admin();
    const closed = admin.close();
    expect(admin.close()).toBe(closed);
    await closed;
    await expect(admin.listTopics()).rejects.toThrow();
  });
});
