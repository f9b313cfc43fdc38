/** Owns booleans as one byte. */
import { Converter, type HeaderConverter, type SchemaAndValue } from '../api/converter';
import { PLUGIN_KINDS } from '../api/plugin';
import { OPTIONAL_BOOLEAN_SCHEMA } from '../data/connect-schema';
import { javaClassName } from '../data/java-class-name';
import { DataError } from '../errors';
import { converterConfig } from './converter-config';

const CONFIG = converterConfig();

/** Writes 01 or 00, with a BOOLEAN schema or none; reads those two with an optional BOOLEAN schema. Null is null. */
export class BooleanConverter extends Converter implements HeaderConverter {
  static override readonly [PLUGIN_KINDS] = ['converter', 'header_converter'] as const;

  override config() {
    return CONFIG;
  }

  configure(): void {
    // Nothing to configure.
  }

  fromConnectData(_topic: string, data: SchemaAndValue): Buffer | null {
    return write(data);
  }

  toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    return read(bytes);
  }

  fromConnectHeader(_topic: string, _key: string, data: SchemaAndValue): Buffer | null {
    return write(data);
  }

  toConnectHeader(_topic: string, _key: string, bytes: Buffer | null): SchemaAndValue {
    return read(bytes);
  }
}

function write({ schema, value }: SchemaAndValue): Buffer | null {
  if (schema !== null && schema.type !== 'BOOLEAN') {
    throw new DataError(`Invalid schema type for BooleanConverter: ${schema.type}`);
  }
  // Values of plugins in JavaScript may be undefined.
  if (value === null || (value as unknown) === undefined) return null;
  if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0);
  throw new DataError(`BooleanConverter is not compatible with objects of type ${javaClassName(value)}`);
}

function read(bytes: Buffer | null): SchemaAndValue {
  if (bytes === null) return { schema: OPTIONAL_BOOLEAN_SCHEMA, value: null };
  if (bytes.length !== 1) throw new DataError('Failed to deserialize boolean: Size of data received is not 1');
  if (bytes[0] === 1) return { schema: OPTIONAL_BOOLEAN_SCHEMA, value: true };
  if (bytes[0] === 0) return { schema: OPTIONAL_BOOLEAN_SCHEMA, value: false };
  throw new DataError(`Failed to deserialize boolean: Unexpected byte received: ${bytes[0] ?? ''}`);
}
