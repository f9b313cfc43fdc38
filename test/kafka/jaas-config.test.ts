import { ConfigError } from '../../src/errors';
import { parseJaasConfig } from '../../src/kafka/jaas-config';

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule';

describe('parseJaasConfig', () => {
  it('reads the module and its options, quoted or not, over several lines', () => {
    const { module, options } = parseJaasConfig(`
      // who we are
      ${PLAIN} required
        username="alice" /* the other
        one */ password='s;e"c=ret' debug=true ;
    `);
    expect(module).toBe(PLAIN);
    expect([...options]).toEqual([
      ['username', 'alice'],
      ['password', 's;e"c=ret'],
      ['debug', 'true'],
    ]);
  });

  it('reads what is escaped in quotes', () => {
    const { options } = parseJaasConfig(String.raw`${PLAIN} REQUIRED username="a\"b\\c\td";`);
    expect(options.get('username')).toBe('a"b\\c\td');
    const octal = parseJaasConfig(String.raw`${PLAIN} required password="\101\7\477\q";`);
    expect(octal.options.get('password')).toBe("A\x07'7q");
  });

  it('reads a module without options', () => {
    expect(parseJaasConfig('com.sun.security.auth.module.Krb5LoginModule required;').options.size).toBe(0);
  });

  it.each([
    ['', 'names no login module'],
    [';', 'names no login module'],
    [`${PLAIN} username="x";`, 'must be followed by one of required'],
    [`${PLAIN} required username="secret"`, 'does not end with a semicolon'],
    [`${PLAIN} required username="secret;`, 'quotation mark'],
    [`${PLAIN} required username=;`, 'option number 1 has no value'],
    [`${PLAIN} required username "secret";`, 'option number 1 has no value'],
    [`${PLAIN} required ="secret";`, 'an option has no name'],
    [`${PLAIN} required a="secret"; ${PLAIN} required b="c";`, 'must have one login module'],
  ])('refuses %j: %s, without showing a secret', (text, reason) => {
    const refused = () => parseJaasConfig(text);
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(reason);
    expect(refused).not.toThrow(/secret/);
  });
});
