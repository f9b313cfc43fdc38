/** Owns the words for a record that Kafka did not take: which record, why, and what to change. */
import type { SourceRecord } from '../../api/source-record';
import { stringifyJson } from '../../data/json-text';
import { ConnectError, KafkaError } from '../../errors';
import type { DeliveryFailure } from '../../kafka/clients';

/** librdkafka's code of a message above `message.max.bytes`, its own or the broker's. */
const MSG_SIZE_TOO_LARGE = 10;

/** The error with which a source task fails when a send failed for good. */
export function sendFailure(record: SourceRecord, failure: DeliveryFailure): ConnectError {
  const cause = new KafkaError(failure.message, { kafkaCode: failure.kafkaCode, isRetriable: failure.isRetriable });
  const remedy = failure.kafkaCode === MSG_SIZE_TOO_LARGE ? `. ${TOO_LARGE_REMEDY}` : '';
  return new ConnectError(
    `Unrecoverable exception from producer send callback: the record for topic ${record.topic} with source offset ${describe(record)} was not delivered: ${failure.message}${remedy}`,
    { cause },
  );
}

const TOO_LARGE_REMEDY =
  'The record is larger than max.request.size: raise producer.override.max.request.size in the connector (or producer.max.request.size in the worker), and max.message.bytes of the topic if the broker refuses it';

function describe(record: SourceRecord): string {
  return stringifyJson({ partition: record.sourcePartition, offset: record.sourceOffset });
}
