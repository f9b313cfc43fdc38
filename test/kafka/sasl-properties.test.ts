import { translateClientProperties } from '../../src/kafka/client-config';
import { messagesOf, refusalOf } from '../support/client-properties';

jest.mock('node-rdkafka', () => ({ features: ['sasl_gssapi'] }));

const SECURITY = 'org.apache.kafka.common.security';
const jaas = (mechanism: string, text: string, more: Record<string, string> = {}) => ({
  'security.protocol': 'SASL_PLAINTEXT',
  'sasl.mechanism': mechanism,
  'sasl.jaas.config': text,
  ...more,
});
const globalOf = (properties: Record<string, string>) => translateClientProperties('producer', properties).global;

describe('translateSasl', () => {
  it.each([
    ['PLAIN', `${SECURITY}.plain.PlainLoginModule`],
    ['SCRAM-SHA-256', `${SECURITY}.scram.ScramLoginModule`],
    ['SCRAM-SHA-512', `${SECURITY}.scram.ScramLoginModule`],
  ])('takes user and password for %s out of sasl.jaas.config', (mechanism, module) => {
    expect(globalOf(jaas(mechanism, `${module} required username="u" password="p";`))).toMatchObject({
      'security.protocol': 'sasl_plaintext',
      'sasl.mechanisms': mechanism,
      'sasl.username': 'u',
      'sasl.password': 'p',
    });
  });

  it('lets the names of librdkafka stand without a sasl.jaas.config', () => {
    const properties = {
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'PLAIN',
      'sasl.username': 'u',
      'sasl.password': 'p',
    };
    expect(globalOf(properties)).toMatchObject({
      'sasl.mechanisms': 'PLAIN',
      'sasl.username': 'u',
      'sasl.password': 'p',
    });
  });

  it('asks an OAuth server where its address is given', () => {
    const module = `${SECURITY}.oauthbearer.OAuthBearerLoginModule`;
    const text = `${module} required clientId="id" clientSecret="secret" scope="s" extension_logicalCluster="lkc";`;
    const more = {
      'sasl.oauthbearer.token.endpoint.url': 'https://idp/token',
      'sasl.login.callback.handler.class': `${SECURITY}.oauthbearer.OAuthBearerLoginCallbackHandler`,
    };
    expect(globalOf(jaas('OAUTHBEARER', text, more))).toMatchObject({
      'sasl.oauthbearer.method': 'oidc',
      'sasl.oauthbearer.client.id': 'id',
      'sasl.oauthbearer.client.secret': 'secret',
      'sasl.oauthbearer.scope': 's',
      'sasl.oauthbearer.extensions': 'logicalCluster=lkc',
      'sasl.oauthbearer.token.endpoint.url': 'https://idp/token',
    });
  });

  it('takes the OAuth client of Kafka 4.1 and later, which needs no login module', () => {
    const global = globalOf({
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'OAUTHBEARER',
      'sasl.oauthbearer.token.endpoint.url': 'https://idp/token',
      'sasl.oauthbearer.client.credentials.client.id': 'id',
      'sasl.oauthbearer.client.credentials.client.secret': 'secret',
      'sasl.oauthbearer.jwt.retriever.class': `${SECURITY}.oauthbearer.JwtBearerJwtRetriever`,
      'sasl.oauthbearer.assertion.template.file': '/template',
    });
    expect(global).toMatchObject({
      'sasl.oauthbearer.client.id': 'id',
      'sasl.oauthbearer.grant.type': 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'sasl.oauthbearer.assertion.jwt.template.file': '/template',
    });
  });

  it('makes tokens without a signature only where the user asked for them, and warns', () => {
    const module = `${SECURITY}.oauthbearer.OAuthBearerLoginModule`;
    const properties = jaas('OAUTHBEARER', `${module} required unsecuredLoginStringClaim_sub="alice";`);
    expect(globalOf(properties)).toMatchObject({
      'enable.sasl.oauthbearer.unsecure.jwt': true,
      'sasl.oauthbearer.config': 'principal=alice',
    });
    expect(messagesOf('producer', properties).join()).toContain('tokens without a signature');
    expect(refusalOf('producer', jaas('OAUTHBEARER', `${module} required;`)).message).toContain('token.endpoint.url');
  });

  it('takes key table and principal for Kerberos, and makes a command of the name of a program', () => {
    const module = 'com.sun.security.auth.module.Krb5LoginModule';
    const text = `${module} required useKeyTab=true keyTab="/k.keytab" principal="c@R" serviceName="kafka";`;
    expect(globalOf(jaas('GSSAPI', text, { 'sasl.kerberos.kinit.cmd': '/usr/bin/kinit' }))).toMatchObject({
      'sasl.kerberos.keytab': '/k.keytab',
      'sasl.kerberos.principal': 'c@R',
      'sasl.kerberos.service.name': 'kafka',
      'sasl.kerberos.kinit.cmd': expect.stringMatching(/^\/usr\/bin\/kinit -R .* \|\| \/usr\/bin\/kinit -t /) as string,
    });
    const cached = jaas('GSSAPI', `${module} required useTicketCache=true;`, { 'sasl.kerberos.service.name': 's' });
    expect(globalOf(cached)).toMatchObject({
      'sasl.kerberos.service.name': 's',
      'sasl.kerberos.min.time.before.relogin': 0,
    });
  });

  it.each([
    ['PLAIN', 'software.amazon.msk.auth.iam.IAMLoginModule required;', 'IAMLoginModule is a Java class'],
    ['PLAIN', `${SECURITY}.scram.ScramLoginModule required username="u" password="hush";`, 'serves another mechanism'],
    ['PLAIN', `${SECURITY}.plain.PlainLoginModule required username="u";`, 'no option password'],
    [
      'SCRAM-SHA-256',
      `${SECURITY}.scram.ScramLoginModule required username="u" password="hush" tokenauth="true";`,
      'delegation tokens',
    ],
  ])('refuses for %s %s', (mechanism, text, reason) => {
    const { message } = refusalOf('consumer', jaas(mechanism, text));
    expect(message).toContain(reason);
    expect(message).not.toContain('hush');
  });

  it('refuses tokens in files, and callbacks and login classes of the user', () => {
    const file = { 'sasl.oauthbearer.token.endpoint.url': 'file:///token' };
    const module = `${SECURITY}.oauthbearer.OAuthBearerLoginModule required;`;
    expect(refusalOf('producer', jaas('OAUTHBEARER', module, file)).message).toContain('asks servers only');
    expect(refusalOf('producer', { 'sasl.login.class': 'com.acme.Login' }).message).toContain('cannot run here');
  });

  it.each([
    ['PLAIN', 'sasl.mechanism=PLAIN needs a login module with username and password'],
    ['SCRAM-SHA-512', 'sasl.mechanism=SCRAM-SHA-512 needs a login module'],
    ['GSSAPI', 'needs a Krb5LoginModule with keyTab or useTicketCache=true'],
    ['AWS_MSK_IAM', 'must be one of: PLAIN, SCRAM-SHA-256'],
  ])('refuses %s without credentials: librdkafka would end the process', (mechanism, reason) => {
    const properties = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': mechanism };
    expect(refusalOf('consumer', properties).message).toContain(reason);
  });

  it('refuses an empty password', () => {
    const text = `${SECURITY}.plain.PlainLoginModule required username="u" password="";`;
    expect(refusalOf('admin', jaas('PLAIN', text)).message).toContain(
      'the option password of the login module is empty',
    );
  });
});
