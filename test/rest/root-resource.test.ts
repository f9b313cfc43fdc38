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
