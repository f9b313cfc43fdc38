import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf } from '../../src/cli/exit-code';
import { run, type RunOptions } from '../../src/cli/run';
import { Secrets } from '../../src/config/secrets';
import { ConnectError, ConnectorStartError, UsageError, WorkerStartError } from '../../src/errors';
import { StandaloneHerder } from '../../src/runtime/standalone-herder';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';

const mockKafka = { admin: new FakeAdmin(), producers: [] as FakeProducer[], isRefusing: false };

jest.mock('../../src/kafka/rdkafka-clients', () => ({
  RdkafkaClients: class {
    admin = () => mockKafka.admin;
    consumer = () => new FakeConsumer();
    producer = () => {
      const producer = new FakeProducer();
      if (mockKafka.isRefusing) producer.connectAnswer = () => Promise.reject(new Error('wrong password'));
      mockKafka.producers.push(producer);
      return producer;
    };
  },
}));

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const WORKER = { 'bootstrap.servers': 'k:9092', 'key.converter': STRING, 'value.converter': STRING };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
  Object.assign(mockKafka, { admin: new FakeAdmin(), producers: [], isRefusing: false });
  file('in.txt', '');
});

afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Record<string, string>): string {
  const path = join(folder, name);
  const lines = typeof content === 'string' ? content : Object.entries(content).map((entry) => entry.join('='));
  writeFileSync(path, typeof lines === 'string' ? lines : lines.join('\n'));
  return path;
}

const worker = (props: Record<string, string> = {}) =>
  file('worker.properties', { ...WORKER, 'offset.storage.file.filename': join(folder, 'o'), ...props });
const source = (name: string, props: Record<string, string> = {}) =>
  file(`${name}.properties`, {
    ...{ name, 'connector.class': 'FileStreamSource', file: join(folder, 'in.txt'), topic: 't' },
    ...props,
  });

function start(
  connectors: readonly string[],
  { file: path = worker(), ...options }: Partial<RunOptions & { file: string }> = {},
) {
  const defaults = {
    onCorruptOffsets: 'fail',
    rest: false,
    logLevel: 'silent',
    logFormat: 'json',
    secrets: new Secrets(),
  } as const;
  return run(path, [...connectors], { ...defaults, ...options });
}

/** Turns of the event loop until something has happened. */
async function until(hasHappened: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000 && !hasHappened(); turn++) await new Promise(setImmediate);
  if (!hasHappened()) throw new Error('it has not happened');
}

describe('run', () => {
  it('runs connectors until a signal comes, and ends with 0 when all was well', async () => {
    const ended = start([source('a'), source('b')]);
    await until(() => mockKafka.producers.length === 2);
    process.emit('SIGTERM');
    await expect(ended).resolves.toBe(0);
    expect(mockKafka.producers.every(({ isClosed }) => isClosed)).toBe(true);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('ends by itself with --once: 0 when everything is stored, 69 when the input is not there, 65 for a bad record', async () => {
    file('in.txt', 'one\n');
    const ended = start([source('a')], { once: true });
    await until(() => mockKafka.producers[0] !== undefined);
    for (const producer of mockKafka.producers) producer.acknowledgesAtOnce = true;
    await expect(ended).resolves.toBe(0);
    const missing = start([source('b', { file: join(folder, 'misspelt') })], { once: true });
    await expect(missing).resolves.toBe(69);
    const bad = { transforms: 'x', 'transforms.x.type': 'HoistField$Key', 'transforms.x.field': 'f' };
    file('in.txt', 'one\ntwo\n');
    const failing = start([source('c', { ...bad, 'key.converter': 'LongConverter' })], { once: true });
    await expect(failing).resolves.toBe(65);
  });

  it('keeps what is not there with --once from being an end of a service', async () => {
    const ended = start([source('a', { file: join(folder, 'misspelt') })], { timeout: 300 });
    await expect(ended).resolves.toBe(0);
  });

  it('says one line with --once and quiet when it was not done, nothing when it was', async () => {
    let err = '';
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
    const quiet = { once: true, quiet: true, logFormat: 'pretty' } as const;
    const options = { ...quiet, onCorruptOffsets: 'fail', rest: false, secrets: new Secrets() } as const;
    const ended = run(worker(), [source('a')], options);
    await expect(ended).resolves.toBe(0);
    const missing = run(worker(), [source('b', { file: join(folder, 'misspelt') })], options);
    await expect(missing).resolves.toBe(69);
    write.mockRestore();
    expect(err).toMatch(/^connect-standalone: Ending \(failure\): [^\n]*misspelt[^\n]* \(exit code 69\)\n$/);
  });

  it('reads its files again at SIGHUP', async () => {
    const create = jest.spyOn(StandaloneHerder.prototype, 'createConnector');
    const ended = start([source('a')]);
    await until(() => mockKafka.producers.length === 1);
    source('a', { name: 'b' });
    process.emit('SIGHUP');
    await until(() => create.mock.calls.length === 2);
    expect(create.mock.calls[1]?.[0]).toMatchObject({ name: 'b' });
    process.emit('SIGTERM');
    await ended;
    expect(process.listenerCount('SIGHUP')).toBe(0);
    create.mockRestore();
  });

  it('refuses --once without a connector', async () => {
    await expect(start([], { once: true })).rejects.toBeInstanceOf(UsageError);
  });

  it('runs without connectors too', async () => {
    const close = jest.spyOn(mockKafka.admin, 'close');
    const ended = start([]);
    await until(() => close.mock.calls.length > 0);
    process.emit('SIGINT');
    await expect(ended).resolves.toBe(0);
  });

  it('ends with 70 after a signal when a task had failed', async () => {
    mockKafka.isRefusing = true;
    const ended = start([source('a')]);
    await until(() => mockKafka.producers[0]?.isClosed === true);
    process.emit('SIGTERM');
    await expect(ended).resolves.toBe(70);
  });

  it('stops at the first connector that cannot be created, and stops those before it', async () => {
    const create = jest.spyOn(StandaloneHerder.prototype, 'createConnector');
    const ended = start([source('a'), source('b'), source('c')]);
    create.mockImplementation(function (this: StandaloneHerder, request) {
      if (request.name === 'b') return Promise.reject(new ConnectError('it cannot be'));
      return this.putConnectorConfig(request.name, request.config).then(({ info }) => info);
    });
    await expect(ended).rejects.toEqual(new ConnectorStartError(`${join(folder, 'b.properties')}: it cannot be`));
    create.mockRestore();
    expect(mockKafka.producers).toHaveLength(1);
    expect(mockKafka.producers[0]?.isClosed).toBe(true);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('starts nothing where the settings of a connector are wrong', async () => {
    const ended = start([source('a'), source('b', { 'tasks.max': '0' }), source('c')]);
    const error = (await ended.catch((thrown: unknown) => thrown)) as ConnectorStartError;
    expect(error).toBeInstanceOf(ConnectorStartError);
    expect(error.message).toBe(
      `${join(folder, 'b.properties')}:5: tasks.max=0: Invalid value 0 for configuration tasks.max: Value must be at least 1`,
    );
    expect(exitCodeOf(error)).toBe(3);
    expect(mockKafka.producers).toHaveLength(0);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('refuses the same connector twice and a class that is not there, naming the file', async () => {
    await expect(start([source('a'), source('a')])).rejects.toThrow(/a\.properties:1: .*a.*exists/);
    await expect(start([source('a', { 'connector.class': 'Nope' })])).rejects.toThrow(/a\.properties:2: .*Nope/);
  });

  it('names file, line and key of a wrong setting of the worker', async () => {
    const error = await start([], { file: worker({ 'offset.flush.interval.ms': 'soon' }) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(WorkerStartError);
    expect((error as Error).message).toMatch(/worker\.properties:5: offset\.flush\.interval\.ms=soon: /);
    await expect(start([], { file: file('empty.properties', '') })).rejects.toThrow(
      /empty\.properties: key\.converter: /,
    );
  });

  it('does not start without a broker', async () => {
    mockKafka.admin.connect = () => Promise.reject(new Error('no broker at k:9092'));
    const error = await start([source('a')]).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe('The worker could not reach Kafka: no broker at k:9092');
    expect(exitCodeOf(error)).toBe(2);
  });

  it('refuses an --env-file that is not there', async () => {
    await expect(start([], { envFile: join(folder, 'nope.env') })).rejects.toBeInstanceOf(UsageError);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('knows as secret whatever a connector file looked up, so that errors can be printed without it', async () => {
    process.env['CONNECT_TEST_SECRET'] = 'tr0ub4dor';
    const secrets = new Secrets();
    const error = await start([source('a', { 'tasks.max': '${env:CONNECT_TEST_SECRET}' })], { secrets }).catch(
      (thrown: unknown) => thrown,
    );
    delete process.env['CONNECT_TEST_SECRET'];
    expect((error as Error).message).toContain('tasks.max');
    expect(secrets.redact((error as Error).message)).not.toContain('tr0ub4dor');
  });
});
