/** Owns what becomes of Kafka's refusals when the offsets of a sink's group are changed. */
import { asError, BadRequestError, GroupNotEmptyError, KafkaError } from '../errors';
import { KAFKA_CODES } from '../kafka/kafka-errors';

/** Codes by which a group says that it still has members. */
const HAS_MEMBERS: ReadonlySet<number> = new Set([25, 68, 86]);

/**
 * Carries out a change of the group of a connector. A group that does not exist is fine. Rejects with BadRequestError for topics
 * that do not exist, with GroupNotEmptyError where the group has members.
 */
export async function changeGroup(connector: string, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (cause) {
    const code = cause instanceof KafkaError ? cause.kafkaCode : undefined;
    if (code === KAFKA_CODES.groupIdNotFound) return;
    if (code === KAFKA_CODES.unknownTopicOrPartition) {
      throw new BadRequestError(`A topic or partition does not exist: ${asError(cause).message}`, { cause });
    }
    if (code === undefined || !HAS_MEMBERS.has(code)) throw cause;
    throw new GroupNotEmptyError(
      `The consumer group of connector ${connector} still has members: a zombie sink task of an earlier life may not have ` +
        'stopped yet. Try again later',
      { cause },
    );
  }
}
