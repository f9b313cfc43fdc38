import { Loggers } from '../../src/runtime/loggers';
import { restClient } from '../support/rest-client';
import { captureLog } from '../support/silent-log';

function setUp() {
  const { log } = captureLog();
  log.level = 'info';
  return restClient({ loggers: new Loggers(log, () => 5) });
}

describe('/admin/loggers', () => {
  it('lists levels, and tells one', async () => {
    const { ask } = setUp();
    expect((await ask('GET /admin/loggers')).json).toEqual({ root: { level: 'INFO', last_modified: null } });
    expect((await ask('GET /admin/loggers/root')).json).toEqual({ level: 'INFO', last_modified: null });
    expect((await ask('GET /admin/loggers/x')).json).toEqual({ error_code: 404, message: 'Logger x not found.' });
  });

  it('sets a level; for the whole cluster without an answer', async () => {
    const { ask } = setUp();
    expect((await ask('PUT /admin/loggers/a', { level: 'debug' })).json).toEqual(['a']);
    expect((await ask('PUT /admin/loggers/a?scope=cluster', { level: 'WARN' })).status).toBe(204);
    expect((await ask('GET /admin/loggers/a')).json).toEqual({ level: 'WARN', last_modified: 5 });
  });

  it.each([
    [{}, 400],
    [{ level: null }, 400],
    [{ level: 'LOUD' }, 404],
    [{ level: '' }, 404],
    ['', 400],
  ])('refuses %p with %p', async (body, status) => {
    expect((await setUp().ask('PUT /admin/loggers/a', body)).status).toBe(status);
  });
});
