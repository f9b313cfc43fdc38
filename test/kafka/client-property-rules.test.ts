import { translateClientProperties as translate } from '../../src/kafka/client-config';
import { messagesOf, refusalOf } from '../support/client-properties';

describe('rules', () => {
  it.each([
    ['producer', 'linger.ms', 'soon', 'Not a number of type LONG'],
    ['producer', 'max.request.size', '3000000000', 'Not a number of type INT'],
    ['producer', 'max.request.size', '-1', 'at least 0'],
    ['producer', 'acks', 'most', 'must be one of'],
    ['producer', 'compression.type', 'GZIP', 'must be one of'],
    ['producer', 'compression.gzip.level', '10', 'no more than 9'],
    ['producer', 'enable.idempotence', 'yes', 'true or false'],
    ['producer', 'transaction.two.phase.commit.enable', 'true', 'two-phase'],
    ['consumer', 'isolation.level', 'serializable', 'must be one of'],
    ['consumer', 'security.protocol', 'TLS', 'must be one of'],
    ['consumer', 'sasl.login.callback.handler.class', 'com.acme.Login', 'cannot run here'],
    ['admin', 'client.dns.lookup', 'default', 'must be one of'],
  ] as const)('%s: %s=%s is refused: %s', (...[kind, key, value, reason]) => {
    const error = refusalOf(kind, { [key]: value });
    expect(error.message).toContain(reason);
    expect(error.findings).toMatchObject([{ key, value }]);
  });

  it('beyond what librdkafka takes are moved to its edge, with a line', () => {
    const properties = { 'retry.backoff.ms': '900000' };
    expect(translate('consumer', properties).global['retry.backoff.ms']).toBe(300000);
    expect(messagesOf('consumer', properties).join()).toContain('retry.backoff.ms=900000');
  });
});
