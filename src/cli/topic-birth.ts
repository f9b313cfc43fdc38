/** Owns how the topic of a source comes into being where it is not there. */
import { topicCreationGroups, usesTopicCreation } from '../runtime/source-connector-config';
import type { CheckedConnector } from './connector-check';
import type { FileFindings } from './findings';
import type { TopicBirth } from './topic-check';

/** By the source itself, where its settings say so and the worker lets it; else by the broker. */
export function topicBirth(
  name: string,
  { props, findings }: Pick<CheckedConnector, 'props'> & { readonly findings: FileFindings },
  createsTopics: boolean,
): TopicBirth {
  const byBroker = { topic: { name, partitions: -1, replicationFactor: -1, configs: {} }, prefix: undefined };
  if (!createsTopics || !usesTopicCreation(props) || findings.hasErrorBelow('topic.creation.')) return byBroker;
  const group = topicCreationGroups(props).find(({ includes }) => includes(name));
  if (group === undefined) return byBroker;
  return { topic: { ...group, name }, prefix: `topic.creation.${group.name}.` };
}
