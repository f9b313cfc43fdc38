import { spawnSync } from 'node:child_process';
import { tryClient } from '../../src/kafka/trial-client';

jest.setTimeout(30_000);

describe('tryClient', () => {
  it('resolves where librdkafka makes the client, without asking a broker', async () => {
    await tryClient({ 'bootstrap.servers': '127.0.0.1:1', 'security.protocol': 'ssl' });
  });

  it.each([
    ['ssl.curves.list', 'nonsense'],
    ['ssl.engine.location', '/nowhere/engine.so'],
  ])('rejects with what librdkafka says of %s', async (name, value) => {
    await expect(tryClient({ 'security.protocol': 'ssl', [name]: value })).rejects.toThrow(/curves|engine/);
  });

  it.each(['consumer', 'producer', 'admin'])('keeps the process of a %s alive that cannot be made', (kind) => {
    const program = `
      const load = require('jiti').createJiti(process.cwd() + '/');
      const { RdkafkaClients } = load('./src/kafka/rdkafka-clients.ts');
      const properties = { 'bootstrap.servers': '127.0.0.1:1', 'security.protocol': 'SSL', 'ssl.curves.list': 'nonsense' };
      new RdkafkaClients()['${kind}']({ properties }).connect().catch(({ name, message }) => {
        console.log(name, message);
        process.exit(7);
      });`;
    const { status, stdout } = spawnSync(process.execPath, ['--eval', program], {
      encoding: 'utf8',
    });
    expect(stdout).toContain('ConfigError The Kafka client cannot be configured: ssl.curves.list failed');
    expect(status).toBe(7);
  });
});
