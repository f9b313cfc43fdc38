import { createRestServer } from '../../src/cli/worker-rest';
import { ConfigError } from '../../src/errors';
import { parseStandaloneConfig } from '../../src/runtime/standalone-config';
import { captureLog } from '../support/silent-log';

const WORKER = {
  'bootstrap.servers': 'k:9092',
  'key.converter': 'S',
  'value.converter': 'S',
  'offset.storage.file.filename': 'f',
};

function open(props: Record<string, string>) {
  const log = captureLog();
  const all = { ...WORKER, ...props };
  const server = createRestServer(parseStandaloneConfig(all), all, log.log);
  return { log, server };
}

describe('createRestServer', () => {
  it('listens where the settings say', async () => {
    const { server, log } = open({ listeners: 'http://127.0.0.1:0', 'rest.advertised.host.name': 'me' });
    await server.open();
    expect(server.advertisedAddress).toMatch(/^me:\d+$/);
    expect(log.text()).toMatch(/REST requests are taken at http:\/\/127\.0\.0\.1:\d+/);
    await server.close();
  });

  it('refuses wrong listeners before anything is bound', () => {
    expect(() => open({ listeners: 'nowhere' })).toThrow(ConfigError);
    expect(() => open({ listeners: 'https://127.0.0.1:0' })).toThrow('ssl.keystore.location');
  });
});
