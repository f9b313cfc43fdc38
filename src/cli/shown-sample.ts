/** Owns how `check --sample` shows records: their parts as texts that a person can read. */
import { isUtf8 } from 'node:buffer';
import type { SerializedValue } from '../api/converter';
import type { ConnectRecord } from '../api/connect-record';
import { javaToString } from '../data/java-text';

/** A record as a person can read it; `null` where it has no such part. */
export interface ShownRecord {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
}

/** What would be sent to Kafka: bytes as text where they are UTF-8, else in base64. */
export interface ShownMessage extends ShownRecord {
  /** Null: by the key, or any. */
  readonly partition: number | null;
  readonly headers: readonly { readonly key: string; readonly value: string | null }[];
}

/** What became of one record. */
export interface ShownSample {
  readonly connector: string;
  readonly topic: string;
  /** Where a sink has read it; null for a record of a source. */
  readonly partition: number | null;
  readonly offset: number | null;
  /** After the converters of a sink, or as a source gave it. Null: the converters refused it, which is a finding. */
  readonly before: ShownRecord | null;
  /** After the transforms. Null: refused, or dropped (`isDropped`). */
  readonly after: ShownRecord | null;
  readonly isDropped: boolean;
  /** After the converters of a source. Null: refused, dropped, or of a sink. */
  readonly sent: ShownMessage | null;
}

/** The record as it is shown. */
export function shownRecord({ topic, key, value }: Pick<ConnectRecord, 'topic' | 'key' | 'value'>): ShownRecord {
  return { topic, key: textOf(key), value: textOf(value) };
}

/** Bytes as they are shown. */
export function shownBytes(bytes: SerializedValue): string | null {
  if (bytes === null) return null;
  if (typeof bytes === 'string') return shortened(bytes);
  return shortened(isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('base64'));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return shortened(value.toString('base64'));
  return shortened(javaToString(value as Parameters<typeof javaToString>[0]));
}

const LONGEST_TEXT = 500;

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
