import { translateClientProperties } from '../../src/kafka/client-config';
import { messagesOf } from '../support/client-properties';

const JAAS = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="hush";';

describe('translateSecurity', () => {
  it('ignores credentials that security.protocol has no use for, as Java does, and says so', () => {
    const properties = {
      'sasl.jaas.config': JAAS,
      'sasl.mechanism': 'PLAIN',
      'ssl.truststore.location': '/nowhere.jks',
    };
    const { global } = translateClientProperties('consumer', properties);
    expect(Object.keys(global).filter((name) => /^(sasl|ssl)\./.test(name))).toEqual([]);
    const told = messagesOf('consumer', properties);
    expect(told).toContain('sasl.jaas.config has no effect with security.protocol=PLAINTEXT');
    expect(told).toContain('ssl.truststore.location has no effect with security.protocol=PLAINTEXT');
    expect(told.join()).not.toContain('hush');
  });

  it('takes the protocol in any case', () => {
    const { global } = translateClientProperties('admin', {
      'security.protocol': 'Sasl_Ssl',
      'sasl.mechanism': 'PLAIN',
      'sasl.jaas.config': JAAS,
    });
    expect(global).toMatchObject({
      'security.protocol': 'sasl_ssl',
      'sasl.username': 'u',
      'ssl.endpoint.identification.algorithm': 'https',
    });
  });

  it('says nothing without credentials', () => {
    expect(messagesOf('admin', {})).toEqual([]);
  });
});
