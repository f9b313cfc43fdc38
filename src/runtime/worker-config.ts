/** Owns the settings of a worker that do not hang on its mode. */
import { ConfigDef } from '../config/config-def';
import { atLeast, caseInsensitiveValidString, nonDuplicateList, validString } from '../config/validators';
import { REST_SERVER_CONFIG } from './rest-server-config';
import { SSL_CONFIG } from './ssl-config';

const LOW = { importance: 'LOW' } as const;
const ANY_LIST = nonDuplicateList({ allowEmpty: true, allowNull: false });

const CLIENTS = new ConfigDef()
  .define({
    name: 'bootstrap.servers',
    type: 'LIST',
    validator: nonDuplicateList({ allowEmpty: false, allowNull: false }),
    importance: 'HIGH',
    doc: 'Addresses `host:port` of some brokers, for every Kafka client of the worker.',
  })
  .define({
    name: 'client.dns.lookup',
    type: 'STRING',
    default: 'use_all_dns_ips',
    validator: validString('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
    importance: 'MEDIUM',
    doc: 'How the names of brokers are looked up.',
  })
  .define({
    name: 'connector.client.config.override.policy',
    type: 'STRING',
    default: 'All',
    importance: 'MEDIUM',
    doc: 'Which client settings connectors may override: `All`, `None`, `Principal` (deprecated) or `Allowlist`.',
  })
  .define({
    name: 'connector.client.config.override.allowlist',
    type: 'LIST',
    default: '',
    importance: 'MEDIUM',
    doc: 'The client settings that the policy `Allowlist` allows, without their prefix.',
  });

const CONVERTERS = new ConfigDef()
  .define({
    name: 'key.converter',
    type: 'CLASS',
    importance: 'HIGH',
    doc: 'Converter of record keys for connectors that name none, with settings of its own under `key.converter.`.',
  })
  .define({
    ...LOW,
    name: 'key.converter.plugin.version',
    type: 'STRING',
    default: null,
    doc: 'Version that the converter of record keys must have.',
  })
  .define({
    name: 'value.converter',
    type: 'CLASS',
    importance: 'HIGH',
    doc: 'Converter of record values for connectors that name none, with settings of its own under `value.converter.`.',
  })
  .define({
    ...LOW,
    name: 'value.converter.plugin.version',
    type: 'STRING',
    default: null,
    doc: 'Version that the converter of record values must have.',
  })
  .define({
    ...LOW,
    name: 'header.converter',
    type: 'CLASS',
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    doc: 'Converter of record headers for connectors that name none, with settings of its own under `header.converter.`.',
  })
  .define({
    ...LOW,
    name: 'header.converter.plugin.version',
    type: 'STRING',
    default: null,
    doc: 'Version that the converter of record headers must have.',
  });

const WORK = new ConfigDef()
  .define({
    ...LOW,
    name: 'task.shutdown.graceful.timeout.ms',
    type: 'LONG',
    default: 5000,
    doc: 'Milliseconds that the tasks of one stop have together; a task that takes longer is abandoned.',
  })
  .define({
    ...LOW,
    name: 'offset.flush.interval.ms',
    type: 'LONG',
    default: 60000,
    doc: 'Milliseconds between two commits of the offsets of a task.',
  })
  .define({
    ...LOW,
    name: 'offset.flush.timeout.ms',
    type: 'LONG',
    default: 5000,
    doc: 'Milliseconds after which a commit of offsets counts as failed; it is tried again at the next interval.',
  })
  .define({
    ...LOW,
    name: 'topic.creation.enable',
    type: 'BOOLEAN',
    default: true,
    doc: 'Let sources create topics with their `topic.creation.` settings.',
  })
  .define({
    ...LOW,
    name: 'topic.tracking.enable',
    type: 'BOOLEAN',
    default: true,
    doc: 'Remember which topics each connector has used.',
  })
  .define({
    ...LOW,
    name: 'topic.tracking.allow.reset',
    type: 'BOOLEAN',
    default: true,
    doc: 'Let REST requests forget them.',
  });

const PLUGINS = new ConfigDef()
  .define({
    ...LOW,
    name: 'plugin.path',
    type: 'LIST',
    default: null,
    validator: nonDuplicateList({ allowEmpty: false, allowNull: true }),
    doc: 'Directories with plugins: npm packages or files. Placeholders are not replaced here.',
  })
  .define({
    ...LOW,
    name: 'plugin.discovery',
    type: 'STRING',
    default: 'hybrid_warn',
    validator: caseInsensitiveValidString('only_scan', 'service_load', 'hybrid_warn', 'hybrid_fail'),
    doc: 'Known, but without effect: plugins are found by name.',
  })
  .define({
    ...LOW,
    name: 'config.providers',
    type: 'LIST',
    default: '',
    validator: ANY_LIST,
    doc: 'Names of config providers, each set up with `config.providers.<name>.class` and `config.providers.<name>.param.`; without them there are `env`, `file` and `dir`.',
  });

const METRICS = new ConfigDef()
  .define({
    ...LOW,
    name: 'metrics.sample.window.ms',
    type: 'LONG',
    default: 30000,
    validator: atLeast(0),
    doc: 'Length of a window over which rates, averages and maxima of the metrics are taken.',
  })
  .define({
    ...LOW,
    name: 'metrics.num.samples',
    type: 'INT',
    default: 2,
    validator: atLeast(1),
    doc: 'How many windows rates, averages and maxima of the metrics look back.',
  })
  .define({
    ...LOW,
    name: 'metrics.recording.level',
    type: 'STRING',
    default: 'INFO',
    validator: validString('INFO', 'DEBUG'),
    doc: 'Known, but without effect: all metrics are there at either level.',
  })
  .define({
    ...LOW,
    name: 'metric.reporters',
    type: 'LIST',
    default: 'org.apache.kafka.common.metrics.JmxReporter',
    validator: ANY_LIST,
    doc: 'Known, but without effect: metrics are read over HTTP, at `/metrics`.',
  });

/** The definition of the settings of any worker. */
export const WORKER_CONFIG = new ConfigDef()
  .include(CLIENTS)
  .include(CONVERTERS)
  .include(WORK)
  .include(PLUGINS)
  .include(METRICS)
  .include(REST_SERVER_CONFIG)
  .include(SSL_CONFIG);
