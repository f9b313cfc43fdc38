/** Owns numbers as bytes of a fixed width: what the converters of the five number types have in common. */
import { Converter, type HeaderConverter, type SchemaAndValue } from '../api/converter';
import { PLUGIN_KINDS } from '../api/plugin';
import type { ConnectValue } from '../data/connect-value';
import { javaClassName } from '../data/java-class-name';
import type { Schema } from '../data/schema';
import { isOfType } from '../data/value-type';
import { DataError } from '../errors';
import { converterConfig } from './converter-config';

const CONFIG = converterConfig();

/** What makes a number type: its width, its schema and its big-endian form. */
export interface NumberFormat {
  /** Java's name of the class, for messages. */
  readonly className: string;
  readonly width: number;
  /** The schema of what is read; optional. */
  readonly schema: Schema;
  readonly write: (bytes: Buffer, value: number | bigint) => void;
  readonly read: (bytes: Buffer) => number | bigint;
}

/**
 * Base of the number converters. A value must be one of the type; as in Java, the schema that comes with it is not
 * looked at. Null is null both ways. Bytes of another length are refused.
 */
export abstract class NumberConverter extends Converter implements HeaderConverter {
  static override readonly [PLUGIN_KINDS] = ['converter', 'header_converter'] as const;

  readonly #format: NumberFormat;

  constructor(format: NumberFormat) {
    super();
    this.#format = format;
  }

  override config() {
    return CONFIG;
  }

  configure(): void {
    // Nothing to configure.
  }

  fromConnectData(_topic: string, { value }: SchemaAndValue): Buffer | null {
    return this.#write(value);
  }

  toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    return this.#read(bytes);
  }

  fromConnectHeader(_topic: string, _key: string, { value }: SchemaAndValue): Buffer | null {
    return this.#write(value);
  }

  toConnectHeader(_topic: string, _key: string, bytes: Buffer | null): SchemaAndValue {
    return this.#read(bytes);
  }

  #write(value: ConnectValue | undefined): Buffer | null {
    if (value === null || value === undefined) return null;
    const { className, schema, width, write } = this.#format;
    if (!isOfType(schema.type, value)) {
      throw new DataError(`Failed to serialize to ${className}: not one of its values, but ${javaClassName(value)}`);
    }
    const bytes = Buffer.allocUnsafe(width);
    write(bytes, value as number | bigint);
    return bytes;
  }

  #read(bytes: Buffer | null): SchemaAndValue {
    const { className, schema, width, read } = this.#format;
    if (bytes === null) return { schema, value: null };
    if (bytes.length !== width) {
      throw new DataError(`Failed to deserialize ${className}: Size of data received is not ${width}`);
    }
    return { schema, value: read(bytes) };
  }
}
