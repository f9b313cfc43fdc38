import { REST_SERVER_CONFIG } from '../../src/runtime/rest-server-config';

describe('REST_SERVER_CONFIG', () => {
  test('listens at port 8083 of all interfaces by default and serves /admin/ there', () => {
    expect(REST_SERVER_CONFIG.parse({})).toMatchObject({ listeners: ['http://:8083'], 'admin.listeners': null });
  });

  test('tells no listeners from listeners that are not set', () => {
    expect(REST_SERVER_CONFIG.parse({ 'admin.listeners': '' })['admin.listeners']).toEqual([]);
  });

  test('names the key of a wrong header rule', () => {
    const report = REST_SERVER_CONFIG.validate({ 'response.http.headers.config': 'x' });

    expect(report.filter(({ errors }) => errors.length > 0).map(({ name }) => name)).toEqual([
      'response.http.headers.config',
    ]);
  });
});
