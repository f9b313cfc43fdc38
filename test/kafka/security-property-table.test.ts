import { findLibrdkafkaProperty } from '../../src/kafka/librdkafka-properties';
import { SECURITY_PROPERTIES } from '../../src/kafka/security-property-table';
import { messagesOf, refusalOf } from '../support/client-properties';

describe('SECURITY_PROPERTIES', () => {
  it('hold for all clients, and are all of them sasl or ssl', () => {
    for (const [name, { kinds }] of Object.entries(SECURITY_PROPERTIES)) {
      expect(name).toMatch(/^(sasl|ssl)\./);
      expect(kinds).toEqual(['consumer', 'producer', 'admin']);
    }
  });

  it('leave what librdkafka alone knows to librdkafka', () => {
    for (const name of ['ssl.ca.location', 'sasl.username', 'ssl.key.pem']) {
      expect(SECURITY_PROPERTIES[name]).toBeUndefined();
      expect(findLibrdkafkaProperty(name)).toMatchObject({ name, scope: 'global' });
    }
  });

  it.each(['sasl.client.callback.handler.class', 'sasl.login.class', 'ssl.engine.factory.class'])(
    '%s of the user is refused by name, with a remedy',
    (key) => {
      expect(refusalOf('consumer', { [key]: 'com.acme.Mine' }).message).toMatch(
        /com\.acme\.Mine .*cannot run here; \w/,
      );
    },
  );

  it('tell of what a user may miss', () => {
    expect(messagesOf('consumer', { 'ssl.provider': 'BCFIPS' })).toContainEqual(
      expect.stringContaining('ssl.provider is ignored: OpenSSL is used here'),
    );
  });
});
