import { restClient } from '../support/rest-client';

const services = { metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'a 1\n' }) };

describe('/metrics', () => {
  it.each(['text/plain', 'application/openmetrics-text;version=1.0.0', 'application/json', 'text/html,*/*;q=0.8'])(
    'answers a client that accepts %s in the one format that it has',
    async (accept) => {
      const { ask } = restClient(services);
      const answer = await ask('GET /metrics', undefined, { accept });
      expect(answer.status).toBe(200);
    },
  );

  it('takes no other method', async () => {
    expect((await restClient(services).ask('POST /metrics', {})).status).toBe(405);
  });
});
