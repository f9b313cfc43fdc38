import type { Herder, StateInfo } from '../../src/runtime/herder';
import { restClient } from '../support/rest-client';

const RUNNING: StateInfo = { state: 'RUNNING', workerId: 'w:1', trace: undefined, version: '1' };

function setUp() {
  const done = async () => undefined;
  const herder = {
    pauseConnector: jest.fn(done),
    resumeConnector: jest.fn(done),
    stopConnector: jest.fn(done),
    restartTask: jest.fn(done),
    taskStatus: jest.fn(async () => RUNNING),
    connectorInfo: jest.fn(async (name: string) => ({
      name,
      config: { topics: 'orders' },
      tasks: [],
      type: 'sink' as const,
    })),
    taskConfigs: jest.fn(async (): Promise<Record<string, string>[]> => [{ a: '1' }]),
    connectorStatus: jest.fn(async (name: string) => ({ name, connector: RUNNING, tasks: [], type: 'sink' as const })),
    restartConnector: jest.fn(async ({ connector }: { connector: string }) => ({
      name: connector,
      connector: RUNNING,
      tasks: [],
      type: 'sink' as const,
    })),
  } satisfies Partial<Herder>;
  const redactLookedUp = (text: string) => text.replaceAll('orders', '[hidden]');
  return { herder, ...restClient({ herder, redactLookedUp }) };
}

describe('the states of a connector', () => {
  it.each([
    ['pause', 'pauseConnector', 202],
    ['resume', 'resumeConnector', 202],
    ['stop', 'stopConnector', 204],
  ] as const)('PUT %s', async (word, method, status) => {
    const { ask, herder } = setUp();
    expect(await ask(`PUT /connectors/c/${word}`)).toMatchObject({ status, text: '' });
    expect(herder[method]).toHaveBeenCalledWith('c');
  });

  it('come without what was looked up, where the connector put it under another name', async () => {
    const { ask, herder } = setUp();
    herder.taskConfigs.mockResolvedValue([{ topics: 'orders', url: 'http://orders' }]);
    expect((await ask('GET /connectors/c/tasks')).json).toEqual([
      { id: { connector: 'c', task: 0 }, config: { topics: 'orders', url: 'http://[hidden]' } },
    ]);
  });

  it('are told', async () => {
    const { ask } = setUp();
    expect((await ask('GET /connectors/c/status')).json).toMatchObject({
      name: 'c',
      connector: { state: 'RUNNING' },
    });
    expect((await ask('GET /connectors/c/tasks')).json).toEqual([
      { id: { connector: 'c', task: 0 }, config: { a: '1' } },
    ]);
  });
});

describe('restarts', () => {
  it.each([
    ['', 204, { includeTasks: false, onlyFailed: false }],
    ['?includeTasks=TRUE', 202, { includeTasks: true, onlyFailed: false }],
    ['?onlyFailed=true&includeTasks=no', 202, { includeTasks: false, onlyFailed: true }],
  ])('POST restart%s is answered %p', async (query, status, flags) => {
    const { ask, herder } = setUp();
    expect((await ask(`POST /connectors/c/restart${query}`)).status).toBe(status);
    expect(herder.restartConnector).toHaveBeenCalledWith({ connector: 'c', ...flags });
  });
});

describe('tasks', () => {
  it('are addressed by number', async () => {
    const { ask, herder } = setUp();
    expect((await ask('GET /connectors/c/tasks/07/status')).json).toMatchObject({ id: 7, state: 'RUNNING' });
    expect((await ask('POST /connectors/c/tasks/1/restart')).status).toBe(204);
    expect(herder.restartTask).toHaveBeenCalledWith({ connector: 'c', task: 1 });
  });

  it.each(['x', '1.0', '9999999999', '%20'])('are not found by %p', async (task) => {
    expect((await setUp().ask(`GET /connectors/c/tasks/${task}/status`)).json).toEqual({
      error_code: 404,
      message: 'HTTP 404 Not Found',
    });
  });

  // Kafka Connect's workers tell each other such things in distributed mode.
  it('cannot be set from outside', async () => {
    const { ask } = setUp();
    expect((await ask('POST /connectors/c/tasks', [{}])).status).toBe(405);
    expect((await ask('PUT /connectors/c/fence')).status).toBe(404);
  });
});
