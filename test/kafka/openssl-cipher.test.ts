import { getCiphers } from 'node:tls';
import { opensslCipher } from '../../src/kafka/openssl-cipher';

describe('opensslCipher', () => {
  it.each([
    ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', 'ECDHE-ECDSA-AES128-SHA256'],
    ['TLS_DHE_RSA_WITH_AES_256_CBC_SHA', 'DHE-RSA-AES256-SHA'],
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
    ['SSL_RSA_WITH_AES_128_CBC_SHA', 'AES128-SHA'],
    ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ])("knows OpenSSL's name of %s: %s", (java, openssl) => {
    expect(opensslCipher(java)).toBe(openssl);
    expect(getCiphers()).toContain(openssl.toLowerCase());
  });

  it.each(['ECDHE-RSA-AES256-GCM-SHA384', 'TLS_AES_256_GCM_SHA384', 'DEFAULT'])('leaves %s as it is', (name) => {
    expect(opensslCipher(name)).toBe(name);
  });
});
