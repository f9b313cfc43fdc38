import type { KafkaClients, RebalanceListener } from '../../src/kafka/clients';
import type { EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import { embeddedKafkaClients } from '../../src/kafka/embedded-kafka-clients';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';

const LISTENER: RebalanceListener = {
  onAssigned: () => Promise.resolve(),
  onRevoked: () => Promise.resolve(),
  onLost: () => Promise.resolve(),
};

function record(topic: string) {
  return { topic, partition: null, key: null, value: null, timestamp: null, headers: null };
}

describe('embeddedKafkaClients', () => {
  const fakes = { producer: new FakeProducer(), consumer: new FakeConsumer(), admin: new FakeAdmin() };
  let created: string[];
  let clients: KafkaClients;

  beforeEach(() => {
    created = [];
    fakes.producer = new FakeProducer();
    fakes.consumer = new FakeConsumer();
    fakes.admin = new FakeAdmin();
    const bare: KafkaClients = {
      producer: () => fakes.producer,
      consumer: () => fakes.consumer,
      admin: () => fakes.admin,
    };
    const kafka: EmbeddedKafka = {
      bootstrap: 'localhost:1',
      createTopic: async (name, partitions = 1) => {
        created.push(`${name}/${partitions}`);
        return !name.startsWith('existing');
      },
      stop: () => Promise.resolve(),
    };
    clients = embeddedKafkaClients(bare, kafka);
  });

  it('creates a topic before its first record is handed over', async () => {
    const producer = clients.producer({ properties: {} });
    producer.send(record('a'));
    const handingOver = producer.handOver();
    expect(fakes.producer.handedOver).toEqual([]);
    await handingOver;
    expect(created).toEqual(['a/1']);
    expect(fakes.producer.handedOver).toHaveLength(1);
  });

  it('hands over at once when the topics are known', async () => {
    const producer = clients.producer({ properties: {} });
    producer.send(record('a'));
    await producer.handOver();
    producer.send(record('a'));
    expect(producer.handOver()).toBeUndefined();
    expect(fakes.producer.handedOver).toHaveLength(2);
    expect(created).toEqual(['a/1']);
  });

  it('lets a second producer wait for what the first is creating', async () => {
    const [first, second] = [clients.producer({ properties: {} }), clients.producer({ properties: {} })];
    first.send(record('a'));
    const handingOver = first.handOver();
    second.send(record('a'));
    expect(second.handOver()).toBeInstanceOf(Promise);
    await handingOver;
  });

  it('creates the topics of a subscription before it is made', async () => {
    const consumer = clients.consumer({ properties: {} });
    const subscribing = consumer.subscribe({ topics: ['a', 'b'] }, LISTENER);
    expect(fakes.consumer.calls).toEqual([]);
    await subscribing;
    expect(created).toEqual(['a/1', 'b/1']);
    expect(fakes.consumer.calls).toEqual(['subscribe']);
  });

  it('leaves a subscription by pattern alone', async () => {
    await clients.consumer({ properties: {} }).subscribe({ matches: () => true }, LISTENER);
    expect(created).toEqual([]);
    expect(fakes.consumer.calls).toEqual(['subscribe']);
  });

  it('describes a topic by looking it up in the list', async () => {
    fakes.admin.topics.set('a', 3);
    fakes.admin.describeAnswer = () => Promise.reject(new Error('no controller'));
    const admin = clients.admin({ properties: {} });
    expect(await admin.describeTopic('a')).toBe(3);
    expect(await admin.describeTopic('b')).toBeUndefined();
  });

  it('creates topics for the admin, with the partitions asked for or one', async () => {
    const admin = clients.admin({ properties: {} });
    const topic = { replicationFactor: 1, configs: {} };
    expect(await admin.createTopic({ ...topic, name: 'a', partitions: 3 })).toBe(true);
    expect(await admin.createTopic({ ...topic, name: 'existing', partitions: -1 })).toBe(false);
    expect(created).toEqual(['a/3', 'existing/1']);
    expect(fakes.admin.created).toEqual([]);
  });
});
