import type { KafkaProducer } from '../../src/kafka/clients';
import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import { KafkaRoom, pollUntil, RecordingListener, sendValues } from '../support/kafka-room';

jest.setTimeout(30_000);

describe('RdkafkaProducer', () => {
  let kafka: EmbeddedKafka;
  let room: KafkaRoom;
  let topics = 0;
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
    room = new KafkaRoom(kafka.bootstrap);
  });
  afterEach(() => room.close());
  afterAll(() => kafka.stop());

  async function newTopic(): Promise<string> {
    const topic = `topic-${topics++}`;
    await kafka.createTopic(topic);
    return topic;
  }

  function send(producer: KafkaProducer, topic: string, value: string): number {
    return producer.send({ topic, partition: null, key: null, value, timestamp: null, headers: null });
  }

  it('counts what it is given from 0, settled or not', async () => {
    const topic = await newTopic();
    const producer = await room.producer();
    expect([send(producer, topic, 'a'), send(producer, topic, 'b')]).toEqual([0, 1]);
    expect([producer.settledBelow(), producer.isSettled(0)]).toEqual([0, false]);
    expect(producer.handOver()).toBeUndefined();
    expect(await producer.flush(10_000)).toBe(true);
    expect([producer.settledBelow(), producer.isSettled(1)]).toEqual([2, true]);
    expect(send(producer, topic, 'c')).toBe(2);
  });

  it('tells where each record was delivered when it is asked to, once', async () => {
    const topic = await newTopic();
    const producer = await room.producer({}, true);
    await sendValues(producer, topic, ['a', 'b']);
    const places = producer
      .takeDeliveries()
      .map(({ sequence, metadata }) => [sequence, metadata.topic, metadata.offset]);
    expect(places).toEqual([
      [0, topic, 0],
      [1, topic, 1],
    ]);
    expect(producer.takeDeliveries()).toEqual([]);
    const silent = await room.producer();
    await sendValues(silent, topic, ['c']);
    expect(silent.takeDeliveries()).toEqual([]);
  });

  it('hands over nothing when nothing was sent, or when it is told to stop', async () => {
    const topic = await newTopic();
    const producer = await room.producer();
    expect(producer.handOver()).toBeUndefined();
    send(producer, topic, 'a');
    expect(producer.handOver(AbortSignal.abort())).toBeUndefined();
    expect(producer.settledBelow()).toBe(0);
    expect(await producer.flush(10_000)).toBe(true);
  });

  it('waits for room in its queue and keeps the order', async () => {
    const topic = await newTopic();
    const producer = await room.producer({ 'queue.buffering.max.messages': '10' });
    const values = Array.from({ length: 200 }, (_, index) => String(index));
    for (const value of values) send(producer, topic, value);
    const handing = producer.handOver();
    expect(handing).toBeInstanceOf(Promise);
    await handing;
    expect(await producer.flush(10_000)).toBe(true);
    const consumer = await room.consumer('order');
    await consumer.subscribe({ topics: [topic] }, new RecordingListener());
    const read = await pollUntil(consumer, ({ length }) => length === 200);
    expect(read.map(({ value }) => String(value))).toEqual(values);
  });

  it('gives up waiting for room after max.block.ms, and keeps the records', async () => {
    const topic = await newTopic();
    const producer = await room.producer({
      'queue.buffering.max.messages': '1',
      'linger.ms': '300',
      'max.block.ms': '50',
    });
    for (const value of ['a', 'b', 'c']) send(producer, topic, value);
    await expect(producer.handOver()).rejects.toMatchObject({ name: 'KafkaError', kafkaCode: -185, isRetriable: true });
    while (producer.settledBelow() < 3) await producer.handOver()?.catch(() => undefined);
    expect(producer.takeFailures()).toEqual([]);
  });

  it('ties a failure to its record and goes on', async () => {
    const topic = await newTopic();
    const producer = await room.producer({ 'max.request.size': '2000' });
    await sendValues(producer, topic, ['a', 'x'.repeat(3000), 'b']);
    expect(producer.takeFailures()).toEqual([
      { sequence: 1, kafkaCode: 10, isRetriable: false, message: expect.stringContaining('too large') as string },
    ]);
    expect(producer.settledBelow()).toBe(3);
  });

  it('sends what it was given before it closes', async () => {
    const topic = await newTopic();
    const producer = await room.producer({ 'linger.ms': '5000' });
    send(producer, topic, 'last');
    const closed = producer.close(10_000);
    expect(producer.close(1)).toBe(closed);
    await closed;
    expect([producer.settledBelow(), producer.takeFailures()]).toEqual([1, []]);
    expect(await producer.flush(1000)).toBe(false);
    const consumer = await room.consumer('last');
    await consumer.subscribe({ topics: [topic] }, new RecordingListener());
    expect(await pollUntil(consumer, ({ length }) => length === 1)).toHaveLength(1);
  });

  it('has no fatal error as long as all is well', async () => {
    expect((await room.producer()).fatalError()).toBeUndefined();
  });
});
