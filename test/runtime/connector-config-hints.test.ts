import type { Props } from '../../src/api/plugin';
import { ConfigError } from '../../src/errors';
import { connectorConfigHints, pluginComplaints } from '../../src/runtime/connector-config-hints';
import { FakePlugins } from '../support/fake-plugins';
import { StubConverter, StubHeaderConverter, StubSink } from '../support/stub-plugins';

class Sink extends StubSink {
  override version(): string {
    return '2.1';
  }
}

async function hintsFor(props: Props, worker: Props = { 'key.converter': 'Stub' }) {
  const { plugins } = new FakePlugins({ Sink, Stub: StubConverter, Header: StubHeaderConverter });
  const advice: string[][] = [];
  const connector = await plugins.loadConnector('Sink');
  const complain = pluginComplaints((...texts) => void advice.push(texts));
  return { advice, hints: await connectorConfigHints({ plugins, props, worker, folders: [], connector, complain }) };
}

describe('connectorConfigHints', () => {
  it("name the worker's converter as the default, and the classes that may be named", async () => {
    const { hints } = await hintsFor({});
    expect(hints['key.converter']).toMatchObject({ defaultClass: 'Stub', classes: ['Stub'] });
    expect(hints['value.converter']?.defaultClass).toBeNull();
    expect(hints['header.converter']?.classes).toEqual(['Header']);
  });

  it('resolve what the connector names, and refuse what is not there', async () => {
    const { hints } = await hintsFor({ 'key.converter': ' Stub ', 'value.converter': 'Nope' });
    expect(hints['key.converter']?.resolveClass?.('key.converter', 'Stub')).toBe('Stub');
    expect(() => hints['value.converter']?.resolveClass?.('value.converter', 'Nope')).toThrow(
      new ConfigError('Invalid value Nope for configuration value.converter: Class Nope could not be found.'),
    );
  });

  it('tell the version of the connector, and refuse another one', async () => {
    expect((await hintsFor({})).hints.connector).toEqual({ version: '2.1' });
    const { hints } = await hintsFor({ 'connector.plugin.version': '9.9' });
    expect(() => hints.connector?.versionValidator?.ensureValid('v', '9.9')).toThrow('[9.9,9.9]');
    expect(() => hints.connector?.versionValidator?.ensureValid('v', null)).not.toThrow();
  });
});

describe('pluginComplaints', () => {
  it('are short where Kafka Connect’s are, and keep the rest as advice', () => {
    const advice: string[][] = [];
    const complain = pluginComplaints((...texts) => void advice.push(texts));
    const error = new Error('Class X could not be found. Did you mean Y?');
    expect(complain('converter', 'X', error)).toEqual({ message: 'Class X could not be found.', isClass: false });
    expect(advice).toEqual([['Class X could not be found.', error.message]]);
  });

  it('say of classes of Java itself that they are no plugins', () => {
    const complain = pluginComplaints(() => undefined);
    expect(complain('transformation', 'java.lang.String', new Error('gone'))).toEqual({
      message: 'Class class java.lang.String does not implement the Transformation interface',
      isClass: true,
    });
  });

  it('say all that is known of a file', () => {
    const complain = pluginComplaints(() => undefined);
    const error = new Error('Class ./x.ts could not be found. Looked in /a.');
    expect(complain('converter', './x.ts', error).message).toBe(error.message);
  });
});
