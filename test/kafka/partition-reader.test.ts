import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import { PartitionReader } from '../../src/kafka/partition-reader';
import { RdkafkaProducer } from '../../src/kafka/rdkafka-producer';

jest.setTimeout(60_000);

describe('PartitionReader', () => {
  let kafka: EmbeddedKafka;
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
  });
  afterAll(() => kafka.stop());

  it('reads the newest record of a partition, and none where there is none', async () => {
    const properties = { 'bootstrap.servers': kafka.bootstrap };
    await kafka.createTopic('t', 2);
    const producer = new RdkafkaProducer({ properties });
    await producer.connect();
    for (const value of ['a', 'b', 'c']) {
      producer.send({ topic: 't', partition: 0, key: null, value, timestamp: null, headers: null });
    }
    await producer.handOver();
    await producer.flush(10_000);
    const reader = new PartitionReader({ properties: { ...properties, 'group.id': 'nobody' } });
    await reader.connect();
    const batch = await reader.newest({ topic: 't', partition: 0 });
    expect([batch?.size, batch?.offset(0), batch?.value(0)?.toString()]).toEqual([1, 2, 'c']);
    expect(await reader.newest({ topic: 't', partition: 1 })).toBeUndefined();
    expect(await reader.watermarks({ topic: 't', partition: 0 })).toEqual({ low: 0, high: 3 });
    await reader.close();
    await producer.close(1000);
  });
});
