/** Owns batches of consumed messages for tests, made of plain objects. */
import type { RawHeader } from '../../src/api/converter';
import type { TimestampType } from '../../src/api/sink-record';
import type { ConsumedBatch } from '../../src/kafka/clients';

export interface FakeMessage {
  topic: string;
  partition: number;
  offset: number;
  value?: Buffer | string | null;
  key?: Buffer | string | null;
  timestamp?: number;
  timestampType?: TimestampType;
  headers?: RawHeader[] | null;
}

/** A batch of plain objects. */
export function batchOf(messages: readonly FakeMessage[]): ConsumedBatch {
  const at = (index: number): FakeMessage => messages[index]!;
  return {
    size: messages.length,
    byteSize: messages.reduce((sum, { key, value }) => sum + lengthOf(key) + lengthOf(value), 0),
    topic: (index) => at(index).topic,
    partition: (index) => at(index).partition,
    offset: (index) => at(index).offset,
    timestamp: (index) => at(index).timestamp ?? -1,
    timestampType: (index) => at(index).timestampType ?? 'CREATE_TIME',
    key: (index) => bufferOf(at(index).key),
    value: (index) => bufferOf(at(index).value),
    headers: (index) => at(index).headers ?? null,
  };
}

function bufferOf(data: Buffer | string | null | undefined): Buffer | null {
  return typeof data === 'string' ? Buffer.from(data) : (data ?? null);
}

function lengthOf(data: Buffer | string | null | undefined): number {
  return bufferOf(data)?.length ?? 0;
}
