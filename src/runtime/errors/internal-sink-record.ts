/** Owns the link from a sink record to the message that it came from, for reports of errant records. */
import type { RecordFields } from '../../api/connect-record';
import { SinkRecord, type SinkRecordFields } from '../../api/sink-record';
import type { ConsumedBatch } from '../../kafka/clients';
import { consumedMessage, type ConsumedMessage } from './processing-context';

/** Which message a record was made of. */
export interface MessageOrigin {
  readonly batch: ConsumedBatch;
  readonly index: number;
}

/**
 * A record that came from Kafka, and what a transform or the task made of it with `newRecord`. Made only where errant records
 * can be reported: it keeps the bytes of its batch alive.
 */
export class InternalSinkRecord extends SinkRecord {
  readonly #batch: ConsumedBatch;
  readonly #index: number;

  constructor(fields: SinkRecordFields, { batch, index }: MessageOrigin) {
    super(fields);
    this.#batch = batch;
    this.#index = index;
  }

  /** The message as it was consumed, whatever became of the record since. */
  get consumed(): ConsumedMessage {
    return consumedMessage(this.#batch, this.#index);
  }

  override newRecord(changes: Partial<RecordFields>): this {
    return new InternalSinkRecord(this.fieldsForCopy(changes), { batch: this.#batch, index: this.#index }) as this;
  }
}
