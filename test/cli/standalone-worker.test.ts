import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StandaloneWorker } from '../../src/cli/standalone-worker';
import { Secrets } from '../../src/config/secrets';
import {
  BrokerUnavailableError,
  ConfigError,
  OffsetFileError,
  OffsetFileLockedError,
  WorkerStartError,
} from '../../src/errors';
import type { ClientOptions } from '../../src/kafka/clients';
import { settle } from '../support/fake-clock';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';
import { captureLog } from '../support/silent-log';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
let folder: string;
const running: StandaloneWorker[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standalone-worker-'));
});

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.stop();
  rmSync(folder, { recursive: true });
});

async function setUp(props: Record<string, string> = {}, servesRest = false) {
  const log = captureLog();
  const secrets = new Secrets();
  const admin = new FakeAdmin();
  const producer = new FakeProducer();
  const close = jest.spyOn(admin, 'close');
  const asked: ClientOptions[] = [];
  const worker = await StandaloneWorker.create({
    props: {
      'bootstrap.servers': 'k:9092',
      'key.converter': STRING,
      'value.converter': STRING,
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      ...props,
    },
    folder,
    log: log.log,
    secrets,
    onCorruptOffsets: 'fail',
    servesRest,
    endsWithInput: false,
    clients: {
      admin: (options) => {
        asked.push(options);
        return admin;
      },
      consumer: () => new FakeConsumer(),
      producer: () => producer,
    },
  });
  running.push(worker);
  const createSource = async () => {
    writeFileSync(join(folder, 'in.txt'), '');
    const config = { name: 'c', 'connector.class': 'FileStreamSource', topic: 't', file: join(folder, 'in.txt') };
    await worker.herder.createConnector({ name: 'c', config });
    await settle(20);
  };
  return { worker, log, secrets, admin, producer, close, asked, createSource };
}

describe('StandaloneWorker, being made', () => {
  it('refuses wrong settings, all at once', async () => {
    const wrong = setUp({ 'offset.flush.interval.ms': 'soon', 'task.shutdown.graceful.timeout.ms': 'never' });
    await expect(wrong).rejects.toBeInstanceOf(ConfigError);
    await expect(wrong).rejects.toMatchObject({
      findings: [{ key: 'task.shutdown.graceful.timeout.ms' }, { key: 'offset.flush.interval.ms' }],
    });
  });

  it('resolves placeholders and learns what is secret, without a word about it in the log', async () => {
    process.env['CONNECT_TEST_SECRET'] = 'tr0ub4dor';
    const { worker, asked, secrets, log } = await setUp({ 'ssl.key.password': '${env:CONNECT_TEST_SECRET}' });
    await worker.start();
    delete process.env['CONNECT_TEST_SECRET'];
    expect(asked[0]?.properties['ssl.key.password']).toBe('tr0ub4dor');
    expect(secrets.redact('it is tr0ub4dor')).toBe('it is [hidden]');
    expect(JSON.stringify(log.lines)).not.toContain('tr0ub4dor');
  });

  it('warns of a placeholder that stays as text', async () => {
    const { log } = await setUp({ 'client.id': '${vault:x:y}' });
    expect(log.text()).toContain('client.id: ${vault:x:y} stays as text: no config provider is named vault');
  });

  it('touches neither Kafka nor the offset file before it is started', async () => {
    const { asked } = await setUp();
    expect(asked).toEqual([]);
    expect(existsSync(join(folder, 'connect.offsets'))).toBe(false);
  });
});

describe('StandaloneWorker, starting', () => {
  it('asks for the cluster with all its settings, and closes that client again', async () => {
    const { worker, asked, close, log } = await setUp({ 'security.protocol': 'PLAINTEXT' });
    await worker.start();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.properties).toMatchObject({ 'bootstrap.servers': 'k:9092', 'security.protocol': 'PLAINTEXT' });
    expect(close).toHaveBeenCalledTimes(1);
    expect(log.text()).toContain('Kafka cluster ID: fake-cluster');
  });

  it('does not start without a broker, and closes the client all the same', async () => {
    const { worker, admin, close } = await setUp();
    admin.connect = () => Promise.reject(new BrokerUnavailableError('no broker at k:9092'));
    await expect(worker.start()).rejects.toEqual(
      new WorkerStartError('The worker could not reach Kafka: no broker at k:9092'),
    );
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('refuses a damaged offset file', async () => {
    writeFileSync(join(folder, 'connect.offsets'), 'no Java map');
    const { worker } = await setUp();
    await expect(worker.start()).rejects.toBeInstanceOf(OffsetFileError);
  });
});

describe('StandaloneWorker, over HTTP', () => {
  const REST = { listeners: 'http://127.0.0.1:0' };
  const urlIn = (text: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';

  it('is starting until it is marked ready, then healthy; it names itself by the port that is really bound', async () => {
    const { worker, log, createSource } = await setUp(REST, true);
    await worker.start();
    const url = urlIn(log.text());
    expect((await fetch(`${url}/health`)).status).toBe(503);
    worker.markReady();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await (await fetch(url)).json()).toMatchObject({ kafka_cluster_id: 'fake-cluster' });
    await createSource();
    const status = (await (await fetch(`${url}/connectors/c/status`)).json()) as { connector: { worker_id: string } };
    expect(`http://${status.connector.worker_id}`).toBe(url);
  });

  it('takes no requests once it stops', async () => {
    const { worker, log } = await setUp(REST, true);
    await worker.start();
    await worker.stop();
    await expect(fetch(urlIn(log.text()))).rejects.toThrow();
  });

  it('does not start where the port is taken, and asks for no cluster', async () => {
    const first = await setUp(REST, true);
    await first.worker.start();
    const offsets = { 'offset.storage.file.filename': join(folder, 'others') };
    const second = await setUp({ listeners: urlIn(first.log.text()), ...offsets }, true);
    await expect(second.worker.start()).rejects.toBeInstanceOf(WorkerStartError);
    expect(second.asked).toEqual([]);
  });

  it('names who holds its offset file before anything else, also where the port is taken by the same', async () => {
    const first = await setUp(REST, true);
    await first.worker.start();
    const second = await setUp({ listeners: urlIn(first.log.text()) }, true);
    await expect(second.worker.start()).rejects.toBeInstanceOf(OffsetFileLockedError);
    expect(second.asked).toEqual([]);
  });
});

describe('StandaloneWorker, in service', () => {
  it.each([
    [{ 'rest.advertised.host.name': 'me', 'rest.advertised.port': '99' }, 'me:99'],
    [{ listeners: 'http://box:8084,https://other:1' }, 'box:8084'],
    [{ listeners: 'http://:8085' }, '127.0.0.1:8085'],
    [{ listeners: 'HTTP://[::1]:8086' }, '[::1]:8086'],
    [{ listeners: 'http://box:8084', 'rest.advertised.host.name': 'me' }, 'me:8084'],
  ])('names itself in statuses by its advertised address: %p', async (props, workerId) => {
    const { worker, createSource } = await setUp(props);
    await worker.start();
    await createSource();
    expect((await worker.herder.connectorStatus('c')).connector.workerId).toBe(workerId);
  });

  it('has no trouble while connectors and tasks are well', async () => {
    const { worker, createSource } = await setUp();
    await worker.start();
    expect(await worker.hasTrouble()).toBe(false);
    await createSource();
    await worker.stop();
    expect(await worker.hasTrouble()).toBe(false);
  });

  it('has trouble when a task has failed, even after it is stopped', async () => {
    const { worker, producer, createSource } = await setUp();
    producer.connectAnswer = () => Promise.reject(new Error('wrong password'));
    await worker.start();
    await createSource();
    expect(await worker.hasTrouble()).toBe(true);
    await worker.stop();
    expect(await worker.hasTrouble()).toBe(true);
  });

  it('stops once, however often it is told to, and gives the offset file to the next worker', async () => {
    const first = await setUp();
    await first.worker.start();
    const second = await setUp();
    await expect(second.worker.start()).rejects.toMatchObject({ name: 'OffsetFileLockedError' });
    expect(first.worker.stop()).toBe(first.worker.stop());
    await first.worker.stop();
    const third = await setUp();
    await expect(third.worker.start()).resolves.toBeUndefined();
  });
});
