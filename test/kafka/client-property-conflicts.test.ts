import { translateClientProperties as translate } from '../../src/kafka/client-config';
import { refusalOf } from '../support/client-properties';

describe('reconcile', () => {
  it('is idempotent by default as in Java, and silently not when other settings rule it out', () => {
    expect(translate('producer', {}).global['enable.idempotence']).toBe(true);
    expect(translate('producer', { acks: '1' }).global['enable.idempotence']).toBe(false);
    expect(refusalOf('producer', { acks: '1', 'enable.idempotence': 'true' }).findings[0]?.key).toBe('acks');
    expect(
      refusalOf('producer', { 'max.in.flight.requests.per.connection': '6', 'enable.idempotence': 'true' }).message,
    ).toContain('max.in.flight.requests.per.connection');
  });

  it('holds little in advance, as much as a fast task needs, unless it is told otherwise', () => {
    expect(translate('consumer', {}).global).toMatchObject({
      'queued.max.messages.kbytes': 2048,
      'queued.min.messages': 10_000,
    });
    const own = {
      'queued.max.messages.kbytes': '65536',
      'queued.min.messages': '100000',
      'fetch.max.bytes': '52428800',
    };
    expect(translate('consumer', own).global).toMatchObject({
      'queued.max.messages.kbytes': '65536',
      'queued.min.messages': '100000',
      'fetch.max.bytes': 52_428_800,
    });
  });

  it.each([
    [{}, 8192],
    [{ 'max.request.size': '10485760' }, 20_480],
    [{ 'max.request.size': '104857600' }, 32_768],
    [{ 'buffer.memory': '33554432' }, 32_768],
    [{ 'buffer.memory': '1048576', 'max.request.size': '10485760' }, 1024],
  ])('holds what its records need to be sent, unless buffer.memory says how much: %j', (given, kilobytes) => {
    expect(translate('producer', given).global['queue.buffering.max.kbytes']).toBe(kilobytes);
  });

  it('ends its waits within the transaction', () => {
    const { global, topic } = translate('producer', {
      'delivery.timeout.ms': '2147483647',
      'enable.idempotence': 'true',
      'transactional.id': 't',
      'transaction.timeout.ms': '20000',
    });
    expect(global).toMatchObject({ 'transactional.id': 't', 'socket.timeout.ms': 20000 });
    expect(topic['message.timeout.ms']).toBe(20000);
    expect(refusalOf('producer', { 'transactional.id': 't', 'enable.idempotence': 'false' }).message).toContain(
      'idempotent',
    );
  });

  it('refuses a delivery time-out shorter than linger and request together', () => {
    expect(refusalOf('producer', { 'delivery.timeout.ms': '30000' }).message).toContain('30005');
    expect(refusalOf('producer', { 'delivery.timeout.ms': '0' }).message).toContain('delivery.timeout.ms');
    expect(translate('producer', { 'delivery.timeout.ms': '30005' }).topic['message.timeout.ms']).toBe(30005);
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
    expect(refusalOf('producer', { 'partitioner.class': 'com.acme.Mine' }).message).toContain('com.acme.Mine');
  });

  it('keeps the session within the time between polls, as librdkafka wants it', () => {
    const { global } = translate('consumer', { 'max.poll.interval.ms': '10000' });
    expect(global).toMatchObject({ 'session.timeout.ms': 10000, 'max.poll.interval.ms': 10000 });
    expect(refusalOf('consumer', { 'heartbeat.interval.ms': '45000' }).message).toContain('heartbeat.interval.ms');
  });

  it('lets a small fetch.max.bytes stand', () => {
    const { global } = translate('consumer', { 'fetch.max.bytes': '65536' });
    expect(global).toMatchObject({ 'fetch.max.bytes': 65536, 'message.max.bytes': 65536 });
  });

  it('never creates a topic by asking for it', () => {
    expect(translate('admin', {}).global).toMatchObject({
      'allow.auto.create.topics': false,
      'enable.metrics.push': false,
    });
  });
});
