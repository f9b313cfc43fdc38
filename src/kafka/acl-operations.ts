/** Owns Kafka's numbers of the operations that are allowed on topics and groups. */
import type { AclOperation, TopicPermission } from './clients';
import { KAFKA_CODES, throwOnCode } from './kafka-errors';

const BITS: Readonly<Record<AclOperation, number>> = { READ: 3, WRITE: 4, CREATE: 5, DELETE: 6, ALTER: 7, DESCRIBE: 8 };

/** Bits where the broker does not tell. */
export const NOT_TOLD = -1;

/** The operations of the companion's bits. */
export function aclOperations(bits: number): ReadonlySet<AclOperation> | undefined {
  if (bits === NOT_TOLD) return undefined;
  const names = Object.keys(BITS) as AclOperation[];
  return new Set(names.filter((name) => (bits & (1 << BITS[name])) !== 0));
}

/** What the code and the bits of a topic mean. Throws KafkaError for a code that says something else of the topic. */
export function topicPermission(topic: string, kafkaCode: number, bits: number): TopicPermission {
  switch (kafkaCode) {
    case KAFKA_CODES.topicAuthorizationFailed:
      return { state: 'hidden', operations: new Set() };
    case KAFKA_CODES.unknownTopicOrPartition:
      return { state: 'missing', operations: undefined };
    default:
      throwOnCode(kafkaCode, `Topic ${topic} cannot be described`);
      return { state: 'exists', operations: aclOperations(bits) };
  }
}
