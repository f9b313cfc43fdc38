import {
  clientOverrides,
  clusterAdminProperties,
  dlqAdminProperties,
  dlqProducerProperties,
  offsetsAdminProperties,
  offsetStoreProperties,
  transactionalProducerProperties,
  sinkConsumerProperties,
  sinkGroupId,
  sourceProducerProperties,
  topicAdminProperties,
} from '../../src/runtime/client-properties';

const WORKER = {
  'bootstrap.servers': 'b:9092',
  'key.converter': 'K',
  acks: '1',
  'security.protocol': 'SSL',
  'producer.linger.ms': '7',
  'producer.acks': '-1',
  'consumer.max.poll.records': '10',
  'admin.retries': '3',
};

const CONNECTOR = {
  name: 'c',
  topics: 't',
  'producer.override.linger.ms': '9',
  'consumer.override.auto.offset.reset': 'latest',
  'admin.override.retries': '4',
};

describe('client properties', () => {
  test('of a source producer are the defaults of the worker, its producer. keys, then the overrides', () => {
    expect(sourceProducerProperties(WORKER, CONNECTOR, 2)).toEqual({
      'key.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
      'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
      'bootstrap.servers': 'b:9092',
      'client.id': 'connector-producer-c-2',
      acks: '-1',
      'max.in.flight.requests.per.connection': '1',
      'max.block.ms': '9223372036854775807',
      'delivery.timeout.ms': '2147483647',
      'linger.ms': '9',
    });
  });

  test('of a sink consumer tell its tasks apart where the members of its group are static', () => {
    const connector = { ...CONNECTOR, 'consumer.override.group.instance.id': 'i' };
    const instances = [0, 1, 2].map((task) => sinkConsumerProperties(WORKER, connector, task)['group.instance.id']);
    expect(instances).toEqual(['i', 'i-1', 'i-2']);
    expect(sinkConsumerProperties(WORKER, CONNECTOR, 1)).not.toHaveProperty('group.instance.id');
  });

  test('of a sink consumer name its group and leave committing to the worker', () => {
    expect(sinkConsumerProperties(WORKER, CONNECTOR, 0)).toEqual({
      'key.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
      'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
      'bootstrap.servers': 'b:9092',
      'group.id': 'connect-c',
      'client.id': 'connector-consumer-c-0',
      'enable.auto.commit': 'false',
      'auto.offset.reset': 'latest',
      'max.poll.records': '10',
    });
  });

  test('of admin clients begin with every setting of the worker that has no client prefix', () => {
    expect(topicAdminProperties(WORKER, CONNECTOR, 1)).toEqual({
      'bootstrap.servers': 'b:9092',
      'key.converter': 'K',
      acks: '1',
      'security.protocol': 'SSL',
      'client.id': 'connector-adminclient-c-1',
      retries: '4',
    });
  });

  test('carry the client ids of Kafka Connect', () => {
    const ids = [
      dlqProducerProperties(WORKER, CONNECTOR, 1),
      dlqAdminProperties(WORKER, CONNECTOR),
      offsetsAdminProperties(WORKER, CONNECTOR),
    ].map((properties) => properties['client.id']);

    expect(ids).toEqual(['connector-dlq-producer-c-1', 'connector-dlq-adminclient-', 'connector-worker-adminclient-c']);
  });

  test('give way to a client id or group that worker or connector set', () => {
    expect(sourceProducerProperties({ ...WORKER, 'producer.client.id': 'mine' }, CONNECTOR, 0)['client.id']).toBe(
      'mine',
    );
    expect(topicAdminProperties({ ...WORKER, 'client.id': 'worker' }, CONNECTOR, 0)['client.id']).toBe(
      'connector-adminclient-c-0',
    );
    expect(sinkGroupId(WORKER, CONNECTOR)).toBe('connect-c');
    expect(sinkGroupId(WORKER, { ...CONNECTOR, 'consumer.override.group.id': 'g' })).toBe('g');
  });

  test('of the client that looks up the cluster are all settings of the worker', () => {
    expect(clusterAdminProperties({ ...WORKER, empty: null })).toEqual(WORKER);
  });

  test('leave out overrides without a value', () => {
    expect(clientOverrides('admin', { 'admin.override.a': null, 'admin.override.b': '1' })).toEqual({ b: '1' });
  });
});

describe('offsetStoreProperties', () => {
  const worker = {
    'bootstrap.servers': 'a:1',
    'security.protocol': 'SSL',
    'producer.acks': '1',
    'group.id': 'ignored',
    'key.converter': 'K',
  };
  const { admin, producer, consumer } = offsetStoreProperties(worker, 'g');

  it('takes the settings of the worker that have no prefix and that the client knows', () => {
    for (const properties of [admin, producer, consumer]) {
      expect(properties).toMatchObject({
        'bootstrap.servers': 'a:1',
        'security.protocol': 'SSL',
        'client.id': 'g-offsets',
      });
      expect(properties).not.toHaveProperty('key.converter');
    }
    expect(producer).toMatchObject({ acks: 'all' });
  });

  it('reads committed records only, from the beginning', () => {
    expect(consumer).toMatchObject({
      'group.id': 'g',
      'isolation.level': 'read_committed',
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
    });
  });
});

describe('transactionalProducerProperties', () => {
  const id = { task: 2, transactionalId: 'g-c-2' };

  it('says which settings it cannot honour, and none that nobody gave', () => {
    const worker = { 'bootstrap.servers': 'a:1' };
    expect(transactionalProducerProperties(worker, { name: 'c' }, id).ignored).toEqual([]);
    const connector = { name: 'c', 'producer.override.enable.idempotence': 'false' };
    const { properties, ignored } = transactionalProducerProperties(worker, connector, id);
    expect(ignored).toEqual(['enable.idempotence=false is ignored: exactly-once delivery needs true']);
    expect(properties).toMatchObject({ 'enable.idempotence': 'true', 'transactional.id': 'g-c-2' });
  });
});
