import { CheckedClients, connectionOf } from '../../src/cli/checked-clients';
import { FileFindings, Findings } from '../../src/cli/findings';
import { BrokerUnavailableError, ConfigError } from '../../src/errors';
import type { ClientOptions, KafkaClients } from '../../src/kafka/clients';
import { FakeAdmin } from '../support/fake-admin';
import { settingsFile } from '../support/settings-files';

function setUp(make: (options: ClientOptions) => FakeAdmin) {
  const findings = new Findings();
  const file = new FileFindings(
    findings,
    settingsFile('w', 'x=1', 'bootstrap.servers=k', 'consumer.bootstrap.servers=l'),
  );
  const clients = new CheckedClients({ admin: make } as unknown as KafkaClients);
  const client = (properties: Record<string, string>, prefix = '') => ({
    properties,
    places: [{ findings: file, prefix }],
  });
  const shown = () => findings.all().map(({ line, kind }) => `${line ?? ''} ${kind}`);
  return { clients, client, shown };
}

describe('CheckedClients', () => {
  it('connects once for each address and identity, asks briefly, and closes what it has opened', async () => {
    const made: ClientOptions[] = [];
    let closed = 0;
    const { clients, client } = setUp((options) => {
      made.push(options);
      const admin = new FakeAdmin();
      admin.close = () => {
        closed++;
        return Promise.resolve();
      };
      return admin;
    });
    const principals = [];
    for (const user of ['a', 'a', 'b']) {
      const sasl = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'PLAIN', 'sasl.username': user };
      const properties = { 'bootstrap.servers': 'k', ...sasl, 'client.id': String(made.length) };
      principals.push(await clients.ask(client(properties), ({ principal }) => Promise.resolve(principal)));
    }
    await clients.close();
    expect([principals, made.length, closed]).toEqual([['User:a', 'User:a', 'User:b'], 2, 2]);
    expect(made[0]?.properties['default.api.timeout.ms']).toBe('5000');
  });

  it('says at each address that nobody answers, and nothing of clients that cannot be made', async () => {
    const { clients, client, shown } = setUp(({ properties }) => {
      if ('ssl.protocol' in properties) throw new ConfigError('no');
      const admin = new FakeAdmin();
      admin.connect = () => Promise.reject(new BrokerUnavailableError('nobody there'));
      return admin;
    });
    const ask = () => Promise.resolve(1);
    expect(await clients.ask(client({ 'bootstrap.servers': 'k' }), ask)).toBeUndefined();
    expect(await clients.ask(client({ 'bootstrap.servers': 'k' }), ask)).toBeUndefined();
    expect(await clients.ask(client({ 'bootstrap.servers': 'l' }, 'consumer.'), ask)).toBeUndefined();
    expect(await clients.ask(client({ 'ssl.protocol': 'x' }), ask)).toBeUndefined();
    await clients.close();
    expect(shown()).toEqual(['2 unreachable-broker', '3 unreachable-broker']);
  });

  it('leaves what goes wrong with the question to who asks', async () => {
    const { clients, client } = setUp(() => new FakeAdmin());
    await expect(clients.ask(client({}), () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  });
});

test('connectionOf keeps what says to whom a client talks, and as whom', () => {
  expect(connectionOf({ 'bootstrap.servers': 'k', 'sasl.mechanism': 'PLAIN', 'group.id': 'g' })).toEqual({
    'bootstrap.servers': 'k',
    'sasl.mechanism': 'PLAIN',
  });
});
