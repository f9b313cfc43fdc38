import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../src/errors';
import { translateClientProperties, type ClientKind } from '../../src/kafka/client-config';
import { CLIENT_PROPERTIES } from '../../src/kafka/client-property-table';
import javaNames from '../testdata/kafka-client-properties.json';

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

const translate = translateClientProperties;

function messagesOf(kind: ClientKind, properties: Record<string, string>): string[] {
  return translate(kind, properties)
    .notices.filter(({ level }) => level !== 'debug')
    .map(({ message }) => message);
}

function errorOf(kind: ClientKind, properties: Record<string, string>): ConfigError {
  try {
    translate(kind, properties);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('translateClientProperties', () => {
  describe.each(Object.entries(javaNames) as [ClientKind, string[]][])(
    'every property of the Java %s',
    (kind, names) => {
      it.each(names)('%s is in the table', (name) => {
        expect(CLIENT_PROPERTIES.get(name)?.kinds).toContain(kind);
      });

      it('no other property claims to be one', () => {
        const claimed = [...CLIENT_PROPERTIES].filter(([, { kinds }]) => kinds.includes(kind)).map(([name]) => name);
        expect(claimed.filter((name) => !names.includes(name))).toEqual([]);
      });
    },
  );

  describe('a producer', () => {
    it('gets the settings of the genuine worker, and Java partitioning in the settings of topics', () => {
      const { global, topic, own, notices } = translate('producer', WORKER_PRODUCER);
      expect(global).toMatchObject({
        'bootstrap.servers': 'a:9092,b:9092',
        'client.id': 'connector-producer-c-0',
        'enable.idempotence': false,
        'max.in.flight.requests.per.connection': 1,
        'message.max.bytes': 1048576,
        'queue.buffering.max.ms': 5,
        'queue.buffering.max.kbytes': 32768,
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

    it('is idempotent by default as in Java, and silently not when other settings rule it out', () => {
      expect(translate('producer', {}).global['enable.idempotence']).toBe(true);
      expect(translate('producer', { acks: '1' }).global['enable.idempotence']).toBe(false);
      expect(errorOf('producer', { acks: '1', 'enable.idempotence': 'true' }).findings[0]?.key).toBe('acks');
      expect(
        errorOf('producer', { 'max.in.flight.requests.per.connection': '6', 'enable.idempotence': 'true' }).message,
      ).toContain('max.in.flight.requests.per.connection');
    });

    it('ends its waits within the transaction', () => {
      const { global, topic } = translate('producer', {
        ...WORKER_PRODUCER,
        'enable.idempotence': 'true',
        'transactional.id': 't',
        'transaction.timeout.ms': '20000',
      });
      expect(global).toMatchObject({ 'transactional.id': 't', 'socket.timeout.ms': 20000 });
      expect(topic['message.timeout.ms']).toBe(20000);
      expect(errorOf('producer', { 'transactional.id': 't', 'enable.idempotence': 'false' }).message).toContain(
        'idempotent',
      );
    });

    it('refuses a delivery time-out shorter than linger and request together', () => {
      expect(errorOf('producer', { 'delivery.timeout.ms': '30000' }).message).toContain('30005');
      expect(errorOf('producer', { 'delivery.timeout.ms': '0' }).message).toContain('delivery.timeout.ms');
      expect(translate('producer', { 'delivery.timeout.ms': '30005' }).topic['message.timeout.ms']).toBe(30005);
    });

    it('sends one record at a time with batch.size=0', () => {
      expect(translate('producer', { 'batch.size': '0' }).global).toMatchObject({
        'batch.size': 1,
        'batch.num.messages': 1,
      });
      expect(translate('producer', { 'batch.size': '65536' }).global['batch.size']).toBe(65536);
    });

    it('takes the compression level of the codec in use', () => {
      const levels = { 'compression.gzip.level': '9', 'compression.zstd.level': '22' };
      expect(translate('producer', { 'compression.type': 'gzip', ...levels }).topic['compression.level']).toBe(9);
      expect(translate('producer', { 'compression.type': 'zstd', ...levels }).topic['compression.level']).toBe(12);
      expect(translate('producer', levels).topic['compression.level']).toBeUndefined();
    });

    it('sends to random partitions where keys are to be ignored, and refuses classes', () => {
      expect(translate('producer', { 'partitioner.ignore.keys': 'true' }).topic['partitioner']).toBe('random');
      const robin = translate('producer', {
        'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner',
      });
      expect(robin.topic['partitioner']).toBe('random');
      expect(robin.notices.map(({ message }) => message).join()).toContain('RoundRobinPartitioner');
      expect(errorOf('producer', { 'partitioner.class': 'com.acme.Mine' }).message).toContain('com.acme.Mine');
    });
  });

  describe('a consumer', () => {
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

    it.each([
      ['fetch.max.wait.ms', '100', 'fetch.wait.max.ms', 100],
      ['max.partition.fetch.bytes', '2097152', 'fetch.message.max.bytes', 2097152],
      ['receive.buffer.bytes', '-1', 'socket.receive.buffer.bytes', 0],
      ['metadata.max.age.ms', '10000', 'topic.metadata.refresh.interval.ms', 10000],
      ['request.timeout.ms', '40000', 'socket.timeout.ms', 40000],
      ['connections.max.idle.ms', '-1', 'connections.max.idle.ms', 0],
      ['enable.auto.commit', ' FALSE ', 'enable.auto.commit', false],
      ['group.instance.id', 'i', 'group.instance.id', 'i'],
      ['client.rack', 'r', 'client.rack', 'r'],
    ])('%s=%s becomes %s=%s', (key, value, name, translated) => {
      expect(translate('consumer', { [key]: value }).global[name]).toBe(translated);
    });

    it('takes max.poll.records into our own hands', () => {
      expect(translate('consumer', { 'max.poll.records': '17' }).own.maxPollRecords).toBe(17);
      expect(errorOf('consumer', { 'max.poll.records': '0' }).message).toContain('max.poll.records');
    });

    it('translates what to do without an offset, in the settings of topics', () => {
      expect(translate('consumer', { 'auto.offset.reset': 'earliest' }).topic['auto.offset.reset']).toBe('earliest');
      expect(translate('consumer', { 'auto.offset.reset': 'none' }).topic['auto.offset.reset']).toBe('error');
      expect(errorOf('consumer', { 'auto.offset.reset': 'by_duration:PT1H' }).message).toContain('by_duration:PT1H');
    });

    it.each([
      ['org.apache.kafka.clients.consumer.RoundRobinAssignor', 'roundrobin', 0],
      ['org.apache.kafka.clients.consumer.CooperativeStickyAssignor', 'cooperative-sticky', 0],
      [
        'org.apache.kafka.clients.consumer.RangeAssignor, org.apache.kafka.clients.consumer.RoundRobinAssignor',
        'range,roundrobin',
        0,
      ],
      [
        'org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
        'range',
        1,
      ],
      ['org.apache.kafka.clients.consumer.StickyAssignor', 'cooperative-sticky', 1],
    ])('partition.assignment.strategy=%s becomes %s', (value, expected, lines) => {
      expect(translate('consumer', { 'partition.assignment.strategy': value }).global).toMatchObject({
        'partition.assignment.strategy': expected,
      });
      expect(messagesOf('consumer', { 'partition.assignment.strategy': value })).toHaveLength(lines);
    });

    it('says that the default list of assignors became range', () => {
      expect(messagesOf('consumer', {}).join()).toContain('range is used');
    });

    it('refuses an assignor of the user and settings that the new group protocol does not have', () => {
      expect(errorOf('consumer', { 'partition.assignment.strategy': 'com.acme.Mine' }).message).toContain(
        'com.acme.Mine',
      );
      const protocol = { 'group.protocol': 'CONSUMER' };
      const { global } = translate('consumer', protocol);
      expect(global['group.protocol']).toBe('consumer');
      expect(Object.keys(global)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/session|heartbeat|assignment/)]),
      );
      expect(errorOf('consumer', { ...protocol, 'session.timeout.ms': '10000' }).findings[0]?.key).toBe(
        'session.timeout.ms',
      );
    });

    it('keeps the session within the time between polls, as librdkafka wants it', () => {
      const { global } = translate('consumer', { 'max.poll.interval.ms': '10000' });
      expect(global).toMatchObject({ 'session.timeout.ms': 10000, 'max.poll.interval.ms': 10000 });
      expect(errorOf('consumer', { 'heartbeat.interval.ms': '45000' }).message).toContain('heartbeat.interval.ms');
    });

    it('lets a small fetch.max.bytes stand', () => {
      const { global } = translate('consumer', { 'fetch.max.bytes': '65536' });
      expect(global).toMatchObject({ 'fetch.max.bytes': 65536, 'message.max.bytes': 65536 });
    });
  });

  describe('an admin client', () => {
    it('never creates a topic by asking for it', () => {
      expect(translate('admin', {}).global).toMatchObject({
        'allow.auto.create.topics': false,
        'enable.metrics.push': false,
      });
    });

    it("says nothing loud about the worker's own settings, which it gets as well", () => {
      const worker = {
        'key.converter': 'x',
        'offset.storage.file.filename': '/x',
        'plugin.path': 'p',
        'group.id': 'g',
      };
      expect(messagesOf('admin', worker)).toEqual([]);
    });

    it('refuses controllers', () => {
      expect(errorOf('admin', { 'bootstrap.controllers': 'c:9093' }).message).toContain('bootstrap.servers');
    });
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

  describe('bad values', () => {
    it.each([
      ['producer', 'linger.ms', 'soon', 'Not a number of type LONG'],
      ['producer', 'max.request.size', '3000000000', 'Not a number of type INT'],
      ['producer', 'max.request.size', '-1', 'at least 0'],
      ['producer', 'acks', 'most', 'must be one of'],
      ['producer', 'compression.type', 'GZIP', 'must be one of'],
      ['producer', 'compression.gzip.level', '10', 'no more than 9'],
      ['producer', 'enable.idempotence', 'yes', 'true or false'],
      ['producer', 'transaction.two.phase.commit.enable', 'true', 'two-phase'],
      ['consumer', 'isolation.level', 'serializable', 'must be one of'],
      ['consumer', 'security.protocol', 'TLS', 'must be one of'],
      ['consumer', 'sasl.login.callback.handler.class', 'com.acme.Login', 'cannot run here'],
      ['admin', 'client.dns.lookup', 'default', 'must be one of'],
    ] as const)('%s: %s=%s is refused: %s', (kind, key, value, reason) => {
      const error = errorOf(kind, { [key]: value });
      expect(error.message).toContain(reason);
      expect(error.findings).toMatchObject([{ key, value }]);
    });

    it('beyond what librdkafka takes are moved to its edge, with a line', () => {
      const properties = { 'retry.backoff.ms': '900000' };
      expect(translate('consumer', properties).global['retry.backoff.ms']).toBe(300000);
      expect(messagesOf('consumer', properties).join()).toContain('retry.backoff.ms=900000');
    });
  });

  it('knows exactly the names of the librdkafka that is installed', () => {
    const folder = join(__dirname, '../../node_modules/node-rdkafka/deps/librdkafka');
    const names = readFileSync(join(folder, 'CONFIGURATION.md'), 'utf8')
      .split('\n')
      .filter((line) => /^[a-z][\w.]+ +\|/.test(line) && !line.includes('see dedicated API'))
      .map((line) => line.slice(0, line.indexOf(' ')));
    expect(names.length).toBeGreaterThan(150);
    const unknown = names.filter((name) => {
      const lines = (['consumer', 'producer'] as const).map((kind) => {
        try {
          return translate(kind, { [name]: '1' })
            .notices.map(({ message }) => message)
            .join();
        } catch {
          return '';
        }
      });
      return lines.every((line) => line.includes('no Kafka client knows it'));
    });
    expect(unknown).toEqual([]);
  });
});
