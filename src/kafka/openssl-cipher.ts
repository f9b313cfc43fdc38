/** Owns the names of cipher suites: Java uses those of the standard, OpenSSL its own. */

const EXCHANGES: ReadonlyMap<string, string> = new Map([
  ['RSA', ''],
  ['DHE_RSA', 'DHE-RSA-'],
  ['ECDHE_RSA', 'ECDHE-RSA-'],
  ['ECDHE_ECDSA', 'ECDHE-ECDSA-'],
]);
const SUITE =
  /^(?:TLS|SSL)_((?:EC)?DHE_(?:RSA|ECDSA)|RSA)_WITH_(AES_128|AES_256|CHACHA20_POLY1305)_(?:(CBC|GCM)_)?(SHA\d*)$/;

/** OpenSSL's name of a suite; a name that is not of the standard's form, or belongs to TLS 1.3, stays as it is. */
export function opensslCipher(name: string): string {
  const parts = SUITE.exec(name);
  if (parts === null) return name;
  const [, exchange = '', cipher = '', mode, digest = ''] = parts;
  const prefix = EXCHANGES.get(exchange) ?? '';
  if (cipher.startsWith('CHACHA20')) return `${prefix}CHACHA20-POLY1305`;
  return `${prefix}${cipher.replace('_', '')}-${mode === 'GCM' ? 'GCM-' : ''}${digest}`;
}
