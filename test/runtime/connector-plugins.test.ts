import { BadRequestError, ConnectError, NotFoundError } from '../../src/errors';
import { ConfigInfos } from '../../src/runtime/config-infos';
import type { ConnectorConfigValidator } from '../../src/runtime/connector-config-validator';
import { ConnectorPlugins } from '../../src/runtime/connector-plugins';
import { Plugins } from '../../src/runtime/plugins';

const SINK = 'org.apache.kafka.connect.file.FileStreamSinkConnector';

function setUp() {
  const report = jest.fn(async () => new ConfigInfos());
  const validator = { report } as unknown as ConnectorConfigValidator;
  return { report, plugins: new ConnectorPlugins(new Plugins(), validator) };
}

describe('ConnectorPlugins, listing', () => {
  it('names connectors only, or all', async () => {
    const { plugins } = setUp();
    const connectors = await plugins.list({ connectorsOnly: true });
    expect(new Set(connectors.map(({ type }) => type))).toEqual(new Set(['sink', 'source']));
    expect((await plugins.list({ connectorsOnly: false })).length).toBeGreaterThan(connectors.length);
  });
});

describe('ConnectorPlugins, telling settings', () => {
  it.each([SINK, 'FileStreamSinkConnector', 'FileStreamSink'])('of a connector by its name %s', async (name) => {
    const names = (await setUp().plugins.config(name)).map((key) => key.name);
    expect(names.slice(0, 3)).toEqual(['file', 'name', 'connector.class']);
    expect(names).toContain('topics.regex');
  });

  it('of a converter: its own only', async () => {
    const names = (await setUp().plugins.config('StringConverter')).map((key) => key.name);
    expect(names).toEqual(['converter.type', 'converter.encoding']);
  });

  it.each(['Nope', './plugin.ts', 'filestreamsink', 'pino'])('of nothing that is not listed: %s', async (name) => {
    await expect(setUp().plugins.config(name)).rejects.toEqual(new NotFoundError(`Unknown plugin ${name}.`));
  });
});

describe('ConnectorPlugins, validating', () => {
  it.each([
    [SINK, SINK],
    ['FileStreamSinkConnector', SINK],
    ['FileStreamSink', SINK],
    ['FileStreamSink', 'FileStreamSinkConnector'],
    ['FileStreamSinkConnector', 'FileStreamSink'],
    ['plugin.ts', './plugin.ts'],
  ])('takes %s in the path for connector.class=%s', async (name, className) => {
    const { plugins, report } = setUp();
    await plugins.validate(name, { 'connector.class': className });
    expect(report).toHaveBeenCalledTimes(1);
  });

  it.each([
    [SINK, 'FileStreamSinkConnector'],
    ['FileStreamSource', SINK],
    ['SinkConnector', SINK],
    ['', SINK],
  ])('refuses %s in the path for connector.class=%s', async (name, className) => {
    const { plugins, report } = setUp();
    await expect(plugins.validate(name, { 'connector.class': className })).rejects.toBeInstanceOf(BadRequestError);
    expect(report).not.toHaveBeenCalled();
  });

  it('takes a class that is not there for the fault of the request', async () => {
    const { plugins, report } = setUp();
    report.mockRejectedValueOnce(new ConnectError('Failed to find any class'));
    await expect(plugins.validate('Nope', { 'connector.class': 'Nope' })).rejects.toEqual(
      new BadRequestError('Failed to find any class'),
    );
  });
});
