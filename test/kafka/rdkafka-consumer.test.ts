import { TopicPartitionMap } from '../../src/api/topic-partition';
import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import { KafkaRoom, pollUntil, readAll, RecordingListener, sendValues } from '../support/kafka-room';

jest.setTimeout(30_000);

describe('RdkafkaConsumer', () => {
  let kafka: EmbeddedKafka;
  let room: KafkaRoom;
  let topics = 0;
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
    room = new KafkaRoom(kafka.bootstrap);
  });
  afterEach(() => room.close());
  afterAll(() => kafka.stop());

  async function topicWith(...values: string[]): Promise<string> {
    const topic = `topic-${topics++}`;
    await kafka.createTopic(topic);
    await sendValues(await room.producer(), topic, values);
    return topic;
  }

  async function subscribed(topic: string, properties: Record<string, string> = {}) {
    const consumer = await room.consumer(`group-${topic}`, properties);
    const listener = new RecordingListener();
    await consumer.subscribe({ topics: [topic] }, listener);
    return { consumer, listener, partition: { topic, partition: 0 } };
  }

  it('tells of its assignment before the first records', async () => {
    const { consumer, listener, partition } = await subscribed(await topicWith('a', 'b'));
    const [first] = await pollUntil(consumer, ({ length }) => length === 2);
    expect([String(first?.value), first?.offset]).toEqual(['a', 0]);
    expect([listener.log, consumer.assignment()]).toEqual([['assigned 0'], [partition]]);
  });

  it('returns at most max.poll.records at a time', async () => {
    const { consumer } = await subscribed(await topicWith('a', 'b', 'c', 'd', 'e'), { 'max.poll.records': '2' });
    const sizes: number[] = [];
    while (sizes.reduce((sum, size) => sum + size, 0) < 5) sizes.push((await consumer.poll(100)).size);
    expect(sizes.filter((size) => size > 0)).toEqual([2, 2, 1]);
  });

  it('knows its positions: of the next record, of the commit, of the reset', async () => {
    const topic = await topicWith('a', 'b', 'c');
    const { consumer, partition } = await subscribed(topic, { 'max.poll.records': '1' });
    await pollUntil(consumer, ({ length }) => length === 1);
    const position = async () => (await consumer.positions([partition])).get(partition);
    expect(await position()).toBe(1);
    await consumer.commit(new TopicPartitionMap([[partition, 2]]));
    const other = await room.consumer(`group-${topic}`);
    expect((await other.positions([partition])).get(partition)).toBe(2);
    const stranger = await room.consumer('stranger', { 'auto.offset.reset': 'latest' });
    expect((await stranger.positions([partition])).get(partition)).toBe(3);
  });

  it('returns nothing, in time, when nothing comes', async () => {
    const { consumer } = await subscribed(await topicWith());
    while (consumer.assignment().length === 0) await consumer.poll(10);
    const started = Date.now();
    expect((await consumer.poll(100)).size).toBe(0);
    expect(Date.now() - started).toBeGreaterThanOrEqual(95);
    expect(Date.now() - started).toBeLessThan(1500);
  });

  it('ends the next poll when it was woken before', async () => {
    const { consumer } = await subscribed(await topicWith('a'));
    consumer.wakeup();
    expect((await consumer.poll(20_000)).size).toBe(0);
    expect(await pollUntil(consumer, ({ length }) => length === 1)).toHaveLength(1);
  });

  it('makes a poll reject with what the listener rejects with', async () => {
    const consumer = await room.consumer('rejecting');
    const topic = await topicWith('a');
    const ignore = () => Promise.resolve();
    const onAssigned = () => Promise.reject(new Error('open failed'));
    await consumer.subscribe({ topics: [topic] }, { onAssigned, onRevoked: ignore, onLost: ignore });
    await expect(pollUntil(consumer, ({ length }) => length > 0)).rejects.toThrow('open failed');
  });

  it('ends a pending poll when it is closed, and polls no more', async () => {
    const { consumer } = await subscribed(await topicWith());
    const pending = consumer.poll(20_000);
    const closed = consumer.close();
    expect(consumer.close()).toBe(closed);
    await closed;
    expect((await pending).size).toBe(0);
    await expect(consumer.poll(20_000)).rejects.toThrow('already been closed');
  });

  it('commits nothing by itself, whatever the properties say', async () => {
    const topic = await topicWith('a');
    const { consumer, partition } = await subscribed(topic, {
      'enable.auto.commit': 'true',
      'auto.commit.interval.ms': '10',
    });
    await pollUntil(consumer, ({ length }) => length === 1);
    await consumer.poll(100);
    await consumer.close();
    const other = await room.consumer(`group-${topic}`);
    expect((await other.committed([partition])).size).toBe(0);
    expect(room.events.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('enable.auto.commit=true'),
    );
  });

  it('is given the records of topics that match, by whole names', async () => {
    const topic = await topicWith('a');
    const consumer = await room.consumer('matching');
    await consumer.subscribe({ matches: (name) => name === topic }, new RecordingListener());
    const batch = await pollUntil(consumer, ({ length }) => length === 1);
    expect(batch.map(({ value }) => String(value))).toEqual(['a']);
    expect(readAll(await consumer.poll(50))).toEqual([]);
  });
});
