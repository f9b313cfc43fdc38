/** Owns bytes as they are. */
import { Converter, type HeaderConverter, type SchemaAndValue, type SerializedValue } from '../api/converter';
import { PLUGIN_KINDS } from '../api/plugin';
import { OPTIONAL_BYTES_SCHEMA } from '../data/connect-schema';
import { javaClassName } from '../data/java-class-name';
import { DataError } from '../errors';
import { converterConfig } from './converter-config';

const CONFIG = converterConfig();

/**
 * Passes bytes through, with an optional BYTES schema on reading. Writes bytes with a BYTES schema or none, and refuses
 * everything else. What is read is a copy: it may outlive the batch it came in.
 */
export class ByteArrayConverter extends Converter implements HeaderConverter {
  static override readonly [PLUGIN_KINDS] = ['converter', 'header_converter'] as const;

  override config() {
    return CONFIG;
  }

  configure(): void {
    // Nothing to configure.
  }

  fromConnectData(_topic: string, data: SchemaAndValue): SerializedValue {
    return this.fromConnectHeader('', '', data);
  }

  toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    return this.toConnectHeader('', '', bytes);
  }

  fromConnectHeader(_topic: string, _key: string, { schema, value }: SchemaAndValue): Buffer | null {
    if (schema !== null && schema.type !== 'BYTES') {
      throw new DataError(`Invalid schema type for ByteArrayConverter: ${schema.type}`);
    }
    const bytes: unknown = value;
    if (bytes === null || bytes === undefined) return null;
    if (Buffer.isBuffer(bytes)) return bytes;
    if (bytes instanceof Uint8Array) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    throw new DataError(`ByteArrayConverter is not compatible with objects of type ${javaClassName(bytes)}`);
  }

  toConnectHeader(_topic: string, _key: string, bytes: Buffer | null): SchemaAndValue {
    return { schema: OPTIONAL_BYTES_SCHEMA, value: bytes === null ? null : Buffer.from(bytes) };
  }
}
