/** Owns headers as text whose type is guessed when it is read: the worker's default for headers. */
import { HeaderConverter, type SchemaAndValue } from '../api/converter';
import { ConfigDef } from '../config/config-def';
import { BYTES_SCHEMA } from '../data/connect-schema';
import { convertToString, parseString } from '../data/values';

const CONFIG = new ConfigDef();
const NOTHING: SchemaAndValue = { schema: null, value: null };

/**
 * Writes the text of `convertToString` and reads with `parseString`. What is read is not always what was written: `007`
 * comes back as 7, `1,2` as 1, `null` as null. Use StringConverter or ByteArrayConverter where headers must stay as
 * they are. It has no settings.
 */
export class SimpleHeaderConverter extends HeaderConverter {
  override config() {
    return CONFIG;
  }

  configure(): void {
    // Nothing to configure.
  }

  fromConnectHeader(_topic: string, _key: string, { schema, value }: SchemaAndValue): string | null {
    return convertToString(schema, value);
  }

  toConnectHeader(_topic: string, _key: string, bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return NOTHING;
    try {
      return parseString(bytes.toString()) ?? NOTHING;
    } catch {
      // As in Java: a header that defeats the parser is handed on as bytes rather than failing its record.
      return { schema: BYTES_SCHEMA, value: Buffer.from(bytes) };
    }
  }
}
