/** Owns the record that a source task hands over. */
import { ConnectRecord, type RecordFields } from './connect-record';

/** A value that may stand in a source partition or source offset: it must survive JSON. */
export type OffsetValue = null | boolean | number | bigint | string | Buffer;

/** Names where in the source a record came from, for instance `{ filename: 'a.txt' }`. Key order does not matter. */
export type SourcePartition = Readonly<Record<string, OffsetValue>>;

/** The position after a record, for instance `{ position: 12 }`. Integers read back are bigint beyond 2^53. */
export type SourceOffset = Readonly<Record<string, OffsetValue>>;

/** What `new SourceRecord` takes; everything but `topic` may be left out. */
export interface SourceRecordFields extends Partial<RecordFields> {
  topic: string;
  sourcePartition?: SourcePartition | null;
  sourceOffset?: SourceOffset | null;
}

/** A record on its way from a source task to Kafka. `kafkaPartition` null lets the producer choose. */
export class SourceRecord extends ConnectRecord {
  declare readonly sourcePartition: SourcePartition | null;
  declare readonly sourceOffset: SourceOffset | null;

  constructor(fields: SourceRecordFields) {
    super(fields);
    this.sourcePartition = fields.sourcePartition ?? null;
    this.sourceOffset = fields.sourceOffset ?? null;
  }

  override newRecord(changes: Partial<RecordFields>): this {
    const fields: SourceRecordFields = {
      topic: changes.topic ?? this.topic,
      kafkaPartition: changes.kafkaPartition === undefined ? this.kafkaPartition : changes.kafkaPartition,
      keySchema: changes.keySchema === undefined ? this.keySchema : changes.keySchema,
      key: changes.key === undefined ? this.key : changes.key,
      valueSchema: changes.valueSchema === undefined ? this.valueSchema : changes.valueSchema,
      value: changes.value === undefined ? this.value : changes.value,
      timestamp: changes.timestamp === undefined ? this.timestamp : changes.timestamp,
      sourcePartition: this.sourcePartition,
      sourceOffset: this.sourceOffset,
    };
    const headers = changes.headers ?? this.headersForCopy();
    if (headers !== undefined) fields.headers = headers;
    return new SourceRecord(fields) as this;
  }
}
