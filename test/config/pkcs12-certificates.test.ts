import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../src/errors';
import { readPkcs12Certificates } from '../../src/config/pkcs12-certificates';

const store = (name: string) => readFileSync(join(__dirname, '../testdata/trust-stores', name));

describe('readPkcs12Certificates', () => {
  it.each([
    ['keytool.p12', 2],
    ['openssl.p12', 1],
  ])('reads all certificates of a store made by %s', (name, count) => {
    const blocks = readPkcs12Certificates(store(name), 'changeit').match(/-+BEGIN[^]+?-+END CERTIFICATE-+\n/g) ?? [];
    expect(blocks).toHaveLength(count);
    for (const block of blocks) expect(new X509Certificate(block).subject).toBe('CN=test-ca');
  });

  it.each([
    ['keytool.p12', 'wrong', 'its password is wrong'],
    ['old-encryption.p12', 'changeit', 'its encryption is of an old kind'],
  ])('refuses %s with the password %s: %s', (name, password, reason) => {
    expect(() => readPkcs12Certificates(store(name), password)).toThrow(reason);
  });

  it('refuses a store that was cut anywhere, and what is none', () => {
    const whole = store('keytool.p12');
    const accepted = Array.from({ length: whole.length }, (_, end) => end).filter((end) => {
      try {
        readPkcs12Certificates(whole.subarray(0, end), 'changeit');
        return true;
      } catch (error) {
        if (error instanceof DataError) return false;
        throw error;
      }
    });
    expect(accepted).toEqual([]);
    expect(() => readPkcs12Certificates(Buffer.from('text'), '')).toThrow(DataError);
  });
});
