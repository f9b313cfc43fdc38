import type { Props } from '../../src/api/plugin';
import type { SinkRecord } from '../../src/api/sink-record';
import { SourceRecord } from '../../src/api/source-record';
import type { SourceTaskContext } from '../../src/api/source-task';
import { ConfigTransformer } from '../../src/config/config-transformer';
import { ConfigError, DataError } from '../../src/errors';
import type { ClientOptions, Subscription } from '../../src/kafka/clients';
import { TaskFactory } from '../../src/runtime/task-factory';
import type { WorkerTask } from '../../src/runtime/worker-task';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { FakeClock, settle } from '../support/fake-clock';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';
import { FakePlugins } from '../support/fake-plugins';
import { captureLog } from '../support/silent-log';
import {
  StubConverter,
  StubHeaderConverter,
  StubSink,
  StubSinkTask,
  StubSource,
  StubSourceTask,
} from '../support/stub-plugins';

const SECRET = 'tr0ub4dor';
const sources: TestSourceTask[] = [];
const sinks: TestSinkTask[] = [];
let polled: SourceRecord[] = [];

class TestSourceTask extends StubSourceTask {
  constructor() {
    super();
    sources.push(this);
  }

  override version(): string {
    return '7';
  }

  get given(): SourceTaskContext {
    return this.context;
  }

  override poll(): SourceRecord[] {
    return polled.splice(0);
  }
}

class TestSinkTask extends StubSinkTask {
  records: SinkRecord[] = [];

  constructor() {
    super();
    sinks.push(this);
  }

  override put(records: readonly SinkRecord[] = []): void {
    this.records.push(...records);
  }
}

class Source extends StubSource {
  override taskClass() {
    return TestSourceTask;
  }
}

class Sink extends StubSink {
  override taskClass() {
    return TestSinkTask;
  }
}

class Picky extends StubConverter {
  override fromConnectData(): never {
    throw new DataError('not for me');
  }
}

const HEADER = 'org.apache.kafka.connect.storage.SimpleHeaderConverter';
const vault = { configure: () => undefined, get: () => ({ data: new Map([['password', SECRET]]), ttl: null }) };

function setUp({ createsTopics = true } = {}) {
  const log = captureLog();
  const [producer, consumer, admin] = [new FakeProducer(), new FakeConsumer(), new FakeAdmin()];
  const asked: Record<string, ClientOptions & { tracksMetadata?: boolean }> = {};
  const events: string[] = [];
  const subscribe = jest.spyOn(consumer, 'subscribe');
  const offsets = new MemoryOffsetBackingStore();
  producer.acknowledgesAtOnce = true;
  const factory = new TaskFactory({
    plugins: new FakePlugins({ Source, Sink, Stub: StubConverter, Picky, [HEADER]: StubHeaderConverter }).plugins,
    transformer: new ConfigTransformer(new Map([['vault', vault]])),
    clients: {
      producer: (options) => ((asked['producer'] = options), producer),
      consumer: (options) => ((asked['consumer'] = options), consumer),
      admin: (options) => ((asked['admin'] = options), admin),
    },
    offsets,
    endsWithInput: false,
    activeTopics: { note: () => undefined } as never,
    listener: {
      onStartup: () => void events.push('RUNNING'),
      onPause: () => void events.push('PAUSED'),
      onResume: () => void events.push('RESUMED'),
      onFailure: (_id, error) => void events.push(`FAILED ${error.message}`),
      onShutdown: () => void events.push('UNASSIGNED'),
    },
    clock: new FakeClock(),
    workerProps: { 'bootstrap.servers': 'k:9092', 'key.converter': 'Stub', 'value.converter': 'Stub' },
    worker: {
      'offset.flush.interval.ms': 60_000,
      'offset.flush.timeout.ms': 5000,
      'topic.creation.enable': createsTopics,
      'metrics.sample.window.ms': 30_000,
      'metrics.num.samples': 2,
    },
  });
  const build = (connector: Props, taskConfig: Record<string, string> = {}) =>
    factory.build(
      {
        ...{ id: { connector: 'c', task: 3 }, connectorConfig: { name: 'c', ...connector }, taskConfig },
        ...{ folder: undefined, targetState: 'STARTED' },
      },
      log.log,
    );
  return { build, log, producer, consumer, admin, asked, events, subscribe, offsets };
}

async function runFor(task: WorkerTask, turns = 20): Promise<void> {
  void task.run();
  await settle(turns);
}

async function end(task: WorkerTask): Promise<void> {
  task.stop();
  await task.ended();
}

beforeEach(() => {
  sources.length = 0;
  sinks.length = 0;
  polled = [];
});

describe('TaskFactory, making source tasks', () => {
  it('wires poll, converters, producer and offset store together', async () => {
    const { build, producer, offsets, events } = setUp();
    const { task, version } = await build({ 'connector.class': 'Source' });
    polled = [new SourceRecord({ topic: 't', value: 'v', sourcePartition: { f: 'a' }, sourceOffset: { n: 1 } })];
    await runFor(task);
    await end(task);
    expect(version).toBe('7');
    expect(producer.sent).toMatchObject([{ topic: 't', key: null, value: Buffer.from('v') }]);
    expect((await offsets.entries()).map(String)).toEqual(['["c",{"f":"a"}],{"n":1}']);
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it("gives the author the task's own settings, placeholders resolved, and looks them up afresh on request", async () => {
    const { build } = setUp();
    const { task } = await build({ 'connector.class': 'Source', other: 'x' }, { password: '${vault:password}' });
    await runFor(task);
    expect(sources[0]?.props).toEqual({ password: SECRET });
    await expect(sources[0]?.given.configs()).resolves.toEqual({ password: SECRET });
    await expect(sources[0]?.given.offsetStorageReader.offset({ f: 'a' })).resolves.toBeNull();
    expect(sources[0]?.given.stopSignal.aborted).toBe(false);
    await end(task);
    expect(sources[0]?.given.stopSignal.aborted).toBe(true);
  });

  it('names its clients as Kafka Connect does, and lets the connector override their settings', async () => {
    const { build, asked } = setUp();
    await build({
      'connector.class': 'Source',
      'producer.override.acks': '1',
      'topic.creation.default.partitions': '1',
      'topic.creation.default.replication.factor': '1',
    });
    expect(asked['producer']?.properties).toMatchObject({
      'client.id': 'connector-producer-c-3',
      'bootstrap.servers': 'k:9092',
      acks: '1',
    });
    expect(asked['admin']?.properties).toMatchObject({ 'client.id': 'connector-adminclient-c-3' });
  });

  it('tracks the metadata of records only for a task that wants it', async () => {
    const { build, asked } = setUp();
    await build({ 'connector.class': 'Source' });
    expect(asked['producer']?.tracksMetadata).toBe(false);
    (TestSourceTask.prototype as { commitRecord?: unknown }).commitRecord = () => undefined;
    await build({ 'connector.class': 'Source' });
    delete (TestSourceTask.prototype as { commitRecord?: unknown }).commitRecord;
    expect(asked['producer']?.tracksMetadata).toBe(true);
  });

  it.each([
    [true, { 'topic.creation.default.partitions': '2', 'topic.creation.default.replication.factor': '1' }, 1],
    [true, {}, 0],
    [false, { 'topic.creation.default.partitions': '2', 'topic.creation.default.replication.factor': '1' }, 0],
  ])(
    'creates topics only if the worker allows it (%p) and the connector asks (%p)',
    async (createsTopics, props, count) => {
      const { build, admin, producer } = setUp({ createsTopics });
      const { task } = await build({ 'connector.class': 'Source', ...props });
      polled = [new SourceRecord({ topic: 't', value: 'v' })];
      await runFor(task);
      await end(task);
      expect(admin.created).toHaveLength(count);
      expect(producer.sent).toHaveLength(1);
    },
  );

  it('logs what its clients say by themselves', async () => {
    const { build, asked, log } = setUp();
    await build({ 'connector.class': 'Source' });
    asked['producer']?.onEvent?.({ level: 'warn', message: 'connection lost' });
    expect(log.lines).toMatchObject([{ level: 40, msg: 'connection lost' }]);
  });

  it('skips what cannot be converted if that is tolerated, and logs it if that is wanted', async () => {
    const { build, log, events } = setUp();
    const picky = { 'connector.class': 'Source', 'value.converter': 'Picky', password: '${vault:password}' };
    const tolerant = await build({ ...picky, 'errors.tolerance': 'all', 'errors.log.enable': 'true' });
    polled = [new SourceRecord({ topic: 't', value: 'v' })];
    await runFor(tolerant.task);
    await end(tolerant.task);
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(log.text()).toContain("Error encountered in task c-3. Executing stage 'VALUE_CONVERTER' with class 'Picky'");
    const strict = await build(picky);
    polled = [new SourceRecord({ topic: 't', value: 'v' })];
    await runFor(strict.task);
    expect(events.at(-1)).toMatch(/^FAILED Tolerance exceeded in error handler/);
    expect(JSON.stringify([log.lines, events])).not.toContain(SECRET);
  });
});

describe('TaskFactory, making sink tasks', () => {
  it('wires consumer, converters and put together', async () => {
    const { build, consumer, asked, events } = setUp();
    const { task } = await build({ 'connector.class': 'Sink', topics: 't,u' }, { topics: 't,u' });
    consumer.assign({ topic: 't', partition: 0 });
    consumer.deliver({ topic: 't', partition: 0, offset: 0, value: 'v' });
    await runFor(task);
    await end(task);
    expect(sinks[0]?.records).toMatchObject([{ topic: 't', value: 'v', kafkaOffset: 0 }]);
    expect(sinks[0]?.props).toEqual({ topics: 't,u' });
    expect(asked['consumer']?.properties).toMatchObject({
      'group.id': 'connect-c',
      'client.id': 'connector-consumer-c-3',
    });
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
    expect([...(consumer.commits[0] ?? [])]).toEqual([[{ topic: 't', partition: 0 }, 1]]);
  });

  it('subscribes to topics by name, or to those whose whole name a Java regular expression matches', async () => {
    const subscription = async (props: Props): Promise<Subscription | undefined> => {
      const { build, subscribe } = setUp();
      const { task } = await build({ 'connector.class': 'Sink', ...props });
      await runFor(task);
      await end(task);
      return subscribe.mock.calls[0]?.[0];
    };
    expect(await subscription({ topics: 't, u' })).toEqual({ topics: ['t', 'u'] });
    const pattern = (await subscription({ 'topics.regex': 'log-\\p{Digit}+' })) as { matches(topic: string): boolean };
    expect(['log-1', 'log-', 'my-log-1', 'log-1x'].filter((topic) => pattern.matches(topic))).toEqual(['log-1']);
  });

  it.each([{}, { topics: 't', 'topics.regex': 't' }, { topics: 't', 'errors.deadletterqueue.topic.name': 't' }])(
    'checks the topics once more: %p',
    async (props) => {
      await expect(setUp().build({ 'connector.class': 'Sink', ...props })).rejects.toBeInstanceOf(ConfigError);
    },
  );
});
