import { clientPrincipal } from '../../src/kafka/client-principal';

const JAAS = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="al ice" password="hush";';

describe('clientPrincipal', () => {
  it('is the user of a password', () => {
    const sasl = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'PLAIN' };
    expect(clientPrincipal({ ...sasl, 'sasl.jaas.config': JAAS })).toBe('User:al ice');
    expect(clientPrincipal({ ...sasl, 'sasl.mechanism': 'SCRAM-SHA-512', 'sasl.username': 'bob' })).toBe('User:bob');
  });

  it('is nobody where nothing is shown to the broker', () => {
    expect(clientPrincipal({})).toBe('User:ANONYMOUS');
    expect(clientPrincipal({ 'security.protocol': 'ssl' })).toBe('User:ANONYMOUS');
  });

  it('is not known where the broker makes it of a certificate or a token', () => {
    expect(clientPrincipal({ 'security.protocol': 'SSL', 'ssl.keystore.location': 'k' })).toBeUndefined();
    expect(clientPrincipal({ 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'OAUTHBEARER' })).toBeUndefined();
    expect(clientPrincipal({ 'security.protocol': 'SASL_PLAINTEXT' })).toBeUndefined();
  });
});
