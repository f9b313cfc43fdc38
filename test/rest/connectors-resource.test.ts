import { AlreadyExistsError, NotFoundError } from '../../src/errors';
import type { ConnectorInfo, ConnectorRequest } from '../../src/runtime/herder';
import { restClient } from '../support/rest-client';

const info = (name: string, config: ConnectorRequest['config'] = { name }): ConnectorInfo => ({
  name,
  config,
  tasks: [],
  type: 'sink',
});

describe('POST /connectors', () => {
  const create = () => {
    const createConnector = jest.fn(async ({ name, config }: ConnectorRequest) => info(name, config));
    return { createConnector, ...restClient({ herder: { createConnector } }) };
  };

  it('creates, with the trimmed name among the settings, and says where the connector is', async () => {
    const { ask, createConnector } = create();
    const answer = await ask('POST /connectors', { name: ' a b ', config: { n: 1 }, initial_state: 'PAUSED' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('http://me:8083/connectors/a%20b');
    expect(createConnector).toHaveBeenCalledWith({
      name: 'a b',
      config: { n: '1', name: 'a b' },
      initialState: 'PAUSED',
    });
  });

  it('refuses another name in the settings', async () => {
    const { ask, createConnector } = create();
    const answer = await ask('POST /connectors', { name: 'a', config: { name: 'b' } });
    expect(answer).toMatchObject({
      status: 400,
      json: { message: "Connector name configuration (b) doesn't match connector name in the URL (a)" },
    });
    expect(createConnector).not.toHaveBeenCalled();
  });

  it('answers 409 for a name that is taken', async () => {
    const { ask, createConnector } = create();
    createConnector.mockRejectedValueOnce(new AlreadyExistsError('Connector a already exists'));
    expect((await ask('POST /connectors', { name: 'a', config: {} })).json).toEqual({
      error_code: 409,
      message: 'Connector a already exists',
    });
  });
});

describe('GET /connectors', () => {
  const client = restClient({
    herder: {
      connectors: async () => ['a', 'gone', '__proto__'],
      connectorInfo: async (name) => {
        if (name === 'gone') throw new NotFoundError('gone');
        return info(name);
      },
      connectorStatus: async (name) => ({
        name,
        type: 'sink',
        tasks: [],
        connector: { state: 'RUNNING', workerId: 'w', trace: undefined, version: '1' },
      }),
    },
  });

  it('lists names', async () => {
    expect((await client.ask('GET /connectors')).json).toEqual(['a', 'gone', '__proto__']);
  });

  it('tells more of each, and leaves out what has vanished meanwhile', async () => {
    const { text } = await client.ask('GET /connectors?expand=info&expand=status');
    const found = Object.entries(JSON.parse(text) as object).map(([name, more]) => [name, Object.keys(more as object)]);
    expect(found).toEqual([
      ['a', ['status', 'info']],
      ['__proto__', ['status', 'info']],
    ]);
    expect((await client.ask('GET /connectors?expand=else')).json).toMatchObject({ a: {}, gone: {} });
  });
});

describe('/connectors/{connector}', () => {
  it('answers by the decoded name', async () => {
    const { ask } = restClient({ herder: { connectorInfo: async (name) => info(name, { x: 'y' }) } });
    expect((await ask('GET /connectors/a%2Fb%20c')).json).toMatchObject({ name: 'a/b c' });
    expect((await ask('GET /connectors/./config')).json).toEqual({ x: 'y' });
  });

  it('deletes without an answer', async () => {
    const deleteConnector = jest.fn(async () => undefined);
    const { ask } = restClient({ herder: { deleteConnector } });
    expect(await ask('DELETE /connectors/c')).toMatchObject({ status: 204, text: '' });
    expect(deleteConnector).toHaveBeenCalledWith('c');
  });

  it('creates or changes by PUT, and says which', async () => {
    const putConnectorConfig = jest.fn(async (name: string, config: ConnectorRequest['config']) => ({
      isNew: config['new'] === 'true',
      info: info(name, config),
    }));
    const { ask } = restClient({ herder: { putConnectorConfig } });
    const created = await ask('PUT /connectors/c/config', { new: true });
    expect([created.status, created.headers.get('location')]).toEqual([201, 'http://me:8083/connectors/c']);
    expect((await ask('PUT /connectors/c/config', { new: false })).status).toBe(200);
    expect((await ask('PUT /connectors/c/config', { name: '' })).status).toBe(400);
    expect(putConnectorConfig).toHaveBeenCalledTimes(2);
  });

  it('changes some settings by PATCH, but not the name', async () => {
    const patchConnectorConfig = jest.fn(async (name: string, config: ConnectorRequest['config']) =>
      info(name, config),
    );
    const { ask } = restClient({ herder: { patchConnectorConfig, connectorInfo: async (name) => info(name) } });
    expect((await ask('PATCH /connectors/c/config', { a: null })).json).toMatchObject({ config: { a: null } });
    expect((await ask('PATCH /connectors/c/config', { name: 'd' })).status).toBe(400);
    expect(patchConnectorConfig).toHaveBeenCalledWith('c', { a: null, name: 'c' });
  });
});
