/** Owns the TLS settings of HTTPS listeners, which the worker's admin clients share. */
import { ConfigDef } from '../config/config-def';
import { nonDuplicateList } from '../config/validators';

const STRING = { type: 'STRING', default: null } as const;
const SECRET = { type: 'PASSWORD', default: null, importance: 'HIGH' } as const;
const ANY_LIST = nonDuplicateList({ allowEmpty: true, allowNull: false });

const PROTOCOL = new ConfigDef()
  .define({ ...STRING, name: 'ssl.protocol', default: 'TLSv1.3', importance: 'MEDIUM', doc: 'Highest version of TLS.' })
  .define({ ...STRING, name: 'ssl.provider', importance: 'MEDIUM', doc: 'Security provider of Java; without effect.' })
  .define({
    name: 'ssl.cipher.suites',
    type: 'LIST',
    default: '',
    validator: ANY_LIST,
    importance: 'LOW',
    doc: 'Cipher suites that may be used; all that are safe, if empty.',
  })
  .define({
    name: 'ssl.enabled.protocols',
    type: 'LIST',
    default: 'TLSv1.2,TLSv1.3',
    validator: ANY_LIST,
    importance: 'MEDIUM',
    doc: 'Versions of TLS that may be used.',
  })
  .define({
    ...STRING,
    name: 'ssl.endpoint.identification.algorithm',
    default: 'https',
    importance: 'LOW',
    doc: "How a server's name is checked against its certificate; not at all, if empty.",
  })
  .define({
    ...STRING,
    name: 'ssl.secure.random.implementation',
    importance: 'LOW',
    doc: 'Source of random numbers of Java; without effect.',
  })
  .define({
    name: 'ssl.engine.factory.class',
    type: 'CLASS',
    default: null,
    importance: 'LOW',
    doc: 'Factory of TLS engines of Java; not supported.',
  });

const KEY_STORE = new ConfigDef()
  .define({
    ...STRING,
    name: 'ssl.keystore.type',
    default: 'JKS',
    importance: 'MEDIUM',
    doc: 'Format of the key store: PEM or PKCS12. JKS, the default, has to be converted.',
  })
  .define({
    ...STRING,
    name: 'ssl.keystore.location',
    importance: 'HIGH',
    doc: 'File with the private key and its certificates.',
  })
  .define({ ...SECRET, name: 'ssl.keystore.password', doc: 'Password of the key store.' })
  .define({ ...SECRET, name: 'ssl.key.password', doc: 'Password of the private key.' })
  .define({ ...SECRET, name: 'ssl.keystore.key', doc: 'The private key as PEM text, in the place of a key store.' })
  .define({
    ...SECRET,
    name: 'ssl.keystore.certificate.chain',
    doc: 'The certificates of `ssl.keystore.key` as PEM text.',
  })
  .define({
    ...STRING,
    name: 'ssl.keymanager.algorithm',
    default: 'SunX509',
    importance: 'LOW',
    doc: 'Key manager of Java; without effect.',
  });

const TRUST_STORE = new ConfigDef()
  .define({
    ...STRING,
    name: 'ssl.truststore.type',
    default: 'JKS',
    importance: 'MEDIUM',
    doc: 'Format of the trust store: PEM or PKCS12. JKS, the default, has to be converted.',
  })
  .define({
    ...STRING,
    name: 'ssl.truststore.location',
    importance: 'HIGH',
    doc: 'File with the certificates that are trusted.',
  })
  .define({ ...SECRET, name: 'ssl.truststore.password', doc: 'Password of the trust store.' })
  .define({
    ...SECRET,
    name: 'ssl.truststore.certificates',
    doc: 'Trusted certificates as PEM text, in the place of a trust store.',
  })
  .define({
    ...STRING,
    name: 'ssl.trustmanager.algorithm',
    default: 'PKIX',
    importance: 'LOW',
    doc: 'Trust manager of Java; without effect.',
  });

/** The definition of TLS settings. */
export const SSL_CONFIG = new ConfigDef().include(PROTOCOL).include(KEY_STORE).include(TRUST_STORE);
