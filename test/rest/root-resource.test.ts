import { VERSION } from '../../src/version';
import { restClient } from '../support/rest-client';

describe('/', () => {
  it('tells version and cluster', async () => {
    const { ask } = restClient({});
    expect((await ask('GET /?x=1')).json).toEqual({
      version: VERSION,
      commit: 'unknown',
      kafka_cluster_id: 'cluster',
    });
  });
});

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
