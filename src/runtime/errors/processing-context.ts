/** Owns what is known of a record that failed: where, why, and the record as it came. */
import type { RawHeader } from '../../api/converter';
import type { TimestampType } from '../../api/sink-record';
import type { SourceRecord } from '../../api/source-record';
import type { ConsumedBatch } from '../../kafka/clients';
import type { StageSite } from './stage';

/** A message as it was consumed: for sinks. */
export interface ConsumedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: TimestampType;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RawHeader[] | null;
}

/** What failed: the message of a sink, or the record of a source as `poll` returned it. */
export type FailedRecord = { readonly consumed: ConsumedMessage } | { readonly polled: SourceRecord };

/** A failure that is final for its record. */
export interface ProcessingContext extends StageSite {
  readonly record: FailedRecord;
  readonly error: Error;
}

/** Hears of every record that failed for good, in both tolerance modes. */
export interface ErrorReporter {
  /** Resolves when the report is safe, rejects when it cannot be; undefined: it is safe at once. Must not throw. */
  report(context: ProcessingContext): Promise<void> | undefined;
}

/** One message of a batch, its bytes copied: it outlives the batch. */
export function consumedMessage(batch: ConsumedBatch, index: number): ConsumedMessage {
  return {
    topic: batch.topic(index),
    partition: batch.partition(index),
    offset: batch.offset(index),
    timestamp: batch.timestamp(index),
    timestampType: batch.timestampType(index),
    key: copyOf(batch.key(index)),
    value: copyOf(batch.value(index)),
    headers: batch.headers(index)?.map(({ key, value }) => ({ key, value: copyOf(value) })) ?? null,
  };
}

function copyOf(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}
