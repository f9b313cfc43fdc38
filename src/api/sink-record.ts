/** Owns the record that a sink task receives. */
import { ConnectRecord, type RecordFields } from './connect-record';

/** Who stamped a record: its producer, the broker at the append, or nobody. */
export type TimestampType = 'NO_TIMESTAMP_TYPE' | 'CREATE_TIME' | 'LOG_APPEND_TIME';

/** What `new SinkRecord` takes. The `original…` fields default to topic, partition and offset. */
export interface SinkRecordFields extends Partial<RecordFields> {
  topic: string;
  kafkaPartition: number;
  kafkaOffset: number;
  timestampType?: TimestampType;
  originalTopic?: string;
  originalKafkaPartition?: number;
  originalKafkaOffset?: number;
}

/**
 * A record on its way from Kafka to a sink task. Transforms may change topic and partition; use the `original…` fields
 * for the bookkeeping of offsets (KIP-793).
 */
export class SinkRecord extends ConnectRecord {
  override readonly kafkaPartition: number;
  readonly kafkaOffset: number;
  readonly timestampType: TimestampType;
  readonly originalTopic: string;
  readonly originalKafkaPartition: number;
  readonly originalKafkaOffset: number;

  constructor(fields: SinkRecordFields) {
    super(fields);
    this.kafkaPartition = fields.kafkaPartition;
    this.kafkaOffset = fields.kafkaOffset;
    this.timestampType = fields.timestampType ?? 'NO_TIMESTAMP_TYPE';
    this.originalTopic = fields.originalTopic ?? fields.topic;
    this.originalKafkaPartition = fields.originalKafkaPartition ?? fields.kafkaPartition;
    this.originalKafkaOffset = fields.originalKafkaOffset ?? fields.kafkaOffset;
  }

  override newRecord(changes: Partial<RecordFields>): this {
    const headers = changes.headers ?? this.headersForCopy();
    return new SinkRecord({
      topic: changes.topic ?? this.topic,
      kafkaPartition: changes.kafkaPartition ?? this.kafkaPartition,
      keySchema: changes.keySchema === undefined ? this.keySchema : changes.keySchema,
      key: changes.key === undefined ? this.key : changes.key,
      valueSchema: changes.valueSchema === undefined ? this.valueSchema : changes.valueSchema,
      value: changes.value === undefined ? this.value : changes.value,
      timestamp: changes.timestamp === undefined ? this.timestamp : changes.timestamp,
      ...(headers === undefined ? {} : { headers }),
      kafkaOffset: this.kafkaOffset,
      timestampType: this.timestampType,
      originalTopic: this.originalTopic,
      originalKafkaPartition: this.originalKafkaPartition,
      originalKafkaOffset: this.originalKafkaOffset,
    }) as this;
  }
}
