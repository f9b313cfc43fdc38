/** Owns which topics a sink reads: by name, or by a Java regular expression on the whole name. */
import { compileJavaRegex } from '../config/java-regex';
import type { Subscription } from '../kafka/clients';
import type { SinkConnectorConfig } from './sink-connector-config';

/** The subscription of a sink's settings. */
export function subscriptionOf({ topics, 'topics.regex': regex }: SinkConnectorConfig): Subscription {
  if (topics.length > 0) return { topics };
  const pattern = compileJavaRegex(regex);
  return { matches: (topic) => pattern.matches(topic) };
}

/** True when a sink with that subscription reads the topic. */
export function reads(subscription: Subscription, topic: string): boolean {
  return 'topics' in subscription ? subscription.topics.includes(topic) : subscription.matches(topic);
}
