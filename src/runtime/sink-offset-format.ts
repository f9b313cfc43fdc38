/** Owns how the offsets of a sink are written in requests: `kafka_topic`, `kafka_partition`, `kafka_offset`. */
import { TopicPartitionMap, type TopicPartition } from '../api/topic-partition';
import type { ConnectValue } from '../data/connect-value';
import { stringifyJson } from '../data/json-text';
import { BadRequestError } from '../errors';
import type { ConnectorOffset } from './herder';

const TOPIC = 'kafka_topic';
const PARTITION = 'kafka_partition';
const OFFSET = 'kafka_offset';

/** The offset of one partition, as users see it. */
export function writeSinkOffset({ topic, partition }: TopicPartition, offset: number): ConnectorOffset {
  return { partition: { [TOPIC]: topic, [PARTITION]: partition }, offset: { [OFFSET]: offset } };
}

/** The offsets that a request names; a null offset is to be removed. Throws BadRequestError. */
export function readSinkOffsets(offsets: readonly ConnectorOffset[]): TopicPartitionMap<number | null> {
  return new TopicPartitionMap(
    offsets.map(({ partition, offset }) => [readPartition(partition), readOffset(offset)] as const),
  );
}

function readPartition(partition: ConnectorOffset['partition']): TopicPartition {
  if (partition === null) {
    throw new BadRequestError('The partition for a sink connector offset cannot be null or missing');
  }
  const topic = valueOf(partition, TOPIC);
  const number = valueOf(partition, PARTITION);
  if (topic === undefined || number === undefined) {
    throw new BadRequestError(
      `The partition for a sink connector offset must contain the keys '${TOPIC}' and '${PARTITION}'`,
    );
  }
  if (topic === null) throw new BadRequestError('Kafka topic names must be valid strings and may not be null');
  if (number === null) throw new BadRequestError('Kafka partitions must be valid numbers and may not be null');
  return { topic: textOf(topic), partition: readInteger(number, 'partition', 2 ** 31) };
}

function readOffset(offset: ConnectorOffset['offset']): number | null {
  if (offset === null) return null;
  const value = valueOf(offset, OFFSET);
  if (value === undefined) {
    throw new BadRequestError(`The offset for a sink connector should either be null or contain the key '${OFFSET}'`);
  }
  if (value === null) throw new BadRequestError('Kafka offsets must be valid numbers and may not be null');
  return readInteger(value, 'offset', Number.MAX_SAFE_INTEGER);
}

function readInteger(value: unknown, what: 'partition' | 'offset', limit: number): number {
  const text = textOf(value).trim();
  const title = what === 'partition' ? 'Partition' : 'Offset';
  if (!/^[+-]?\d+$/.test(text) || Math.abs(Number(text)) >= limit) {
    throw new BadRequestError(
      `Failed to parse the following Kafka ${what} value in the provided offsets: '${textOf(value)}'. ${title} values for sink ` +
        'connectors need to be integers.',
    );
  }
  if (Number(text) >= 0) return Number(text);
  throw new BadRequestError(`The Kafka ${what} ${text} in the provided offsets is negative.`);
}

function valueOf(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : stringifyJson(value as ConnectValue);
}
