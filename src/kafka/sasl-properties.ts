/** Owns the translation of Java's `sasl.*` properties. */
import { features } from 'node-rdkafka';
import { invalidValue } from '../config/config-types';
import { parseFlag, parseNumber, refuse, type Translation } from './client-property-rules';
import { parseJaasConfig, type JaasConfig } from './jaas-config';

type Properties = Readonly<Record<string, string>>;

const OAUTH_RENAMED: Readonly<Record<string, string>> = {
  'sasl.oauthbearer.assertion.algorithm': 'sasl.oauthbearer.assertion.algorithm',
  'sasl.oauthbearer.assertion.claim.aud': 'sasl.oauthbearer.assertion.claim.aud',
  'sasl.oauthbearer.assertion.claim.exp.seconds': 'sasl.oauthbearer.assertion.claim.exp.seconds',
  'sasl.oauthbearer.assertion.claim.iss': 'sasl.oauthbearer.assertion.claim.iss',
  'sasl.oauthbearer.assertion.claim.jti.include': 'sasl.oauthbearer.assertion.claim.jti.include',
  'sasl.oauthbearer.assertion.claim.nbf.seconds': 'sasl.oauthbearer.assertion.claim.nbf.seconds',
  'sasl.oauthbearer.assertion.claim.sub': 'sasl.oauthbearer.assertion.claim.sub',
  'sasl.oauthbearer.assertion.file': 'sasl.oauthbearer.assertion.file',
  'sasl.oauthbearer.assertion.private.key.file': 'sasl.oauthbearer.assertion.private.key.file',
  'sasl.oauthbearer.assertion.private.key.passphrase': 'sasl.oauthbearer.assertion.private.key.passphrase',
  'sasl.oauthbearer.assertion.template.file': 'sasl.oauthbearer.assertion.jwt.template.file',
  'sasl.oauthbearer.client.credentials.client.id': 'sasl.oauthbearer.client.id',
  'sasl.oauthbearer.client.credentials.client.secret': 'sasl.oauthbearer.client.secret',
  'sasl.oauthbearer.scope': 'sasl.oauthbearer.scope',
  'sasl.oauthbearer.token.endpoint.url': 'sasl.oauthbearer.token.endpoint.url',
};
const OAUTH_OPTIONS: Readonly<Record<string, string>> = {
  clientId: 'sasl.oauthbearer.client.id',
  clientSecret: 'sasl.oauthbearer.client.secret',
  scope: 'sasl.oauthbearer.scope',
};

/** Translates mechanism and credentials. Throws ConfigError where Java would, and for what librdkafka cannot do. */
export function translateSasl(properties: Properties, out: Translation): void {
  const mechanism = properties['sasl.mechanism'] ?? 'GSSAPI';
  out.set('global', 'sasl.mechanisms', mechanism);
  const text = properties['sasl.jaas.config'];
  if (text === undefined || text === '') {
    // The names of librdkafka go through on their own; OAuth needs no login module.
    checkWithoutModule(mechanism, properties);
    if (mechanism === 'OAUTHBEARER') translateOAuth(properties, { module: '', options: new Map() }, out);
    if (mechanism === 'GSSAPI') translateKerberos(properties, { module: '', options: new Map() }, out);
    return;
  }
  const jaas = parseJaasConfig(text);
  checkModule(jaas, mechanism);
  switch (moduleName(jaas)) {
    case 'PlainLoginModule':
    case 'ScramLoginModule':
      translatePassword(jaas, out);
      return;
    case 'OAuthBearerLoginModule':
      translateOAuth(properties, jaas, out);
      return;
    default:
      translateKerberos(properties, jaas, out);
  }
}

function moduleName(jaas: JaasConfig): string {
  return jaas.module.slice(jaas.module.lastIndexOf('.') + 1);
}

const MECHANISMS: ReadonlyMap<string, RegExp> = new Map([
  ['PlainLoginModule', /^PLAIN$/],
  ['ScramLoginModule', /^SCRAM-SHA-(256|512)$/],
  ['OAuthBearerLoginModule', /^OAUTHBEARER$/],
  ['Krb5LoginModule', /^GSSAPI$/],
]);

function checkModule(jaas: JaasConfig, mechanism: string): void {
  const mechanisms = MECHANISMS.get(moduleName(jaas));
  if (mechanisms === undefined) {
    throw refuse(
      'sasl.jaas.config',
      `${jaas.module} is a Java class and cannot run here; known are ${[...MECHANISMS.keys()].join(', ')}`,
    );
  }
  if (!mechanisms.test(mechanism)) {
    throw invalidValue('sasl.mechanism', mechanism, `${moduleName(jaas)} in sasl.jaas.config serves another mechanism`);
  }
}

/** librdkafka ends the process when it finds out by itself. */
function checkWithoutModule(mechanism: string, properties: Properties): void {
  const known = [...MECHANISMS.values()].some((mechanisms) => mechanisms.test(mechanism));
  if (!known) {
    throw invalidValue(
      'sasl.mechanism',
      mechanism,
      'String must be one of: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER, GSSAPI',
    );
  }
  const needsPassword = mechanism === 'PLAIN' || mechanism.startsWith('SCRAM-');
  if (!needsPassword || ['sasl.username', 'sasl.password'].every((key) => (properties[key] ?? '') !== '')) return;
  throw refuse('sasl.jaas.config', `sasl.mechanism=${mechanism} needs a login module with username and password`);
}

function translatePassword({ options }: JaasConfig, out: Translation): void {
  if (options.get('tokenauth') === 'true') {
    throw refuse('sasl.jaas.config', 'librdkafka cannot log in with delegation tokens (tokenauth=true)');
  }
  for (const name of ['username', 'password']) {
    const value = options.get(name);
    if (value === undefined) throw refuse('sasl.jaas.config', `the login module has no option ${name}`);
    if (value === '') throw refuse('sasl.jaas.config', `the option ${name} of the login module is empty`);
    out.set('global', `sasl.${name}`, value);
  }
}

function translateOAuth(properties: Properties, { options }: JaasConfig, out: Translation): void {
  const endpoint = properties['sasl.oauthbearer.token.endpoint.url'] ?? '';
  if (endpoint === '') {
    translateUnsecuredToken(properties, options, out);
    return;
  }
  if (!/^https?:/.test(endpoint)) {
    throw invalidValue(
      'sasl.oauthbearer.token.endpoint.url',
      endpoint,
      'librdkafka asks servers only: it must begin with https:',
    );
  }
  out.set('global', 'sasl.oauthbearer.method', 'oidc');
  for (const [key, name] of Object.entries(OAUTH_RENAMED)) setIfGiven(out, name, properties[key]);
  for (const [option, name] of Object.entries(OAUTH_OPTIONS)) {
    if (out.global[name] === undefined) setIfGiven(out, name, options.get(option));
  }
  const extensions = [...options]
    .filter(([name]) => name.startsWith('extension_'))
    .map(([name, value]) => `${name.slice('extension_'.length)}=${value}`);
  setIfGiven(out, 'sasl.oauthbearer.extensions', extensions.join(','));
  if (properties['sasl.oauthbearer.jwt.retriever.class']?.endsWith('.JwtBearerJwtRetriever') === true) {
    out.set('global', 'sasl.oauthbearer.grant.type', 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  }
}

function setIfGiven(out: Translation, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') out.set('global', name, value);
}

/** Java's tokens without a signature, which it makes when no server is named. For tests of brokers only. */
function translateUnsecuredToken(properties: Properties, options: ReadonlyMap<string, string>, out: Translation): void {
  const principal = options.get('unsecuredLoginStringClaim_sub');
  if (principal === undefined) {
    if (properties['sasl.oauthbearer.config'] !== undefined || properties['sasl.oauthbearer.method'] !== undefined)
      return;
    throw refuse('sasl.mechanism', 'OAUTHBEARER needs sasl.oauthbearer.token.endpoint.url');
  }
  const parts = [`principal=${principal}`];
  const life = options.get('unsecuredLoginLifetimeSeconds');
  if (life !== undefined) parts.push(`lifeSeconds=${life}`);
  for (const [name, value] of options) {
    if (name.startsWith('unsecuredLoginExtension_')) {
      parts.push(`extension_${name.slice('unsecuredLoginExtension_'.length)}=${value}`);
    }
  }
  out.set('global', 'enable.sasl.oauthbearer.unsecure.jwt', true);
  out.set('global', 'sasl.oauthbearer.config', parts.join(' '));
  out.note('warn', 'sasl.jaas.config: tokens without a signature are used, as only brokers under test accept them');
}

function translateKerberos(properties: Properties, { options }: JaasConfig, out: Translation): void {
  if (!features.includes('sasl_gssapi')) {
    throw refuse('sasl.mechanism', 'GSSAPI needs node-rdkafka built with libsasl2-dev, and this one was not');
  }
  setIfGiven(out, 'sasl.kerberos.keytab', options.get('keyTab')?.replace(/^file:(\/\/)?/, ''));
  setIfGiven(out, 'sasl.kerberos.principal', options.get('principal'));
  setIfGiven(out, 'sasl.kerberos.service.name', properties['sasl.kerberos.service.name'] ?? options.get('serviceName'));
  const kinit = properties['sasl.kerberos.kinit.cmd'] ?? '';
  // Java names a program, librdkafka a command line in which it puts key table and principal.
  if (kinit !== '') out.set('global', 'sasl.kerberos.kinit.cmd', /\s/.test(kinit) ? kinit : commandLine(kinit));
  const usesTickets = parseFlag('sasl.jaas.config', options.get('useTicketCache') ?? 'false') && !options.has('keyTab');
  const key = 'sasl.kerberos.min.time.before.relogin';
  const relogin = properties[key];
  if (!usesTickets) checkKeyTable(properties, options);
  if (usesTickets) out.set('global', key, 0);
  else if (relogin !== undefined)
    out.set('global', key, Math.min(parseNumber({ key, value: relogin }, 'LONG', 0), 86_400_000));
}

/** Without one librdkafka cannot fill in its command line, and ends the process. */
function checkKeyTable(properties: Properties, options: ReadonlyMap<string, string>): void {
  const kinit = properties['sasl.kerberos.kinit.cmd'] ?? '';
  const hasOwnCommand = /\s/.test(kinit) && !kinit.includes('%{sasl.kerberos.keytab}');
  if (hasOwnCommand || options.has('keyTab') || (properties['sasl.kerberos.keytab'] ?? '') !== '') return;
  throw refuse(
    'sasl.jaas.config',
    'sasl.mechanism=GSSAPI, which holds where none is set, needs a Krb5LoginModule with keyTab or useTicketCache=true',
  );
}

function commandLine(kinit: string): string {
  const login = '-t "%{sasl.kerberos.keytab}" -k %{sasl.kerberos.principal}';
  return `${kinit} -R ${login} || ${kinit} ${login}`;
}
