import { SSL_CONFIG } from '../../src/runtime/ssl-config';

describe('SSL_CONFIG', () => {
  test('takes every secret for a secret', () => {
    const secrets = [...SSL_CONFIG.configKeys.values()]
      .filter(({ type }) => type === 'PASSWORD')
      .map(({ name }) => name);

    expect(secrets.sort()).toEqual([
      'ssl.key.password',
      'ssl.keystore.certificate.chain',
      'ssl.keystore.key',
      'ssl.keystore.password',
      'ssl.truststore.certificates',
      'ssl.truststore.password',
    ]);
  });
});
