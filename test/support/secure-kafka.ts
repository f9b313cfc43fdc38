/** Owns a broker with secured listeners for tests: passwords, TLS, client certificates, a wrong host name, and an authorizer. */
import path from 'node:path';
import { CertificateAuthority, pemStore, type KeyPair } from './certificates';
import { startRealKafka, type RealKafka } from './real-kafka';

/** Everything but a comma, which the tool that makes SCRAM users does not take, that has a meaning in JAAS texts or properties files. */
export const PASSWORD = `q"uote'd; a=b \\ #!{}$x`;

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

/** The broker and what its clients need. */
export interface SecureKafka {
  readonly kafka: RealKafka;
  /** Signed the certificates of the broker and of `client`. */
  readonly authority: CertificateAuthority;
  /** Nobody trusts this one. */
  readonly stranger: CertificateAuthority;
  readonly client: KeyPair;
}

/**
 * Listeners: SASL and BOTH (with TLS) take PLAIN and SCRAM, TLS takes anybody, MUTUAL wants a certificate, ELSEWHERE shows
 * one of another host. `alice` and the owner of the certificate may do everything; `bob` nothing, as nothing is granted.
 */
export async function startSecureKafka(folder: string): Promise<SecureKafka> {
  const authority = new CertificateAuthority(folder, 'authority');
  const stranger = new CertificateAuthority(folder, 'stranger');
  const store = (name: string, alternatives: string) =>
    pemStore(authority.issue(name, alternatives), path.join(folder, `${name}.pem`));
  const broker = store('broker', 'IP:127.0.0.1');
  const elsewhere = store('elsewhere', 'DNS:elsewhere.example');
  const kafka = await startRealKafka({
    listeners: [
      { name: 'SASL', protocol: 'SASL_PLAINTEXT' },
      { name: 'BOTH', protocol: 'SASL_SSL' },
      { name: 'TLS', protocol: 'SSL' },
      { name: 'MUTUAL', protocol: 'SSL' },
      { name: 'ELSEWHERE', protocol: 'SSL' },
    ],
    properties: {
      ...passwords('sasl'),
      ...passwords('both'),
      ...encryption('both', broker),
      ...encryption('tls', broker),
      ...encryption('mutual', broker),
      ...encryption('elsewhere', elsewhere),
      'listener.name.mutual.ssl.client.auth': 'required',
      'listener.name.mutual.ssl.truststore.type': 'PEM',
      'listener.name.mutual.ssl.truststore.location': authority.certificate,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': 'false',
      'super.users': 'User:ANONYMOUS;User:alice;User:CN=client',
    },
    formatArguments: MECHANISMS.flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=alice,password=${PASSWORD}]`,
    ]),
  });
  return { kafka, authority, stranger, client: authority.issue('client') };
}

/** Client settings of a user with a password. */
export function sasl(mechanism: string, user = 'alice', password = PASSWORD): Record<string, string> {
  const module = mechanism === 'PLAIN' ? PLAIN : SCRAM;
  return {
    'security.protocol': 'SASL_PLAINTEXT',
    'sasl.mechanism': mechanism,
    'sasl.jaas.config': `${module} required username="${user}" password=${quoted(password)};`,
  };
}

function passwords(listener: string): Record<string, string> {
  const prefix = `listener.name.${listener}`;
  const users = ['alice', 'bob'].map((user) => `user_${user}=${quoted(PASSWORD)}`).join(' ');
  return {
    [`${prefix}.sasl.enabled.mechanisms`]: ['PLAIN', ...MECHANISMS].join(','),
    [`${prefix}.plain.sasl.jaas.config`]: `${PLAIN} required ${users};`,
    ...Object.fromEntries(
      MECHANISMS.map((name) => [`${prefix}.${name.toLowerCase()}.sasl.jaas.config`, `${SCRAM} required;`]),
    ),
  };
}

function encryption(listener: string, store: string): Record<string, string> {
  return {
    [`listener.name.${listener}.ssl.keystore.type`]: 'PEM',
    [`listener.name.${listener}.ssl.keystore.location`]: store,
  };
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
