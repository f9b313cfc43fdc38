/** Owns the settings that every sink has beside its own, and the rules across them. */
import { ConfigDef, type ParsedConfig } from '../config/config-def';
import { parseConfigType, type ConfigProps } from '../config/config-types';
import { compileJavaRegex } from '../config/java-regex';
import { nonDuplicateList, validJavaRegex } from '../config/validators';
import { ConfigError } from '../errors';
import { connectorConfigDef, type ConnectorConfigHints } from './connector-config';

const TOPICS = { type: 'LIST', group: 'Common', importance: 'HIGH', orderInGroup: 4, width: 'LONG' } as const;
const DLQ = { group: 'Error Handling', importance: 'MEDIUM', width: 'MEDIUM' } as const;

const SINK = new ConfigDef()
  .define({
    ...TOPICS,
    name: 'topics',
    default: '',
    validator: nonDuplicateList({ allowEmpty: true, allowNull: false }),
    doc: 'Topics to read. Give either these or `topics.regex`.',
    displayName: 'Topics',
  })
  .define({
    ...TOPICS,
    name: 'topics.regex',
    type: 'STRING',
    default: '',
    validator: validJavaRegex(),
    doc: 'Regular expression of Java for the whole names of the topics to read, also of such as come later.',
    displayName: 'Topics regex',
  })
  .define({
    ...DLQ,
    name: 'errors.deadletterqueue.topic.name',
    type: 'STRING',
    default: '',
    doc: 'Topic that takes the records which could not be converted or transformed; none, if empty.',
    orderInGroup: 6,
    displayName: 'Dead Letter Queue Topic Name',
  })
  .define({
    ...DLQ,
    name: 'errors.deadletterqueue.topic.replication.factor',
    type: 'SHORT',
    default: 3,
    doc: 'Replication factor of that topic where it has to be created, with one partition.',
    orderInGroup: 7,
    displayName: 'Dead Letter Queue Topic Replication Factor',
  })
  .define({
    ...DLQ,
    name: 'errors.deadletterqueue.context.headers.enable',
    type: 'BOOLEAN',
    default: false,
    doc: 'Tell in headers that begin with `__connect.errors.` where a record came from and what went wrong.',
    orderInGroup: 8,
    displayName: 'Enable Error Context Headers',
  });

/** The parsed settings of any sink. */
export type SinkConnectorConfig = ParsedConfig<ReturnType<typeof sinkConnectorConfigDef>>;

/** The definition of the settings of every sink. */
export function sinkConnectorConfigDef(hints: ConnectorConfigHints = {}) {
  return connectorConfigDef(hints).include(SINK);
}

/** A complaint and the setting that it belongs to. */
export interface ConfigComplaint {
  readonly key: string;
  readonly message: string;
}

/**
 * What is wrong across the settings of a sink: exactly one of `topics` and `topics.regex` must be set, and neither may
 * take in the topic of the dead-letter queue. Reads the raw settings; a regex that does not compile is left to its own
 * validator.
 */
export function checkSinkConfig(props: ConfigProps): ConfigComplaint[] {
  const topics = textOf(props, 'topics');
  const regex = textOf(props, 'topics.regex');
  return [...checkTopics(topics, regex), ...checkDeadLetterQueue(props, topics, regex)];
}

/** The same at the start of a task. Throws ConfigError. */
export function ensureSinkConfig(props: ConfigProps): void {
  const complaints = checkSinkConfig(props);
  if (complaints.length === 0) return;
  const findings = complaints.map(({ key, message }) => ({ key, value: props[key] ?? null, reason: message }));
  throw new ConfigError([...new Set(complaints.map(({ message }) => message))].join('\n'), { findings });
}

function textOf(props: ConfigProps, key: string): string {
  return props[key] ?? '';
}

function checkTopics(topics: string, regex: string): ConfigComplaint[] {
  const hasTopics = topics.trim() !== '';
  if (hasTopics !== (regex.trim() !== '')) return [];
  const message = hasTopics
    ? 'topics and topics.regex are mutually exclusive options, but both are set.'
    : 'Must configure one of topics or topics.regex';
  return [
    { key: 'topics', message },
    { key: 'topics.regex', message },
  ];
}

function checkDeadLetterQueue(props: ConfigProps, topics: string, regex: string): ConfigComplaint[] {
  const dlq = textOf(props, 'errors.deadletterqueue.topic.name').trim();
  if (dlq === '') return [];
  const complaints: ConfigComplaint[] = [];
  const list = (parseConfigType('topics', topics, 'LIST') as readonly string[] | null) ?? [];
  if (list.includes(dlq)) {
    const message = `The DLQ topic '${dlq}' may not be included in the list of topics ('topics=[${list.join(', ')}]') consumed by the connector`;
    complaints.push({ key: 'topics', message });
  }
  if (regex.trim() !== '' && matchesRegex(regex, dlq)) {
    const message = `The DLQ topic '${dlq}' may not be matched by the regex for the topics ('topics.regex=${regex}') consumed by the connector`;
    complaints.push({ key: 'topics.regex', message });
  }
  return complaints;
}

function matchesRegex(regex: string, topic: string): boolean {
  try {
    return compileJavaRegex(regex.trim()).matches(topic);
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
