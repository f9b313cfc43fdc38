import type { TaskConfig } from '../../src/api/connector';
import type { Props } from '../../src/api/plugin';
import type { SourceConnectorContext } from '../../src/api/source-connector';
import { ConfigTransformer } from '../../src/config/config-transformer';
import { ConnectError } from '../../src/errors';
import { ConnectorFactory } from '../../src/runtime/connector-factory';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { encodeOffsetKey, encodeOffsetValue } from '../../src/storage/offset-key';
import { FakePlugins } from '../support/fake-plugins';
import { captureLog } from '../support/silent-log';
import { StubSink, StubSource } from '../support/stub-plugins';

let taskConfigs: (maxTasks: number) => TaskConfig[] = () => [];

class TestSource extends StubSource {
  override version(): string {
    return '3.1';
  }

  override taskConfigs(maxTasks: number): TaskConfig[] {
    return taskConfigs(maxTasks);
  }
}

class TestSink extends StubSink {
  override version(): string {
    return '';
  }
}

const SECRET = 'tr0ub4dor';
const vault = {
  configure: () => undefined,
  get: () => ({ data: new Map([['password', SECRET]]), ttl: null }),
};

function setUp() {
  const fake = new FakePlugins({ Source: TestSource, Sink: TestSink });
  const log = captureLog();
  const offsets = new MemoryOffsetBackingStore([
    [encodeOffsetKey('c', { file: 'a' }), encodeOffsetValue({ position: 5 })],
  ]);
  const factory = new ConnectorFactory({
    plugins: fake.plugins,
    transformer: new ConfigTransformer(new Map([['vault', vault]])),
    offsets,
    log: log.log,
    createsTopics: true,
  });
  return { fake, log, factory };
}

const RAW: Props = { name: 'c', 'connector.class': 'Source', 'tasks.max': '2', password: '${vault:password}' };

describe('ConnectorFactory, building', () => {
  it('makes an instance of the class, with placeholders resolved in its settings', async () => {
    const { factory, fake } = setUp();
    const made = await factory.build(RAW, '/etc/c');
    expect(made).toMatchObject({ name: 'c', type: 'source', className: 'Source', version: '3.1' });
    expect(made.connector).toBeInstanceOf(TestSource);
    expect(made.props['password']).toBe(SECRET);
    expect(fake.folders.get('Source')).toEqual(['/etc/c']);
  });

  it('tells sinks from sources, and knows no version where the plugin tells none', async () => {
    const { factory, fake } = setUp();
    await expect(factory.build({ name: 'c', 'connector.class': 'Sink' }, undefined)).resolves.toMatchObject({
      type: 'sink',
      version: undefined,
    });
    expect(fake.folders.get('Sink')).toEqual([]);
  });

  it('refuses a class that is not there', async () => {
    const { factory } = setUp();
    await expect(factory.build({ 'connector.class': 'Nope' }, undefined)).rejects.toBeInstanceOf(ConnectError);
  });
});

describe('ConnectorFactory, making contexts', () => {
  it('lets a source read its stored offsets, and nobody the offsets of another', async () => {
    const { factory } = setUp();
    const request = jest.fn();
    const made = await factory.build(RAW, undefined);
    const context = factory.contextFor(
      made,
      { requestTaskReconfiguration: request },
      jest.fn(),
    ) as SourceConnectorContext;
    await expect(context.offsetStorageReader.offset({ file: 'a' })).resolves.toEqual({ position: 5 });
    const other = factory.contextFor({ ...made, name: 'd' }, context, jest.fn()) as SourceConnectorContext;
    await expect(other.offsetStorageReader.offset({ file: 'a' })).resolves.toBeNull();
  });

  it('hands on requests for new tasks and errors that are raised', async () => {
    const { factory } = setUp();
    const [request, raise] = [jest.fn(), jest.fn()];
    const made = await factory.build({ name: 'c', 'connector.class': 'Sink' }, undefined);
    const context = factory.contextFor(made, { requestTaskReconfiguration: request }, raise);
    context.requestTaskReconfiguration();
    context.raiseError(new Error('gone'));
    expect(request).toHaveBeenCalledTimes(1);
    expect(raise).toHaveBeenCalledWith(new Error('gone'));
    expect(context).not.toHaveProperty('offsetStorageReader');
  });
});

describe('ConnectorFactory, making task configurations', () => {
  const configs = (raw: Props, made: (maxTasks: number) => TaskConfig[]) => {
    taskConfigs = made;
    const own = setUp();
    return { ...own, result: own.factory.taskConfigs(new TestSource(), raw) };
  };

  it('asks for at most tasks.max, one where it is not set', async () => {
    const asked: number[] = [];
    const note = (maxTasks: number) => {
      asked.push(maxTasks);
      return [];
    };
    await configs(RAW, note).result;
    await configs({ name: 'c', 'connector.class': 'Source' }, note).result;
    expect(asked).toEqual([2, 1]);
  });

  it('takes as many as tasks.max, and refuses more by both numbers and the way out', async () => {
    await expect(configs(RAW, () => [{}, {}]).result).resolves.toHaveLength(2);
    const { result } = configs(RAW, () => [{}, {}, {}]);
    await expect(result).rejects.toBeInstanceOf(ConnectError);
    await expect(result).rejects.toThrow(/c has generated 3 tasks, which is greater than 2.*tasks\.max\.enforce=false/);
  });

  it('only warns of more when tasks.max.enforce is false', async () => {
    const { result, log } = configs({ ...RAW, 'tasks.max.enforce': 'false' }, () => [{}, {}, {}]);
    await expect(result).resolves.toHaveLength(3);
    expect(log.lines).toMatchObject([{ level: 40, connector: 'c' }]);
    expect(log.text()).toContain('has generated 3 tasks, which is greater than 2');
  });

  it('adds topics and topics.regex, whatever the connector gave for them', async () => {
    const raw = { ...RAW, topics: 'a,b' };
    await expect(configs(raw, () => [{ x: '1', topics: 'other' }, {}]).result).resolves.toMatchObject([
      { x: '1', topics: 'a,b' },
      { topics: 'a,b' },
    ]);
    await expect(configs({ ...RAW, 'topics.regex': 'a.*', topics: null }, () => [{}]).result).resolves.toMatchObject([
      { 'topics.regex': 'a.*' },
    ]);
  });

  it('puts placeholders back where a task repeats a resolved value, so that no secret is stored', async () => {
    const { result } = configs(RAW, () => [{ password: SECRET, user: 'me' }]);
    await expect(result).resolves.toMatchObject([{ password: '${vault:password}', user: 'me' }]);
  });

  it('rejects with what the connector threw, and writes no secret into the log', async () => {
    const { result, log } = configs(RAW, () => {
      throw new Error('cannot split');
    });
    await expect(result).rejects.toThrow('cannot split');
    expect(JSON.stringify(log.lines)).not.toContain(SECRET);
  });
});
