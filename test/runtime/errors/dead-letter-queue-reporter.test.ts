import { BrokerUnavailableError, DataError, KafkaError } from '../../../src/errors';
import {
  DeadLetterQueueReporter,
  type DeadLetterQueueReporterOptions,
} from '../../../src/runtime/errors/dead-letter-queue-reporter';
import { ErrorCounters } from '../../../src/runtime/errors/error-counters';
import type { ConsumedMessage, ProcessingContext } from '../../../src/runtime/errors/processing-context';
import { settle } from '../../support/fake-clock';
import { FakeAdmin } from '../../support/fake-admin';
import { FakeProducer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

const binary = Buffer.from([0xff, 0x00, 0x01]);

const message = (offset: number, changes: Partial<ConsumedMessage> = {}): ConsumedMessage => ({
  topic: 't',
  partition: 2,
  offset,
  timestamp: 5,
  timestampType: 'CREATE_TIME',
  key: Buffer.from('key'),
  value: binary,
  headers: [
    { key: 'h', value: binary },
    { key: 'h', value: null },
  ],
  ...changes,
});

const failureOf = (consumed: ConsumedMessage): ProcessingContext => ({
  stage: 'VALUE_CONVERTER',
  executingClass: 'org.example.V',
  record: { consumed },
  error: new DataError('bad'),
});

const untilConnected = (connect: () => Promise<void>) => connect();

function setUp(changes: Partial<DeadLetterQueueReporterOptions> = {}) {
  const producer = new FakeProducer();
  const admin = new FakeAdmin();
  const counters = new ErrorCounters();
  const log = captureLog();
  const stopping = new AbortController();
  const queue = new DeadLetterQueueReporter({
    id: { connector: 'c', task: 0 },
    topic: 'dlq',
    replicationFactor: 3,
    hasContextHeaders: false,
    producer,
    admin,
    log: log.log,
    counters,
    stopSignal: stopping.signal,
    ...changes,
  });
  return { queue, producer, admin, counters, log, stopping };
}

describe('DeadLetterQueueReporter', () => {
  describe('when it starts', () => {
    it('creates its topic with one partition and the replication factor that is set', async () => {
      const { queue, admin } = setUp();
      await queue.start(untilConnected);
      expect(admin.created).toEqual([{ name: 'dlq', partitions: 1, replicationFactor: 3, configs: {} }]);
    });

    it('leaves a topic alone that exists', async () => {
      const { queue, admin } = setUp();
      admin.topics.set('dlq', 8);
      await queue.start(untilConnected);
      expect(admin.created).toEqual([]);
    });

    it('fails with the name of a topic that cannot be created', async () => {
      const { queue, admin } = setUp();
      const refusal = new KafkaError('replication factor larger than brokers', { kafkaCode: 38 });
      jest.spyOn(admin, 'createTopic').mockRejectedValue(refusal);
      await expect(queue.start(untilConnected)).rejects.toMatchObject({
        name: 'ConnectError',
        message: expect.stringMatching(
          /Could not initialize dead letter queue with topic=dlq .*larger than brokers/,
        ) as string,
        cause: refusal,
      });
    });

    it('connects as it is told to, and does nothing more when the task stops meanwhile', async () => {
      const { queue, admin, stopping } = setUp();
      jest.spyOn(admin, 'connect').mockRejectedValue(new BrokerUnavailableError('nobody there'));
      await queue.start((connect) => connect().catch(() => stopping.abort()));
      expect(admin.created).toEqual([]);
    });
  });

  it('sends the message as it was consumed, to whichever partition its key leads', async () => {
    const { queue, producer } = setUp();
    void queue.report(failureOf(message(7)));
    void queue.report(failureOf(message(8, { timestamp: -1, key: null, value: null, headers: null })));
    await settle();
    const { key, value, headers } = message(7);
    expect(producer.sent).toEqual([
      { topic: 'dlq', partition: null, key, value, timestamp: 5, headers },
      { topic: 'dlq', partition: null, key: null, value: null, timestamp: null, headers: [] },
    ]);
  });

  it('adds where it came from and what went wrong behind the headers that are there, when it is told to', async () => {
    const { queue, producer } = setUp({ hasContextHeaders: true });
    void queue.report(failureOf(message(7)));
    await settle();
    const headers = producer.sent[0]?.headers ?? [];
    expect(headers).toHaveLength(12);
    expect(headers.slice(0, 3).map(({ key }) => key)).toEqual(['h', 'h', '__connect.errors.topic']);
    expect(headers[4]).toEqual({ key: '__connect.errors.offset', value: Buffer.from('7') });
  });

  it('says of each record when it is safe', async () => {
    const { queue, producer, counters } = setUp();
    const safe: number[] = [];
    for (const offset of [0, 1, 2]) void queue.report(failureOf(message(offset)))?.then(() => safe.push(offset));
    await settle();
    expect(safe).toEqual([]);
    producer.acknowledge(0);
    await settle();
    expect(safe).toEqual([0]);
    producer.acknowledge(1, 2);
    await settle();
    expect(safe).toEqual([0, 1, 2]);
    expect(counters).toMatchObject({ deadLetterRequests: 3, deadLetterFailures: 0 });
  });

  it('counts and logs a record that Kafka does not take, and goes on with the next', async () => {
    const { queue, producer, counters, log } = setUp();
    const [first, second] = [queue.report(failureOf(message(0))), queue.report(failureOf(message(1)))];
    const refused = expect(first).rejects.toThrow('Message size too large');
    await settle();
    producer.refuse(0);
    producer.acknowledge(1);
    await refused;
    await expect(second).resolves.toBeUndefined();
    expect(counters).toMatchObject({ deadLetterRequests: 2, deadLetterFailures: 1 });
    expect(log.text()).toContain('Could not produce message to dead letter queue. topic=dlq: Broker: Message size');
  });

  it('keeps records that the client has no room for, and fails them when it will never take any', async () => {
    const { queue, producer } = setUp();
    const handOver = jest.spyOn(producer, 'handOver');
    handOver.mockRejectedValueOnce(new KafkaError('queue full', { kafkaCode: -184, isRetriable: true }));
    const kept = queue.report(failureOf(message(0)));
    await settle();
    producer.acknowledge(0);
    await expect(kept).resolves.toBeUndefined();
    handOver.mockRejectedValueOnce(new KafkaError('closed', { kafkaCode: -197 }));
    await expect(queue.report(failureOf(message(1)))).rejects.toThrow('closed');
  });

  it('waits for what is on its way when it is closed, and says of the rest that it is not safe', async () => {
    const { queue, producer } = setUp();
    const report = queue.report(failureOf(message(0)));
    await settle();
    jest.spyOn(producer, 'flush').mockImplementation(() => {
      producer.acknowledge(0);
      return Promise.resolve(true);
    });
    await queue.close(1000);
    await expect(report).resolves.toBeUndefined();
    expect(producer.isClosed).toBe(true);

    const abandoned = setUp();
    const lost = expect(abandoned.queue.report(failureOf(message(0)))).rejects.toThrow('closed before');
    await settle();
    await abandoned.queue.close(0);
    await lost;
  });
});
