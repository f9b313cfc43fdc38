import { startingResponse } from '../../src/rest/health-resource';
import type { NotReady } from '../../src/runtime/readiness';
import { nonconformities } from '../support/openapi-conformance';
import { restClient } from '../support/rest-client';

describe('/health', () => {
  const herder = { connectors: async () => [] };

  it('is 503 until the worker is ready', async () => {
    let isReady = false;
    const { ask } = restClient({ herder, isReady: () => isReady });
    expect(await ask('GET /health')).toMatchObject({ status: 503, json: { status: 'starting' } });
    isReady = true;
    expect(await ask('GET /health')).toMatchObject({ status: 200, json: { status: 'healthy' } });
  });

  it('is 500 when the herder does not answer', async () => {
    jest.useFakeTimers();
    const { ask } = restClient({ herder: { connectors: () => new Promise(() => undefined) } });
    const answer = ask('GET /health');
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    expect(await answer).toMatchObject({ status: 500, json: { status: 'unhealthy' } });
  });
});

describe('/health/ready', () => {
  const failed: NotReady = { connector: 'c', task: 1, state: 'FAILED', reason: 'Error: no' };
  const missing: NotReady = { connector: 'd', task: undefined, state: 'MISSING', reason: undefined };

  it('is 200 when nothing is amiss', async () => {
    const { ask } = restClient({ herder: { notReady: async () => [] } });
    expect(await ask('GET /health/ready')).toMatchObject({ status: 200, json: { status: 'ready', not_ready: [] } });
  });

  it('is 503 with everything that does not run, and why', async () => {
    const { ask } = restClient({ herder: { notReady: async () => [failed, missing] } });
    expect(await ask('GET /health/ready')).toMatchObject({
      status: 503,
      json: {
        status: 'not_ready',
        message: '2 of the connectors and tasks that should run are not running.',
        not_ready: [
          { connector: 'c', task: 1, state: 'FAILED', reason: 'Error: no' },
          { connector: 'd', task: null, state: 'MISSING', reason: null },
        ],
      },
    });
  });

  it('is 503 until the connectors of the command line are created, though all that is there runs', async () => {
    const { ask } = restClient({ herder: { notReady: async () => [] }, isReady: () => false });
    expect(await ask('GET /health/ready')).toMatchObject({ status: 503, json: { status: 'starting' } });
  });

  it('is 503 when the herder does not answer', async () => {
    jest.useFakeTimers();
    const { ask } = restClient({ herder: { notReady: () => new Promise(() => undefined) } });
    const answer = ask('GET /health/ready');
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    expect(await answer).toMatchObject({ status: 503, json: { status: 'unhealthy' } });
  });
});

describe('/health/live', () => {
  it('is 200 whatever the connectors do', async () => {
    const { ask } = restClient({ isReady: () => false });
    expect(await ask('GET /health/live')).toMatchObject({ status: 200, json: { status: 'alive' } });
  });
});

describe('a worker without a herder yet', () => {
  it.each([
    ['/health', 503, { status: 'starting' }],
    ['/health/', 503, { status: 'starting' }],
    ['/health/ready', 503, { status: 'starting', not_ready: [] }],
    ['/health/live', 200, { status: 'alive' }],
    ['/connectors', 503, { error_code: 503 }],
    ['/healthy', 503, { error_code: 503 }],
  ])('answers %s with %p', async (target, status, json) => {
    const response = startingResponse(target);
    const body = await response.text();
    expect([response.status, JSON.parse(body)]).toMatchObject([status, json]);
    const header = (name: string) => response.headers.get(name);
    expect(nonconformities({ method: 'GET', target, status, header, body })).toEqual([]);
  });
});
