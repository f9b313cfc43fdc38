import { restClient } from '../support/rest-client';

const resetActiveTopics = jest.fn(async () => undefined);
const herder = { activeTopics: async () => ['t'], resetActiveTopics };

describe('/connectors/{connector}/topics', () => {
  it('tells topics, and forgets them on demand', async () => {
    const { ask } = restClient({ herder });
    expect((await ask('GET /connectors/c/topics')).json).toEqual({ c: { topics: ['t'] } });
    expect((await ask('PUT /connectors/c/topics/reset')).status).toBe(202);
    expect(resetActiveTopics).toHaveBeenCalledWith('c');
  });

  it('is forbidden where the worker says so', async () => {
    const off = restClient({ herder, tracksTopics: false });
    expect((await off.ask('GET /connectors/c/topics')).status).toBe(403);
    expect((await off.ask('PUT /connectors/c/topics/reset')).status).toBe(403);
    const kept = restClient({ herder, allowsTopicsReset: false });
    expect((await kept.ask('GET /connectors/c/topics')).status).toBe(200);
    expect((await kept.ask('PUT /connectors/c/topics/reset')).json).toEqual({
      error_code: 403,
      message: 'Topic tracking reset is disabled.',
    });
  });
});
