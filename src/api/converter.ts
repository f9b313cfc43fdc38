/** Owns how bytes become data and back: key and value converters, header converters. */
import type { ConfigDef } from '../config/config-def';
import type { ConnectValue } from '../data/connect-value';
import type { Schema } from '../data/schema';
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type Props } from './plugin';

/** A value and its schema; `schema` null: none. */
export interface SchemaAndValue {
  readonly schema: Schema | null;
  readonly value: ConnectValue;
}

/** What goes to Kafka: bytes, or a string that stands for its UTF-8 bytes (cheaper than making a Buffer of it). */
export type SerializedValue = Buffer | string | null;

/** A header as Kafka carries it. */
export interface RawHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

/** Converts keys and values. One instance per use; calls come one after another. Extend it, or fulfil its shape. */
export abstract class Converter {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['converter'];

  /** Called once before use, with the settings below `key.converter.` or `value.converter.`, prefix removed. */
  abstract configure(props: Props, isKey: boolean): void;

  /** Bytes of a value. Throw DataError when it cannot be converted. `headers` may be added to. */
  abstract fromConnectData(
    topic: string,
    data: SchemaAndValue,
    headers: RawHeader[] | null,
  ): MaybePromise<SerializedValue>;

  /**
   * The value of bytes; `null` bytes are a tombstone. The Buffer is a view on a larger block: copy what must outlive the
   * batch. Throw DataError when it cannot be converted.
   */
  abstract toConnectData(
    topic: string,
    bytes: Buffer | null,
    headers: readonly RawHeader[] | null,
  ): MaybePromise<SchemaAndValue>;

  /** The definition of the converter's settings. */
  config?(): ConfigDef;
  version?(): string;
  /** Called once after the last use. */
  close?(): MaybePromise<void>;
}

/** Converts headers. One instance per use; calls come one after another. */
export abstract class HeaderConverter {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['header_converter'];

  /** Called once before use, with the settings below `header.converter.`; `converter.type` is `header`. */
  abstract configure(props: Props, isKey: boolean): void;

  /** Bytes of a header's value. Throw DataError when it cannot be converted. */
  abstract fromConnectHeader(topic: string, key: string, data: SchemaAndValue): MaybePromise<Buffer | string | null>;

  /** The value of a header's bytes. Throw DataError when it cannot be converted. */
  abstract toConnectHeader(topic: string, key: string, bytes: Buffer | null): MaybePromise<SchemaAndValue>;

  config?(): ConfigDef;
  version?(): string;
  close?(): MaybePromise<void>;
}
