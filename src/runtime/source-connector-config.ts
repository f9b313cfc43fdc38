/** Owns the settings that every source has beside its own, the creation of topics among them. */
import { ConfigDef } from '../config/config-def';
import { invalidValue, isStringList, type ConfigData, type ConfigProps } from '../config/config-types';
import { compileJavaRegex } from '../config/java-regex';
import {
  atLeast,
  caseInsensitiveValidString,
  lambdaValidator,
  nonEmptyString,
  uniqueAliases,
  type Validator,
} from '../config/validators';
import { ConfigError, type ConfigFinding } from '../errors';
import { connectorConfigDef, type ConnectorConfigHints } from './connector-config';

const SOURCE = new ConfigDef()
  .define({
    name: 'topic.creation.groups',
    type: 'LIST',
    default: '',
    validator: uniqueAliases('topic creation groups'),
    importance: 'LOW',
    doc: 'Groups of topics that are created alike, beside the group `default`; each is set up under `topic.creation.<group>.`.',
    group: 'Topic Creation',
    orderInGroup: 1,
    width: 'LONG',
    displayName: 'Topic Creation Groups',
  })
  .define({
    name: 'exactly.once.support',
    type: 'STRING',
    default: 'requested',
    validator: caseInsensitiveValidString('REQUIRED', 'REQUESTED'),
    importance: 'MEDIUM',
    doc: 'With `required`, the connector is refused unless it says that it can deliver exactly once. Checked where the worker has `offset.storage.topic`; otherwise it delivers at least once, as standalone mode does.',
    group: 'Exactly Once Support',
    orderInGroup: 2,
    width: 'SHORT',
    displayName: 'Exactly once support',
  })
  .define({
    name: 'transaction.boundary',
    type: 'STRING',
    default: 'poll',
    validator: caseInsensitiveValidString('INTERVAL', 'POLL', 'CONNECTOR'),
    importance: 'MEDIUM',
    doc: 'Where transactions end in exactly-once delivery: after each `poll`, at an `interval`, or where the `connector` says.',
    group: 'Exactly Once Support',
    orderInGroup: 3,
    width: 'SHORT',
    displayName: 'Transaction Boundary',
  })
  .define({
    name: 'transaction.boundary.interval.ms',
    type: 'LONG',
    default: null,
    validator: nullOr(atLeast(0)),
    importance: 'LOW',
    doc: 'Milliseconds between the ends of transactions with `transaction.boundary=interval`; `offset.flush.interval.ms` of the worker, if not given.',
    group: 'Exactly Once Support',
    orderInGroup: 4,
    width: 'SHORT',
    displayName: 'Transaction boundary interval',
  })
  .define({
    name: 'offsets.storage.topic',
    type: 'STRING',
    default: null,
    validator: nonEmptyString(),
    importance: 'LOW',
    doc: 'A topic of its own for the offsets of the connector. Not supported here: all connectors use `offset.storage.topic` of the worker, or the file.',
    group: 'offsets.topic',
    orderInGroup: 1,
    width: 'LONG',
    displayName: 'Offsets topic',
  });

/** The definition of the settings of every source. */
export function sourceConnectorConfigDef(hints: ConnectorConfigHints = {}) {
  return connectorConfigDef(hints).include(SOURCE);
}

function nullOr(validator: Validator): Validator {
  return lambdaValidator(
    (key, value) => {
      if (value !== null) validator.ensureValid(key, value);
    },
    () => validator.toString(),
  );
}

/** Where transactions of a source end. */
export interface TransactionSettings {
  readonly boundary: 'poll' | 'interval' | 'connector';
  /** `null`: the worker's `offset.flush.interval.ms`. */
  readonly intervalMs: number | null;
}

/** Where transactions of a source end. Throws ConfigError. */
export function transactionSettings(props: ConfigProps): TransactionSettings {
  const config = SOURCE.parse(props);
  return {
    boundary: config['transaction.boundary'].toLowerCase() as TransactionSettings['boundary'],
    intervalMs: config['transaction.boundary.interval.ms'],
  };
}

/** Does the user insist on exactly-once delivery? */
export function requiresExactlyOnce(props: ConfigProps): boolean {
  return (props['exactly.once.support'] ?? '').trim().toLowerCase() === 'required';
}

/** A group of topics that are created alike. */
export interface TopicCreationGroupConfig {
  readonly name: string;
  readonly includes: (topic: string) => boolean;
  /** -1: the broker's default. */
  readonly partitions: number;
  /** -1: the broker's default. */
  readonly replicationFactor: number;
  /** Settings of the topic. */
  readonly configs: Readonly<Record<string, string>>;
}

const PREFIX = 'topic.creation.';
const DEFAULT_GROUP = 'default';

/** Does this source ask for topics to be created? As soon as one key begins with `topic.creation.`. */
export function usesTopicCreation(props: ConfigProps): boolean {
  return Object.keys(props).some((key) => key.startsWith(PREFIX));
}

/**
 * The groups in the order in which they are tried; the last is `default` and takes every topic. Empty when the source
 * does not ask for topics to be created. Throws ConfigError.
 */
export function topicCreationGroups(props: ConfigProps): TopicCreationGroupConfig[] {
  if (!usesTopicCreation(props)) return [];
  const { 'topic.creation.groups': names } = SOURCE.parse(props);
  const base = DEFAULT_GROUP_CONFIG.parse(props, groupPrefix(DEFAULT_GROUP));
  const defaultGroup = {
    name: DEFAULT_GROUP,
    includes: () => true,
    partitions: base.partitions,
    replicationFactor: base['replication.factor'],
    configs: topicConfigs(props, DEFAULT_GROUP),
  };
  const groups = names
    .filter((name) => name !== DEFAULT_GROUP)
    .map((name) => {
      const group = groupConfigDef(base).parse(props, groupPrefix(name));
      return {
        name,
        includes: topicMatcher(group.include, group.exclude),
        partitions: group.partitions,
        replicationFactor: group['replication.factor'],
        configs: topicConfigs(props, name),
      };
    });
  return [...groups, defaultGroup];
}

/** What is wrong with the groups, all of it. */
export function topicCreationProblems(props: ConfigProps): ConfigFinding[] {
  if (!usesTopicCreation(props)) return [];
  const problems = problemsOf(() => DEFAULT_GROUP_CONFIG.parse(props, groupPrefix(DEFAULT_GROUP)));
  const own = groupConfigDef({ partitions: 1, 'replication.factor': 1 });
  let names: readonly string[] = [];
  problems.push(...problemsOf(() => ({ 'topic.creation.groups': names } = SOURCE.parse(props))));
  for (const name of names.filter((group) => group !== DEFAULT_GROUP)) {
    problems.push(...problemsOf(() => own.parse(props, groupPrefix(name))));
  }
  return problems;
}

function problemsOf(parse: () => unknown): ConfigFinding[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...error.findings];
  }
}

const REPLICATION_FACTOR = {
  name: 'replication.factor',
  type: 'SHORT',
  importance: 'LOW',
  doc: 'Replication factor of topics of this group; -1 is the default of the broker.',
  validator: minusOneOrPositive(
    "Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
  ),
} as const;

const PARTITIONS = {
  name: 'partitions',
  type: 'INT',
  importance: 'LOW',
  doc: 'Number of partitions of topics of this group; -1 is the default of the broker.',
  validator: minusOneOrPositive("Number of partitions must be positive, or -1 to use the broker's default"),
} as const;

/** The settings of the group `default`, below `topic.creation.default.`. */
export const DEFAULT_GROUP_CONFIG = new ConfigDef().define(REPLICATION_FACTOR).define(PARTITIONS);

/** The settings of any other group, below `topic.creation.<group>.`; what it does not say it takes from `default`. */
export function groupConfigDef(base: { readonly partitions: number; readonly 'replication.factor': number }) {
  return new ConfigDef()
    .define({
      name: 'include',
      type: 'LIST',
      default: '',
      validator: regexList(),
      importance: 'LOW',
      doc: 'Regular expressions for whole names of topics that belong to this group; none belong, if empty.',
    })
    .define({
      name: 'exclude',
      type: 'LIST',
      default: '',
      validator: regexList(),
      importance: 'LOW',
      doc: 'Regular expressions for whole names of topics that do not belong to this group although included.',
    })
    .define({ ...REPLICATION_FACTOR, default: base['replication.factor'] })
    .define({ ...PARTITIONS, default: base.partitions });
}

function minusOneOrPositive(reason: string): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value === 'number' && (value === -1 || value > 0)) return;
    throw invalidValue(key, value, reason);
  };
  return lambdaValidator(ensureValid, () => 'Positive number, or -1');
}

function regexList(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === null || !isStringList(value)) throw invalidValue(key, value, 'a list must be given');
    try {
      value.forEach((pattern) => compileJavaRegex(pattern));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw invalidValue(key, value, `Syntax error in regular expression: ${error.message}`);
    }
  };
  return lambdaValidator(ensureValid, () => 'valid regexes');
}

function topicMatcher(include: readonly string[], exclude: readonly string[]): (topic: string) => boolean {
  const included = include.map((pattern) => compileJavaRegex(pattern));
  const excluded = exclude.map((pattern) => compileJavaRegex(pattern));
  return (topic) => included.some((regex) => regex.matches(topic)) && !excluded.some((regex) => regex.matches(topic));
}

const OWN_KEYS: ReadonlySet<string> = new Set(['include', 'exclude', 'replication.factor', 'partitions']);

function groupPrefix(group: string): string {
  return `${PREFIX}${group}.`;
}

function topicConfigs(props: ConfigProps, group: string): Record<string, string> {
  const prefix = groupPrefix(group);
  const configs: [string, string][] = [];
  for (const [key, value] of Object.entries(props)) {
    const name = key.slice(prefix.length);
    if (key.startsWith(prefix) && value !== null && !OWN_KEYS.has(name)) configs.push([name, value]);
  }
  return Object.fromEntries(configs);
}
