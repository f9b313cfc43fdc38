import type { ConnectorContext } from '../../src/api/connector';
import { Connector } from '../../src/api/connector';
import { ConfigDef } from '../../src/config/config-def';

const CONFIG = new ConfigDef().define({ name: 'port', type: 'INT', importance: 'HIGH', doc: 'Port.' });

class TestConnector extends Connector {
  override version(): string {
    return '1';
  }

  override config(): ConfigDef {
    return CONFIG;
  }

  override start(): void {
    this.context.requestTaskReconfiguration();
  }

  override taskConfigs(): [] {
    return [];
  }

  override stop(): void {
    return undefined;
  }
}

describe('Connector', () => {
  it('checks settings against its definition', async () => {
    const [value] = await new TestConnector().validate({ port: 'x' });
    expect(value).toMatchObject({ name: 'port', value: null });
    expect(value?.errors).toEqual(['Invalid value x for configuration port: Not a number of type INT']);
    expect(await new TestConnector().validate({ port: '1' })).toMatchObject([{ name: 'port', value: 1, errors: [] }]);
  });

  it('has its context from initialize on, and says so before', async () => {
    const connector = new TestConnector();
    expect(() => connector.start()).toThrow('the connector is not initialized yet');
    const context: ConnectorContext = { requestTaskReconfiguration: jest.fn(), raiseError: jest.fn() };
    await connector.initialize(context);
    connector.start();
    expect(context.requestTaskReconfiguration).toHaveBeenCalledTimes(1);
  });
});
