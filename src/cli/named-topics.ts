/** Owns which topics the settings of a connector name. */
import { isStringList, parseConfigType } from '../config/config-types';
import type { CheckedConnector } from './connector-check';

/** The topics that a sink names. */
export function namedTopics({ props }: Pick<CheckedConnector, 'props'>): readonly string[] {
  const topics = parseConfigType('topics', props['topics'] ?? '', 'LIST');
  return topics !== null && isStringList(topics) ? topics : [];
}

/** What a source says of its topic by the setting that most sources have, unless a transform may send records elsewhere. */
export function topicOfSource({ type, props }: Pick<CheckedConnector, 'type' | 'props'>): string | undefined {
  const topic = type === 'source' ? (props['topic'] ?? '').trim() : '';
  const mayRoute = Object.entries(props).some(([key, value]) => isTransform(key) && !leavesTopic(value ?? ''));
  return topic === '' || mayRoute ? undefined : topic;
}

function isTransform(key: string): boolean {
  return /^transforms\..+\.type$/.test(key);
}

/** Transforms of Kafka that leave the topic as it is. */
const LEAVING: ReadonlySet<string> = new Set(
  ['cast', 'dropheaders', 'extractfield', 'filter', 'flatten', 'headerfrom', 'hoistfield', 'insertfield'].concat([
    'insertheader',
    'maskfield',
    'replacefield',
    'setschemametadata',
    'timestampconverter',
    'valuetokey',
  ]),
);

/** By class or alias, however it is written. */
function leavesTopic(type: string): boolean {
  const name = type
    .trim()
    .replace(/^org\.apache\.kafka\.connect\.transforms\./, '')
    .replace(/[$.]\w+$|[$-](?:key|value)$/i, '');
  return LEAVING.has(name.replaceAll('-', '').toLowerCase());
}
