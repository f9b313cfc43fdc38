/** Owns what source and sink records have in common. */
import type { ConnectValue } from '../data/connect-value';
import { ConnectHeaders } from '../data/headers';
import type { Schema } from '../data/schema';

/** The fields that a transform may change. `null` timestamp: none. */
export interface RecordFields {
  topic: string;
  kafkaPartition: number | null;
  keySchema: Schema | null;
  key: ConnectValue;
  valueSchema: Schema | null;
  value: ConnectValue;
  /** Milliseconds since the epoch. */
  timestamp: number | null;
  headers: ConnectHeaders;
}

/**
 * A key, a value, headers and where they belong. Immutable but for `headers`, which belongs to this record alone.
 * A transform makes a changed copy with `newRecord`.
 */
export abstract class ConnectRecord {
  // `declare`, here and in the subclasses: a plain field would be set to undefined first, for each record.
  declare readonly topic: string;
  declare readonly kafkaPartition: number | null;
  declare readonly keySchema: Schema | null;
  declare readonly key: ConnectValue;
  declare readonly valueSchema: Schema | null;
  declare readonly value: ConnectValue;
  declare readonly timestamp: number | null;
  // Not `#private`: over a chain of three transforms that costs a tenth of what parsing the JSON costs (bench:codec).
  declare private ownHeaders: ConnectHeaders | undefined;

  protected constructor(fields: Partial<RecordFields> & Pick<RecordFields, 'topic'>) {
    this.topic = fields.topic;
    this.kafkaPartition = fields.kafkaPartition ?? null;
    this.keySchema = fields.keySchema ?? null;
    this.key = fields.key ?? null;
    this.valueSchema = fields.valueSchema ?? null;
    this.value = fields.value ?? null;
    this.timestamp = fields.timestamp ?? null;
    this.ownHeaders = fields.headers;
  }

  /** Headers in order; keys may repeat. Made when first asked for. */
  get headers(): ConnectHeaders {
    return (this.ownHeaders ??= new ConnectHeaders());
  }

  /** True when there is at least one header; asking does not make any. */
  get hasHeaders(): boolean {
    return this.ownHeaders !== undefined && !this.ownHeaders.isEmpty;
  }

  /** Headers for a copy: duplicated when there are any. */
  protected headersForCopy(): ConnectHeaders | undefined {
    return this.hasHeaders ? this.headers.duplicate() : undefined;
  }

  /**
   * A copy with the given fields changed. What is not named is kept, and headers are duplicated unless given.
   * Source partition and offset, Kafka offset, timestamp type and the original coordinates always stay.
   */
  abstract newRecord(changes: Partial<RecordFields>): this;
}
