import { ConfigInfos } from '../../src/runtime/config-infos';
import type { ConnectorPlugins } from '../../src/runtime/connector-plugins';
import { restClient } from '../support/rest-client';

function setUp() {
  const plugins = {
    list: jest.fn(async () => [{ class: 'A', type: 'sink' }]),
    config: jest.fn(async () => []),
    validate: jest.fn(async () => new ConfigInfos()),
  };
  return { plugins, ...restClient({ plugins: plugins as unknown as ConnectorPlugins }) };
}

describe('/connector-plugins', () => {
  it.each([
    ['', true],
    ['?connectorsOnly=TRUE', true],
    ['?connectorsOnly=', true],
    ['?connectorsOnly=false', false],
    ['?connectorsOnly=maybe', false],
    ['?connectorsonly=false', true],
  ])('%s lists connectors only: %p', async (query, connectorsOnly) => {
    const { ask, plugins } = setUp();
    expect((await ask(`GET /connector-plugins${query}`)).json).toEqual([{ class: 'A', type: 'sink' }]);
    expect(plugins.list).toHaveBeenCalledWith({ connectorsOnly });
  });

  it('tells settings of a plugin by its decoded name', async () => {
    const { ask, plugins } = setUp();
    expect((await ask('GET /connector-plugins/Cast%24Key/config')).json).toEqual([]);
    expect(plugins.config).toHaveBeenCalledWith('Cast$Key');
  });

  it('validates, and calls the report by the class in the settings', async () => {
    const { ask, plugins } = setUp();
    const answer = await ask('PUT /connector-plugins/A/config/validate', { 'connector.class': 'org.A', n: 1 });
    expect(answer.json).toEqual({ name: 'org.A', error_count: 0, groups: [], configs: [] });
    expect(plugins.validate).toHaveBeenCalledWith('A', { 'connector.class': 'org.A', n: '1' });
  });

  it('validates settings that a client has encoded twice, and refuses a text that holds none', async () => {
    const { ask, plugins } = setUp();
    const target = 'PUT /connector-plugins/A/config/validate';
    expect((await ask(target, JSON.stringify('{"n":"1"}'))).status).toBe(200);
    expect(plugins.validate).toHaveBeenCalledWith('A', { n: '1' });
    for (const text of ['1', '""', 'words', '"{}"']) {
      expect((await ask(target, JSON.stringify(text))).status).toBe(400);
    }
  });
});
