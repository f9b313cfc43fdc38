import { isClientProperty, translateClientProperties as translate } from '../../src/kafka/client-config';
import { messagesOf } from '../support/client-properties';

/** What the runtime gives to the producer of a source task. */
const WORKER_PRODUCER = {
  'bootstrap.servers': 'a:9092, b:9092',
  'key.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  acks: 'all',
  'enable.idempotence': 'false',
  'max.in.flight.requests.per.connection': '1',
  'max.block.ms': '9223372036854775807',
  'delivery.timeout.ms': '2147483647',
  'client.id': 'connector-producer-c-0',
};

describe('isClientProperty', () => {
  it.each([
    ['admin', 'security.protocol', true],
    ['admin', 'max.poll.records', false],
    ['consumer', 'max.poll.records', true],
    ['admin', 'bootstrap.serverz', false],
  ] as const)('of a client of kind %s for %s is %p', (kind, key, isOne) => {
    expect(isClientProperty(kind, key)).toBe(isOne);
  });
});

describe('translateClientProperties', () => {
  it('gets the settings of the genuine worker, and Java partitioning in the settings of topics', () => {
    const { global, topic, own, notices } = translate('producer', WORKER_PRODUCER);
    expect(global).toMatchObject({
      'bootstrap.servers': 'a:9092,b:9092',
      'client.id': 'connector-producer-c-0',
      'enable.idempotence': false,
      'max.in.flight.requests.per.connection': 1,
      'message.max.bytes': 1048576,
      'queue.buffering.max.ms': 5,
      'queue.buffering.max.kbytes': 8192,
      'socket.timeout.ms': 30000,
    });
    expect(topic).toEqual({
      'request.required.acks': -1,
      'message.timeout.ms': 0,
      'request.timeout.ms': 30000,
      partitioner: 'murmur2_random',
    });
    expect(own.maxBlockMs).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(notices.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it("has Java's defaults where librdkafka's differ", () => {
    const { global, topic, own } = translate('consumer', { 'group.id': 'g' });
    expect(global).toMatchObject({
      'group.id': 'g',
      'isolation.level': 'read_uncommitted',
      'check.crcs': true,
      'allow.auto.create.topics': true,
      'session.timeout.ms': 45000,
      'reconnect.backoff.ms': 50,
      'reconnect.backoff.max.ms': 1000,
      'partition.assignment.strategy': 'range',
    });
    expect(topic).toEqual({ 'auto.offset.reset': 'latest' });
    expect(own).toMatchObject({ maxPollRecords: 500, defaultApiTimeoutMs: 60000, excludesInternalTopics: true });
  });

  it("says nothing loud about the worker's own settings, which it gets as well", () => {
    const worker = {
      'key.converter': 'x',
      'offset.storage.file.filename': '/x',
      'plugin.path': 'p',
      'group.id': 'g',
    };
    expect(messagesOf('admin', worker)).toEqual([]);
    const { notices } = translate('admin', worker);
    expect(notices.map(({ message }) => message)).toEqual(['group.id is ignored: it is no setting of an admin client']);
  });

  describe('names that Java does not know', () => {
    it('of librdkafka go through, also as second names, and win over defaults', () => {
      const { global, topic } = translate('producer', { 'queue.buffering.max.ms': '77', 'message.timeout.ms': '1234' });
      expect(global['queue.buffering.max.ms']).toBe('77');
      expect(topic['message.timeout.ms']).toBe('1234');
      expect(translate('consumer', { 'metadata.broker.list': 'x:1' }).global['bootstrap.servers']).toBe('x:1');
      expect(translate('consumer', { debug: 'cgrp' }).global['debug']).toBe('cgrp');
    });

    it('of another kind of client are ignored with a line', () => {
      expect(messagesOf('producer', { 'max.poll.records': '1' }).join()).toContain('max.poll.records is ignored');
      expect(messagesOf('consumer', { acks: 'all' }).join()).toContain('acks is ignored');
    });

    it('of nobody are ignored with a line that names the nearest one', () => {
      expect(messagesOf('producer', { 'securty.protocol': 'SSL' }).join()).toContain('did you mean security.protocol?');
      expect(messagesOf('producer', { 'acme.interceptor': 'x' })).toEqual([
        'acme.interceptor is ignored: no Kafka client knows it',
      ]);
    });
  });
});
