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
  declare readonly kafkaPartition: number;
  declare readonly kafkaOffset: number;
  declare readonly timestampType: TimestampType;
  declare readonly originalTopic: string;
  declare readonly originalKafkaPartition: number;
  declare readonly originalKafkaOffset: number;

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
    return new SinkRecord(this.fieldsForCopy(changes)) as this;
  }

  /** What `newRecord` makes the copy of; for subclasses that have their own copies. */
  protected fieldsForCopy(changes: Partial<RecordFields>): SinkRecordFields {
    const fields: SinkRecordFields = {
      topic: changes.topic ?? this.topic,
      kafkaPartition: changes.kafkaPartition ?? this.kafkaPartition,
      keySchema: changes.keySchema === undefined ? this.keySchema : changes.keySchema,
      key: changes.key === undefined ? this.key : changes.key,
      valueSchema: changes.valueSchema === undefined ? this.valueSchema : changes.valueSchema,
      value: changes.value === undefined ? this.value : changes.value,
      timestamp: changes.timestamp === undefined ? this.timestamp : changes.timestamp,
      kafkaOffset: this.kafkaOffset,
      timestampType: this.timestampType,
      originalTopic: this.originalTopic,
      originalKafkaPartition: this.originalKafkaPartition,
      originalKafkaOffset: this.originalKafkaOffset,
    };
    const headers = changes.headers ?? this.headersForCopy();
    // Spreading them in would cost more than all the rest.
    if (headers !== undefined) fields.headers = headers;
    return fields;
  }
}
