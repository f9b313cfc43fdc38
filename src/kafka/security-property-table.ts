/** Owns the security part of the table of client properties. */
import { ignored, readTogether, refusedClass, type ClientProperty, type PropertyRule } from './client-property-rules';

const everywhere = (rule: PropertyRule): ClientProperty => ({ kinds: ['consumer', 'producer', 'admin'], rule });

const OAUTH = 'org.apache.kafka.common.security.oauthbearer';
const OPENSSL = 'OpenSSL is used here, not the Java platform';
const TOKEN_CHECK = 'it concerns the checking of tokens, which the broker does';
const TOKEN_RENEWAL = 'librdkafka renews tokens by itself in time';
const TICKET_RENEWAL = 'librdkafka renews tickets by itself in time';

/** The `sasl.*` and `ssl.*` properties; all clients have all of them. */
export const SECURITY_PROPERTIES: Readonly<Record<string, ClientProperty>> = {
  'sasl.client.callback.handler.class': everywhere(refusedClass('leave sasl.client.callback.handler.class out')),
  'sasl.jaas.config': everywhere(readTogether),
  'sasl.kerberos.kinit.cmd': everywhere(readTogether),
  'sasl.kerberos.min.time.before.relogin': everywhere(readTogether),
  'sasl.kerberos.service.name': everywhere(readTogether),
  'sasl.kerberos.ticket.renew.jitter': everywhere(ignored(TICKET_RENEWAL)),
  'sasl.kerberos.ticket.renew.window.factor': everywhere(ignored(TICKET_RENEWAL)),
  'sasl.login.callback.handler.class': everywhere(
    refusedClass('for tokens of an OAuth server set sasl.oauthbearer.token.endpoint.url', [
      `${OAUTH}.OAuthBearerLoginCallbackHandler`,
      `${OAUTH}.secured.OAuthBearerLoginCallbackHandler`,
      `${OAUTH}.internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler`,
    ]),
  ),
  'sasl.login.class': everywhere(refusedClass('leave sasl.login.class out')),
  'sasl.login.connect.timeout.ms': everywhere(ignored('librdkafka has a time-out of its own for OAuth servers')),
  'sasl.login.read.timeout.ms': everywhere(ignored('librdkafka has a time-out of its own for OAuth servers')),
  'sasl.login.refresh.buffer.seconds': everywhere(ignored(TOKEN_RENEWAL)),
  'sasl.login.refresh.min.period.seconds': everywhere(ignored(TOKEN_RENEWAL)),
  'sasl.login.refresh.window.factor': everywhere(ignored(TOKEN_RENEWAL)),
  'sasl.login.refresh.window.jitter': everywhere(ignored(TOKEN_RENEWAL)),
  'sasl.login.retry.backoff.max.ms': everywhere(ignored(TOKEN_RENEWAL)),
  'sasl.login.retry.backoff.ms': everywhere(ignored(TOKEN_RENEWAL)),
  'sasl.mechanism': everywhere(readTogether),
  'sasl.oauthbearer.assertion.algorithm': everywhere(readTogether),
  'sasl.oauthbearer.assertion.claim.aud': everywhere(readTogether),
  'sasl.oauthbearer.assertion.claim.exp.seconds': everywhere(readTogether),
  'sasl.oauthbearer.assertion.claim.iss': everywhere(readTogether),
  'sasl.oauthbearer.assertion.claim.jti.include': everywhere(readTogether),
  'sasl.oauthbearer.assertion.claim.nbf.seconds': everywhere(readTogether),
  'sasl.oauthbearer.assertion.claim.sub': everywhere(readTogether),
  'sasl.oauthbearer.assertion.file': everywhere(readTogether),
  'sasl.oauthbearer.assertion.private.key.file': everywhere(readTogether),
  'sasl.oauthbearer.assertion.private.key.passphrase': everywhere(readTogether),
  'sasl.oauthbearer.assertion.template.file': everywhere(readTogether),
  'sasl.oauthbearer.client.credentials.client.id': everywhere(readTogether),
  'sasl.oauthbearer.client.credentials.client.secret': everywhere(readTogether),
  'sasl.oauthbearer.clock.skew.seconds': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.expected.audience': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.expected.issuer': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.header.urlencode': everywhere(
    ignored('librdkafka encodes client id and secret its own way', 'info'),
  ),
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.jwks.endpoint.url': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.jwt.retriever.class': everywhere(
    refusedClass('set sasl.oauthbearer.token.endpoint.url and leave the class out', [
      `${OAUTH}.DefaultJwtRetriever`,
      `${OAUTH}.ClientCredentialsJwtRetriever`,
      `${OAUTH}.JwtBearerJwtRetriever`,
    ]),
  ),
  'sasl.oauthbearer.jwt.validator.class': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.scope': everywhere(readTogether),
  'sasl.oauthbearer.scope.claim.name': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.sub.claim.name': everywhere(ignored(TOKEN_CHECK)),
  'sasl.oauthbearer.token.endpoint.url': everywhere(readTogether),
  'ssl.cipher.suites': everywhere(readTogether),
  'ssl.enabled.protocols': everywhere(ignored('OpenSSL takes the best version that both sides know')),
  'ssl.endpoint.identification.algorithm': everywhere(readTogether),
  'ssl.engine.factory.class': everywhere(refusedClass('give keys and certificates as PEM files')),
  'ssl.key.password': everywhere(readTogether),
  'ssl.keymanager.algorithm': everywhere(ignored(OPENSSL)),
  'ssl.keystore.certificate.chain': everywhere(readTogether),
  'ssl.keystore.key': everywhere(readTogether),
  'ssl.keystore.location': everywhere(readTogether),
  'ssl.keystore.password': everywhere(readTogether),
  'ssl.keystore.type': everywhere(readTogether),
  'ssl.protocol': everywhere(ignored('OpenSSL takes the best version that both sides know')),
  'ssl.provider': everywhere(ignored(OPENSSL, 'info')),
  'ssl.secure.random.implementation': everywhere(ignored(OPENSSL)),
  'ssl.trustmanager.algorithm': everywhere(ignored(OPENSSL)),
  'ssl.truststore.certificates': everywhere(readTogether),
  'ssl.truststore.location': everywhere(readTogether),
  'ssl.truststore.password': everywhere(readTogether),
  'ssl.truststore.type': everywhere(readTogether),
};
