/** Owns the settings of a worker that keeps source offsets in a topic, which Apache's standalone mode cannot. */
import { ConfigDef, type ParsedConfig } from '../config/config-def';
import { invalidValue, type ConfigData, type ConfigProps } from '../config/config-types';
import { caseInsensitiveValidString, lambdaValidator, nonEmptyString, type Validator } from '../config/validators';
import { ConfigError } from '../errors';
import type { NewTopic } from '../kafka/clients';
import type { ExactlyOnceOffer } from './exactly-once-checks';

const PREFIX = 'offset.storage.';

/** The definitions, named as in Kafka Connect's distributed mode. */
export const OFFSET_STORAGE_CONFIG = new ConfigDef()
  .define({
    name: 'offset.storage.topic',
    type: 'STRING',
    default: null,
    validator: nonEmptyString(),
    importance: 'HIGH',
    doc: 'Topic that keeps the offsets of sources, in the format of Kafka Connect in distributed mode, instead of a file: where both are set, the topic is used. It is created, compacted, when it does not exist. Further settings below `offset.storage.` are settings of the new topic.',
  })
  .define({
    name: 'offset.storage.partitions',
    type: 'INT',
    default: 25,
    validator: positiveOrMinusOne('Number of partitions'),
    importance: 'LOW',
    doc: 'Number of partitions of the offsets topic when it is created; -1 is the default of the broker.',
  })
  .define({
    name: 'offset.storage.replication.factor',
    type: 'SHORT',
    default: 3,
    validator: positiveOrMinusOne('Replication factor'),
    importance: 'LOW',
    doc: 'Replication factor of the offsets topic when it is created; -1 is the default of the broker.',
  })
  .define({
    name: 'exactly.once.source.support',
    type: 'STRING',
    default: 'disabled',
    validator: caseInsensitiveValidString('DISABLED', 'ENABLED', 'PREPARING'),
    importance: 'HIGH',
    doc: 'With `enabled`, sources deliver exactly once: records and their offsets are written in one transaction. Needs `offset.storage.topic`. `preparing`, a step of a cluster on its way there, means the same as `disabled` in one process.',
  })
  .define({
    name: 'group.id',
    type: 'STRING',
    default: 'connect-cluster',
    validator: nonEmptyString(),
    importance: 'HIGH',
    doc: 'Names the worker among all that share a Kafka cluster: transactional ids are `<group.id>-<connector>-<task>`, and of two tasks with the same id the later one wins. It is no consumer group: nothing joins it.',
  });

/** The parsed settings. */
export type OffsetStorageConfig = ParsedConfig<typeof OFFSET_STORAGE_CONFIG>;

/** Does the worker keep source offsets in a topic? */
export function usesOffsetsTopic(props: ConfigProps): boolean {
  return typeof props['offset.storage.topic'] === 'string';
}

/** Are records and offsets of sources written in transactions? */
export function isExactlyOnce(config: Pick<OffsetStorageConfig, 'exactly.once.source.support'>): boolean {
  return config['exactly.once.source.support'].toLowerCase() === 'enabled';
}

/** What the worker offers to connectors that ask for exactly-once delivery. */
export function exactlyOnceOffer(config: OffsetStorageConfig): ExactlyOnceOffer {
  return { isFileBased: config['offset.storage.topic'] === null, isEnabled: isExactlyOnce(config) };
}

/** Throws ConfigError where transactions are wanted but offsets rest in a file. */
export function requireTopicForTransactions(config: OffsetStorageConfig): void {
  if (!isExactlyOnce(config) || config['offset.storage.topic'] !== null) return;
  const [key, value] = ['exactly.once.source.support', config['exactly.once.source.support']];
  const reason =
    'offsets in a file cannot be part of a transaction. Set offset.storage.topic to the name of a topic for them ' +
    '(it is created when it does not exist), or exactly.once.source.support=disabled';
  throw new ConfigError(`Invalid value ${value} for configuration ${key}: ${reason}`, {
    findings: [{ key, value, reason }],
  });
}

const OWN_KEYS: ReadonlySet<string> = new Set(['topic', 'partitions', 'replication.factor', 'file.filename']);
const POLICY = 'cleanup.policy';

/** The topic as it is created; `warn` hears of a policy that cannot be honoured. */
export function offsetsTopic(
  config: OffsetStorageConfig,
  props: ConfigProps,
  warn: (message: string) => void,
): NewTopic | undefined {
  const name = config['offset.storage.topic'];
  if (name === null) return undefined;
  const configs = new Map<string, string>();
  for (const [key, value] of Object.entries(props)) {
    const setting = key.slice(PREFIX.length);
    if (!key.startsWith(PREFIX) || value === null || OWN_KEYS.has(setting)) continue;
    if (setting === POLICY) warn(`${key}=${value} is ignored: the offsets topic is always compacted`);
    else configs.set(setting, value);
  }
  return {
    name,
    partitions: config['offset.storage.partitions'],
    replicationFactor: config['offset.storage.replication.factor'],
    configs: Object.fromEntries(configs),
  };
}

function positiveOrMinusOne(what: string): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value === 'number' && (value === -1 || value > 0)) return;
    throw invalidValue(key, value, `${what} must be positive, or -1 to use the broker's default`);
  };
  return lambdaValidator(ensureValid, () => 'Positive number, or -1');
}
