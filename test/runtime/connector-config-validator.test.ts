import type { Props } from '../../src/api/plugin';
import { Predicate } from '../../src/api/predicate';
import { Transformation } from '../../src/api/transformation';
import { ConfigDef, type ConfigValue } from '../../src/config/config-def';
import { ConfigTransformer } from '../../src/config/config-transformer';
import { BadRequestError, ConnectError } from '../../src/errors';
import { connectorClientConfigOverridePolicy } from '../../src/runtime/connector-client-config-override-policy';
import { ConnectorConfigValidator } from '../../src/runtime/connector-config-validator';
import { FakePlugins } from '../support/fake-plugins';
import { StubConverter, StubSink, StubSource } from '../support/stub-plugins';

const OWN_CONFIG = new ConfigDef().define({ name: 'file', type: 'STRING', importance: 'HIGH', doc: 'File.' });

class TestSource extends StubSource {
  override config(): ConfigDef {
    return OWN_CONFIG;
  }

  override validate(props: Props): ConfigValue[] {
    const values = this.config().validate(props);
    if (props['file'] === 'forbidden') values[0]?.errors.push('this file is forbidden');
    return values;
  }

  override start(): void {
    throw new Error('validation must not start a connector');
  }
}

class TestConverter extends StubConverter {
  override config(): ConfigDef {
    return new ConfigDef()
      .define({ name: 'converter.type', type: 'STRING', default: 'value', importance: 'LOW', doc: 'Type.' })
      .define({ name: 'size', type: 'INT', default: 1, importance: 'LOW', doc: 'Size.' });
  }

  override configure(): void {
    throw new Error('validation must not configure a converter');
  }
}

class BrokenConverter extends StubConverter {
  constructor() {
    super();
    throw new Error('no native part');
  }
}

class Rename extends Transformation {
  override config(): ConfigDef {
    return new ConfigDef().define({ name: 'to', type: 'STRING', importance: 'HIGH', doc: 'New name.' });
  }

  override configure(): void {
    return undefined;
  }

  override apply(): null {
    return null;
  }
}

class Always extends Predicate {
  override config(): ConfigDef {
    return new ConfigDef();
  }

  override configure(): void {
    return undefined;
  }

  override test(): boolean {
    return true;
  }
}

const SECRET = 'tr0ub4dor';
const vault = {
  configure: () => undefined,
  get: () => ({ data: new Map([['password', SECRET]]), ttl: null }),
};

function validatorWith(policy: string): ConnectorConfigValidator {
  const classes = {
    Source: TestSource,
    Sink: StubSink,
    Test: TestConverter,
    Broken: BrokenConverter,
    Rename,
    Always,
  };
  return new ConnectorConfigValidator({
    plugins: new FakePlugins(classes).plugins,
    transformer: new ConfigTransformer(new Map([['vault', vault]])),
    overridePolicy: connectorClientConfigOverridePolicy(policy, []),
  });
}

const SOURCE: Props = { name: 'c', 'connector.class': 'Source', file: 'a.txt' };
const SINK: Props = { name: 'c', 'connector.class': 'Sink', topics: 't' };

/** The errors of a report by setting. */
async function errorsOf(props: Props, policy = 'All'): Promise<Record<string, string[]>> {
  const values = await validatorWith(policy).validate(props, undefined);
  return Object.fromEntries(values.filter(({ errors }) => errors.length > 0).map(({ name, errors }) => [name, errors]));
}

/** How many errors each setting has. */
async function countsOf(props: Props, policy = 'All'): Promise<Record<string, number>> {
  const errors = await errorsOf(props, policy);
  return Object.fromEntries(Object.entries(errors).map(([name, all]) => [name, all.length]));
}

describe('ConnectorConfigValidator', () => {
  it('has no complaint about settings that can be run, and one value for each setting', async () => {
    expect(await errorsOf(SOURCE)).toEqual({});
    expect(await errorsOf(SINK)).toEqual({});
    const values = await validatorWith('All').validate(SOURCE, undefined);
    const names = values.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['name', 'tasks.max', 'file', 'topic.creation.groups']));
    expect(values.find(({ name }) => name === 'file')?.value).toBe('a.txt');
  });

  it('finds everything at once: common settings, own, transforms, converters, overrides', async () => {
    const props = {
      'connector.class': 'Source',
      'errors.tolerance': 'some',
      transforms: 't',
      'transforms.t.type': 'Rename',
      'value.converter': 'Test',
      'value.converter.size': 'big',
      'producer.override.acks': '1',
    };
    expect(await countsOf(props, 'None')).toEqual({
      name: 1,
      'errors.tolerance': 1,
      file: 1,
      'transforms.t.to': 1,
      'value.converter.size': 1,
      'producer.override.acks': 1,
    });
  });

  it("puts a connector's own checks among the rest", async () => {
    expect(await errorsOf({ ...SOURCE, file: 'forbidden' })).toEqual({ file: ['this file is forbidden'] });
  });

  it.each([
    ['abc', 2],
    ['', 2],
    ['99999999999', 2],
    ['0', 1],
    [' 3 ', undefined],
    [null, 2],
  ])('counts errors of tasks.max=%p as Kafka Connect does: %p', async (value, count) => {
    expect(await countsOf({ ...SOURCE, 'tasks.max': value })).toEqual(
      count === undefined ? {} : { 'tasks.max': count },
    );
  });

  it('wants exactly one of topics and topics.regex, and complains at both', async () => {
    const message = 'Must configure one of topics or topics.regex';
    expect(await errorsOf({ ...SINK, topics: ' ' })).toEqual({ topics: [message], 'topics.regex': [message] });
    expect(await countsOf({ ...SINK, 'topics.regex': 'a' })).toEqual({ topics: 1, 'topics.regex': 1 });
  });

  it('counts four errors for topics=null, one of them at topics.regex', async () => {
    const counts = await countsOf({ ...SINK, topics: null });
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(4);
    expect(counts['topics.regex']).toBe(1);
  });

  it('refuses a dead-letter queue that the sink would read itself, and a regex that does not compile', async () => {
    const dlq = { ...SINK, 'errors.deadletterqueue.topic.name': 't' };
    expect(await countsOf(dlq)).toEqual({ topics: 1 });
    expect(await countsOf({ ...dlq, topics: '', 'topics.regex': '[a-z]' })).toEqual({ 'topics.regex': 1 });
    expect(await countsOf({ ...SINK, topics: '', 'topics.regex': '[' })).toEqual({ 'topics.regex': 1 });
  });

  it('complains once more about each setting that is null', async () => {
    const errors = await errorsOf({ ...SOURCE, 'errors.tolerance': null, unknown: null });
    expect(errors['unknown']).toEqual(['Null value can not be supplied as the configuration value.']);
    expect(errors['errors.tolerance']).toContain('Null value can not be supplied as the configuration value.');
  });

  it('complains of a transform without a type and an alias that is there twice: two errors', async () => {
    expect(await countsOf({ ...SOURCE, transforms: 't,t' })).toEqual({ transforms: 1, 'transforms.t.type': 1 });
  });

  it('complains at the type of a transform that is negated without a predicate, or not there, or something else', async () => {
    const props = { ...SOURCE, transforms: 't', 'transforms.t.type': 'Rename', 'transforms.t.to': 'x' };
    expect(await countsOf({ ...props, 'transforms.t.negate': 'true' })).toEqual({ 'transforms.t.type': 1 });
    expect(await errorsOf({ ...props, 'transforms.t.type': 'Nope' })).toEqual({
      'transforms.t.type': [expect.stringContaining('Class Nope could not be found.')],
    });
    expect(await countsOf({ ...props, 'transforms.t.type': 'Always' })).toEqual({ 'transforms.t.type': 1 });
  });

  it('leaves a predicate that is not defined to the start of the task', async () => {
    const props = { ...SOURCE, transforms: 't', 'transforms.t.type': 'Rename', 'transforms.t.to': 'x' };
    expect(await countsOf({ ...props, 'transforms.t.predicate': 'nowhere' })).toEqual({});
  });

  it('shows all settings of a converter that the connector names, under its prefix, with the type that it serves', async () => {
    const values = await validatorWith('All').validate(
      { ...SOURCE, 'key.converter': 'Test', 'key.converter.size': '5' },
      undefined,
    );
    const own = values.filter(({ name }) => name.startsWith('key.converter.') && !name.endsWith('plugin.version'));
    expect(own.map(({ name, value }) => [name, value])).toEqual([
      ['key.converter.converter.type', 'key'],
      ['key.converter.size', 5],
    ]);
  });

  it("neither checks nor shows settings of the worker's converter", async () => {
    const values = await validatorWith('All').validate({ ...SOURCE, 'key.converter.size': 'big' }, undefined);
    expect(values.map(({ name }) => name)).not.toContain('key.converter.size');
    expect(values.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('complains at the key of a converter that is not there or cannot be made: one error each', async () => {
    expect(await countsOf({ ...SOURCE, 'key.converter': 'Nope', 'value.converter': 'Broken' })).toEqual({
      'key.converter': 1,
      'value.converter': 1,
    });
  });

  it.each([
    ['a source', SOURCE, ['producer']],
    ['a source that creates topics', { ...SOURCE, 'topic.creation.default.partitions': '1' }, ['producer', 'admin']],
    ['a sink', SINK, ['consumer']],
    [
      'a sink with a dead-letter queue',
      { ...SINK, 'errors.deadletterqueue.topic.name': 'dlq' },
      ['consumer', 'producer', 'admin'],
    ],
  ])('checks the overrides of %s against the policy: one error per key', async (_what, props, checked) => {
    const overrides = Object.fromEntries(
      ['producer', 'consumer', 'admin'].map((kind) => [`${kind}.override.client.id`, 'x']),
    );
    const complaints = Object.keys(await countsOf({ ...props, ...overrides }, 'None'));
    expect(complaints.filter((key) => key.includes('.override.')).sort()).toEqual(
      checked.map((kind) => `${kind}.override.client.id`).sort(),
    );
    expect(Object.keys(await countsOf({ ...props, ...overrides })).filter((key) => key.includes('.override.'))).toEqual(
      [],
    );
  });

  it.each([{}, { 'connector.class': ' ' }, { 'connector.class': null }])(
    'refuses settings without a connector.class: %p',
    async (props) => {
      const validation = validatorWith('All').validate(props, undefined);
      await expect(validation).rejects.toBeInstanceOf(BadRequestError);
      await expect(validation).rejects.toThrow('Connector config contains no connector type');
    },
  );

  it('rejects when the class of the connector is not there', async () => {
    const validation = validatorWith('All').validate({ 'connector.class': 'Nope' }, undefined);
    await expect(validation).rejects.toBeInstanceOf(ConnectError);
    await expect(validation).rejects.not.toBeInstanceOf(BadRequestError);
  });

  it('shows the placeholder in the place of what was looked up', async () => {
    const values = await validatorWith('All').validate({ ...SOURCE, file: '${vault:password}' }, undefined);
    expect(values.find(({ name }) => name === 'file')?.value).toBe('${vault:password}');
  });
});

describe('ConnectorConfigValidator, requiring valid settings', () => {
  it('is content with valid settings, and names those that nothing reads, without their values', async () => {
    await expect(validatorWith('All').requireValid(SOURCE, undefined)).resolves.toEqual([]);
    const unused = await validatorWith('All').requireValid({ ...SOURCE, flie: SECRET }, undefined);
    expect(unused).toHaveLength(1);
    expect(unused[0]).toContain('flie');
    expect(unused[0]).not.toContain(SECRET);
  });

  it('rejects with the number of errors, every message on its own line, and a finding for each', async () => {
    const requirement = validatorWith('All').requireValid(
      { ...SOURCE, file: 'forbidden', 'tasks.max': 'abc' },
      undefined,
    );
    await expect(requirement).rejects.toBeInstanceOf(BadRequestError);
    const error = (await requirement.catch((thrown: unknown) => thrown)) as BadRequestError;
    const lines = error.message.split('\n');
    expect(lines[0]).toBe('Connector configuration is invalid and contains the following 3 error(s):');
    expect(lines).toHaveLength(5);
    expect(lines[4]).toContain('`/connector-plugins/{connectorType}/config/validate`');
    expect(lines).toContain('this file is forbidden');
    expect(error.findings.map(({ key }) => key)).toEqual(['tasks.max', 'tasks.max', 'file']);
    expect(error.findings[2]).toEqual({ key: 'file', value: 'forbidden', reason: 'this file is forbidden' });
  });
});
