import { systemClock } from '../../src/clock';
import { KafkaError, OffsetWriteError } from '../../src/errors';
import { partitionOf } from '../../src/storage/java-default-partitioner';
import {
  KafkaOffsetBackingStore,
  type KafkaOffsetBackingStoreOptions,
} from '../../src/storage/kafka-offset-backing-store';
import type { OffsetEntry } from '../../src/storage/offset-backing-store';
import { itFulfilsTheContractOfOffsetBackingStore } from '../contracts/offset-backing-store';
import { FakeOffsetsTopic } from '../support/fake-offsets-topic';

const KEY = Buffer.from('["c",{"p":1}]');

function setUp(entries: readonly OffsetEntry[] = [], more: Partial<KafkaOffsetBackingStoreOptions> = {}) {
  const topic = new FakeOffsetsTopic('offsets', entries);
  const store = new KafkaOffsetBackingStore({
    clients: topic.clients,
    topic: { name: 'offsets', partitions: 3, replicationFactor: 1, configs: {} },
    properties: { admin: {}, producer: {}, consumer: {} },
    clock: systemClock,
    ...more,
  });
  return { topic, store };
}

describe('KafkaOffsetBackingStore', () => {
  itFulfilsTheContractOfOffsetBackingStore({
    create: (entries) => Promise.resolve(setUp(entries).store),
  });

  it('puts a key into the partition in which Java puts it', async () => {
    const { topic, store } = setUp();
    await store.start();
    await store.set([[KEY, Buffer.from('{"o":1}')]]);
    expect(topic.producer.handedOver).toEqual([
      {
        topic: 'offsets',
        partition: partitionOf(KEY, 3),
        key: KEY,
        value: Buffer.from('{"o":1}'),
        timestamp: null,
        headers: null,
      },
    ]);
    await store.stop();
  });

  it('sees what somebody else wrote meanwhile', async () => {
    const { topic, store } = setUp([[KEY, Buffer.from('1')]]);
    await store.start();
    topic.append(0, KEY, Buffer.from('2'));
    expect(String((await store.get([KEY]))[0])).toBe('2');
    await store.stop();
  });

  it('asks again while a partition has no leader', async () => {
    const { topic, store } = setUp([[KEY, Buffer.from('1')]]);
    const [ends, answers] = [topic.admin.endOffsets.bind(topic.admin), ['no leader']];
    topic.admin.endOffsets = (partitions) =>
      answers.pop() === undefined
        ? ends(partitions)
        : Promise.reject(new KafkaError('no leader', { kafkaCode: 6, isRetriable: true }));
    await store.start();
    expect(String((await store.get([KEY]))[0])).toBe('1');
    await store.stop();
  });

  it('rejects a write that the broker refuses', async () => {
    const { topic, store } = setUp();
    await store.start();
    topic.producer.acknowledgesAtOnce = false;
    topic.producer.flush = () => {
      topic.producer.refuse(0, 10, 'Broker: Message size too large');
      return Promise.resolve(true);
    };
    await expect(store.set([[KEY, null]])).rejects.toThrow(OffsetWriteError);
    await store.stop();
  });

  it('leaves no trace where it only looks', async () => {
    const warnings: string[] = [];
    const looking = { looksOnly: true, onWarning: (message: string) => void warnings.push(message) };
    const { topic, store } = setUp([[KEY, Buffer.from('1')]], looking);
    topic.producer.connectAnswer = () => Promise.reject(new Error('nothing is to be written'));
    topic.admin.configs.set('offsets', new Map([['cleanup.policy', 'delete']]));
    await store.start();
    expect(await store.entries()).toHaveLength(1);
    await expect(store.set([[KEY, null]])).rejects.toMatchObject({ name: 'IllegalStateError' });
    await store.stop();
    const { topic: missing, store: other } = setUp([], looking);
    missing.admin.topics.delete('offsets');
    await other.start();
    expect(await other.entries()).toEqual([]);
    expect(missing.admin.created).toEqual([]);
    expect(warnings).toEqual(['The offsets topic offsets does not exist: it has no offsets']);
    await other.stop();
  });

  it('names the topic when it cannot be used, and lets go of its clients', async () => {
    const { topic, store } = setUp();
    topic.admin.describeAnswer = () => Promise.reject(new KafkaError('not authorized', { kafkaCode: 29 }));
    await expect(store.start()).rejects.toThrow('The offsets topic offsets cannot be used: not authorized');
    expect(topic.consumer.isClosed && topic.producer.isClosed).toBe(true);
  });
});
