/** Owns the definitions of the Kafka client settings that a connector may override, for reports. */
import { createConfigValue, type ConfigKey } from '../config/config-def';
import { createConfigKey } from '../config/config-key';
import { parseConfigType, type ConfigType, type Importance } from '../config/config-types';
import { inJavaHashOrder } from '../data/java-hash-order';
import { asError } from '../errors';
import type { ClientKind, ClientProperties } from './client-properties';
import type { ConfigInfo } from './config-infos';
import { SSL_CONFIG } from './ssl-config';

/** Lines `name type importance default`; no default: the setting is required, `null`: there is none, `""`: empty. */
const SHARED = `
  bootstrap.servers LIST HIGH
  client.dns.lookup STRING MEDIUM use_all_dns_ips
  client.id STRING LOW ""
  config.providers LIST LOW ""
  connections.max.idle.ms LONG MEDIUM 540000
  enable.metrics.push BOOLEAN LOW true
  interceptor.classes LIST LOW ""
  metadata.max.age.ms LONG LOW 300000
  metadata.recovery.rebootstrap.trigger.ms LONG LOW 300000
  metadata.recovery.strategy STRING LOW rebootstrap
  metric.reporters LIST LOW org.apache.kafka.common.metrics.JmxReporter
  metrics.num.samples INT LOW 2
  metrics.recording.level STRING LOW INFO
  metrics.sample.window.ms LONG LOW 30000
  receive.buffer.bytes INT MEDIUM 65536
  reconnect.backoff.max.ms LONG LOW 1000
  reconnect.backoff.ms LONG LOW 50
  request.timeout.ms INT MEDIUM 30000
  retry.backoff.max.ms LONG LOW 1000
  retry.backoff.ms LONG LOW 100
  security.protocol STRING MEDIUM PLAINTEXT
  security.providers STRING LOW null
  send.buffer.bytes INT MEDIUM 131072
  socket.connection.setup.timeout.max.ms LONG MEDIUM 30000
  socket.connection.setup.timeout.ms LONG MEDIUM 10000
  sasl.client.callback.handler.class CLASS MEDIUM null
  sasl.jaas.config PASSWORD MEDIUM null
  sasl.kerberos.kinit.cmd STRING LOW /usr/bin/kinit
  sasl.kerberos.min.time.before.relogin LONG LOW 60000
  sasl.kerberos.service.name STRING MEDIUM null
  sasl.kerberos.ticket.renew.jitter DOUBLE LOW 0.05
  sasl.kerberos.ticket.renew.window.factor DOUBLE LOW 0.8
  sasl.login.callback.handler.class CLASS MEDIUM null
  sasl.login.class CLASS MEDIUM null
  sasl.login.connect.timeout.ms INT LOW null
  sasl.login.read.timeout.ms INT LOW null
  sasl.login.refresh.buffer.seconds SHORT LOW 300
  sasl.login.refresh.min.period.seconds SHORT LOW 60
  sasl.login.refresh.window.factor DOUBLE LOW 0.8
  sasl.login.refresh.window.jitter DOUBLE LOW 0.05
  sasl.login.retry.backoff.max.ms LONG LOW 10000
  sasl.login.retry.backoff.ms LONG LOW 100
  sasl.mechanism STRING MEDIUM GSSAPI
  sasl.oauthbearer.clock.skew.seconds INT LOW 30
  sasl.oauthbearer.expected.audience LIST LOW ""
  sasl.oauthbearer.expected.issuer STRING LOW null
  sasl.oauthbearer.header.urlencode BOOLEAN LOW false
  sasl.oauthbearer.jwks.endpoint.refresh.ms LONG LOW 3600000
  sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms LONG LOW 10000
  sasl.oauthbearer.jwks.endpoint.retry.backoff.ms LONG LOW 100
  sasl.oauthbearer.jwks.endpoint.url STRING MEDIUM null
  sasl.oauthbearer.scope.claim.name STRING LOW scope
  sasl.oauthbearer.sub.claim.name STRING LOW sub
  sasl.oauthbearer.token.endpoint.url STRING MEDIUM null`;

const PRODUCER = `
  acks STRING LOW all
  batch.size INT MEDIUM 16384
  buffer.memory LONG HIGH 33554432
  compression.gzip.level INT MEDIUM -1
  compression.lz4.level INT MEDIUM 9
  compression.type STRING HIGH none
  compression.zstd.level INT MEDIUM 3
  delivery.timeout.ms INT MEDIUM 120000
  enable.idempotence BOOLEAN LOW true
  key.serializer CLASS HIGH
  linger.ms LONG MEDIUM 5
  max.block.ms LONG MEDIUM 60000
  max.in.flight.requests.per.connection INT LOW 5
  max.request.size INT MEDIUM 1048576
  metadata.max.idle.ms LONG LOW 300000
  partitioner.adaptive.partitioning.enable BOOLEAN LOW true
  partitioner.availability.timeout.ms LONG LOW 0
  partitioner.class CLASS MEDIUM null
  partitioner.ignore.keys BOOLEAN MEDIUM false
  receive.buffer.bytes INT MEDIUM 32768
  retries INT HIGH 2147483647
  transaction.timeout.ms INT LOW 60000
  transaction.two.phase.commit.enable BOOLEAN LOW false
  transactional.id STRING LOW null
  value.serializer CLASS HIGH`;

const ASSIGNORS = ['RangeAssignor', 'CooperativeStickyAssignor'].map(
  (name) => `org.apache.kafka.clients.consumer.${name}`,
);

const CONSUMER = `
  allow.auto.create.topics BOOLEAN MEDIUM true
  auto.commit.interval.ms INT LOW 5000
  auto.offset.reset STRING MEDIUM latest
  check.crcs BOOLEAN LOW true
  client.rack STRING LOW ""
  default.api.timeout.ms INT MEDIUM 60000
  enable.auto.commit BOOLEAN MEDIUM true
  exclude.internal.topics BOOLEAN MEDIUM true
  fetch.max.bytes INT MEDIUM 52428800
  fetch.max.wait.ms INT LOW 500
  fetch.min.bytes INT HIGH 1
  group.id STRING HIGH null
  group.instance.id STRING MEDIUM null
  group.protocol STRING HIGH classic
  group.remote.assignor STRING MEDIUM null
  heartbeat.interval.ms INT HIGH 3000
  isolation.level STRING MEDIUM read_uncommitted
  key.deserializer CLASS HIGH
  max.partition.fetch.bytes INT HIGH 1048576
  max.poll.interval.ms INT MEDIUM 300000
  max.poll.records INT MEDIUM 500
  partition.assignment.strategy LIST MEDIUM ${ASSIGNORS.join()}
  session.timeout.ms INT HIGH 45000
  value.deserializer CLASS HIGH`;

const ADMIN = `
  bootstrap.controllers LIST MEDIUM ""
  connections.max.idle.ms LONG MEDIUM 300000
  default.api.timeout.ms INT MEDIUM 60000
  retries INT LOW 2147483647`;

const TABLES: Readonly<Record<ClientKind, string>> = { producer: PRODUCER, consumer: CONSUMER, admin: ADMIN };
const definitions = new Map<ClientKind, ReadonlyMap<string, ConfigKey>>();

/** The definition of a client setting; undefined for one that Kafka's clients do not have. */
export function clientConfigKey(kind: ClientKind, name: string): ConfigKey | undefined {
  let known = definitions.get(kind);
  if (known === undefined) {
    known = new Map([...SSL_CONFIG.configKeys, ...parseTable(SHARED, kind), ...parseTable(TABLES[kind], kind)]);
    definitions.set(kind, known);
  }
  return known.get(name);
}

/** What a report says of overridden client settings: under their full names, in the order of Java's HashMap. */
export function clientOverrideInfos(kind: ClientKind, overrides: ClientProperties): ConfigInfo[] {
  const prefix = `${kind}.override.`;
  return inJavaHashOrder(Object.entries(overrides), ([name]) => name).map(([name, text]) => {
    const known = clientConfigKey(kind, name);
    const value = createConfigValue(prefix + name);
    if (known === undefined) return { definition: null, value: { ...value, value: text } };
    const definition = { ...known, name: value.name };
    try {
      return { definition, value: { ...value, value: parseConfigType(value.name, text, known.type) } };
    } catch (error) {
      return { definition, value: { ...value, errors: [asError(error).message] } };
    }
  });
}

function parseTable(table: string, kind: ClientKind): [string, ConfigKey][] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', type, importance, value] = line.trim().split(' ');
      const spec = {
        name,
        type: type as ConfigType,
        importance: importance as Importance,
        doc: `The setting \`${name}\` of Kafka's ${kind}.`,
      };
      if (value === undefined) return [name, createConfigKey(spec)];
      return [name, createConfigKey({ ...spec, default: value === 'null' ? null : value.replace('""', '') })];
    });
}
