import { withSettings } from '../../src/kafka/connection-refusals';

describe('withSettings', () => {
  it.each([
    ['SSL routines::certificate verify failed: broker certificate', 'ssl.truststore.location'],
    ['SSL routines::certificate verify failed: broker certificate', 'ssl.endpoint.identification.algorithm'],
    ['SSL routines::sslv3 alert bad certificate: SSL alert number 42', 'ssl.keystore.location'],
    ['SSL connection closed by peer: connecting to a PLAINTEXT broker listener?', 'security.protocol'],
    ['handshake failed: Broker: Unsupported SASL mechanism', 'Check sasl.mechanism'],
    ['Broker: Request not valid in current SASL state', 'security.protocol'],
    ['SASL authentication error: Authentication failed: Invalid username or password', 'sasl.jaas.config'],
    ['Failed to acquire idempotence PID from broker b: Broker: Cluster authorization failed', 'WRITE'],
    ['Disconnected while requesting ApiVersion', 'security.protocol'],
  ])('tells of %s: %s', (message, setting) => {
    expect(withSettings(message)).toMatch(new RegExp(`^${message.replaceAll('?', '\\?')}\\. .*${setting}`));
  });

  it('leaves alone what has nothing to do with them', () => {
    expect(withSettings('Connect failed: Connection refused')).toBe('Connect failed: Connection refused');
  });
});
