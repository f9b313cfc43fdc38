import { ErrorCounters } from '../../src/runtime/errors/error-counters';
import { DataError } from '../../src/errors';
import type { ClientOptions, KafkaClients } from '../../src/kafka/clients';
import { connectorConfigDef } from '../../src/runtime/connector-config';
import type { ConverterSet } from '../../src/runtime/converter-set';
import { createErrorHandling, createSinkErrorHandling } from '../../src/runtime/error-handling-factory';
import { SKIPPED } from '../../src/runtime/errors/retry-with-tolerance';
import { sinkConnectorConfigDef } from '../../src/runtime/sink-connector-config';
import { FakeClock, settle } from '../support/fake-clock';
import { FakeAdmin } from '../support/fake-admin';
import { FakeProducer } from '../support/fake-kafka';
import { captureLog } from '../support/silent-log';

const REQUIRED = { name: 'c', 'connector.class': 'Any', topics: 't' };
const DLQ = { 'errors.deadletterqueue.topic.name': ' dlq ', 'errors.deadletterqueue.topic.replication.factor': '1' };
const SITE = { stage: 'VALUE_CONVERTER', executingClass: 'V' } as const;
const consumed = {
  ...{ topic: 't', partition: 0, offset: 1, timestamp: 2, timestampType: 'CREATE_TIME' as const },
  ...{ key: null, value: Buffer.from('bad'), headers: null },
};
const attempt = () => ({ site: SITE, error: new DataError('bad'), again: () => 1, record: () => ({ consumed }) });

function setUp(settings: Record<string, string>) {
  const { log, text } = captureLog();
  const producer = new FakeProducer();
  const admin = new FakeAdmin();
  const made: ClientOptions[] = [];
  const clients = {
    producer: (options: ClientOptions) => {
      made.push(options);
      return producer;
    },
    admin: (options: ClientOptions) => {
      made.push(options);
      return admin;
    },
  } as unknown as KafkaClients;
  const connector = { ...REQUIRED, ...settings };
  const common = {
    id: { connector: 'c', task: 3 },
    log,
    clock: new FakeClock(),
    counters: new ErrorCounters(),
    stopSignal: new AbortController().signal,
  };
  const sink = () =>
    createSinkErrorHandling(
      {
        ...common,
        clients,
        connector,
        worker: { 'bootstrap.servers': 'b:1', 'producer.linger.ms': '7' },
        converters: {} as ConverterSet,
      },
      sinkConnectorConfigDef().parse(connector),
    );
  const source = () => createErrorHandling(common, connectorConfigDef().parse(connector));
  return { sink, source, made, admin, producer, text };
}

describe('createErrorHandling', () => {
  it('tolerates and logs nothing unless it is told to', async () => {
    const { source, text } = setUp({});
    await expect(source().failed(attempt())).rejects.toThrow('Tolerance exceeded');
    expect(text()).toBe('');
  });

  it('tolerates, retries and logs as the settings say', async () => {
    const { source, text } = setUp({
      'errors.tolerance': 'all',
      'errors.log.enable': 'true',
      'errors.log.include.messages': 'true',
    });
    await expect(source().failed(attempt())).resolves.toBe(SKIPPED);
    expect(text()).toContain("Executing stage 'VALUE_CONVERTER' with class 'V', where consumed record is {topic='t'");
  });
});

describe('createSinkErrorHandling', () => {
  it('lets a task report errant records only where somebody hears of them', () => {
    expect(setUp({}).sink().canReport).toBe(false);
    expect(setUp({ 'errors.log.enable': 'true' }).sink().canReport).toBe(true);
    expect(setUp(DLQ).sink().canReport).toBe(true);
  });

  it('makes no client without a dead-letter queue', async () => {
    const { sink, made } = setUp({});
    const { reporter } = sink();
    await reporter.start((connect) => connect());
    await reporter.close();
    expect(made).toEqual([]);
  });

  it('writes failures of the boundary into the queue, with clients of its own, and keeps their offsets back', async () => {
    const { sink, made, admin, producer } = setUp({ ...DLQ, 'errors.tolerance': 'all' });
    const { boundary, reporter } = sink();
    expect(made.map(({ properties }) => properties['client.id'])).toEqual([
      'connector-dlq-producer-c-3',
      'connector-dlq-adminclient-',
    ]);
    expect(made[0]?.properties).toMatchObject({ 'bootstrap.servers': 'b:1', 'linger.ms': '7', acks: 'all' });
    await reporter.start((connect) => connect());
    expect(admin.created).toMatchObject([{ name: 'dlq', replicationFactor: 1 }]);
    await expect(boundary.failed(attempt())).resolves.toBe(SKIPPED);
    let isSafe = false;
    const safe = reporter.safe([consumed]).then(() => (isSafe = true));
    await settle();
    expect([producer.handedOver.length, isSafe]).toEqual([1, false]);
    producer.acknowledgeAll();
    await safe;
  });
});
