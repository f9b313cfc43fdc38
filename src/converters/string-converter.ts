/** Owns text as bytes: keys, values and headers that are strings. */
import { Converter, type HeaderConverter, type SchemaAndValue, type SerializedValue } from '../api/converter';
import { PLUGIN_KINDS, type Props } from '../api/plugin';
import { OPTIONAL_STRING_SCHEMA } from '../data/connect-schema';
import type { ConnectValue } from '../data/connect-value';
import { javaToString } from '../data/java-text';
import type { Schema } from '../data/schema';
import { converterConfig, withConverterType } from './converter-config';
import { stringEncodingOf, type StringEncoding } from './string-encoding';

const ENCODING = 'converter.encoding';

const CONFIG = converterConfig().define({
  name: ENCODING,
  type: 'STRING',
  default: 'UTF-8',
  importance: 'HIGH',
  doc: 'The character set of the text, by its Java name: UTF-8, UTF-16, ISO-8859-1, windows-1252 and others.',
  width: 'MEDIUM',
  displayName: 'Encoding',
});

/**
 * Writes any value as the text that Java's `toString` gives, whatever its schema: `Struct{a=1}`, `{a=1, b=x}`. Reads text
 * with an optional STRING schema. Null is null both ways.
 */
export class StringConverter extends Converter implements HeaderConverter {
  static override readonly [PLUGIN_KINDS] = ['converter', 'header_converter'] as const;

  #encoding: StringEncoding = stringEncodingOf('UTF-8', ENCODING);

  override config() {
    return CONFIG;
  }

  configure(props: Props, isKey: boolean): void {
    const config = CONFIG.parse(withConverterType(props, isKey));
    this.#encoding = stringEncodingOf(config[ENCODING], ENCODING);
  }

  fromConnectData(_topic: string, { schema, value }: SchemaAndValue): SerializedValue {
    return this.#write(schema, value);
  }

  toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    return this.#read(bytes);
  }

  fromConnectHeader(_topic: string, _key: string, { schema, value }: SchemaAndValue): SerializedValue {
    return this.#write(schema, value);
  }

  toConnectHeader(_topic: string, _key: string, bytes: Buffer | null): SchemaAndValue {
    return this.#read(bytes);
  }

  #write(schema: Schema | null, value: ConnectValue | undefined): SerializedValue {
    if (value === null || value === undefined) return null;
    return this.#encoding.encode(typeof value === 'string' ? value : javaToString(value, schema));
  }

  #read(bytes: Buffer | null): SchemaAndValue {
    return { schema: OPTIONAL_STRING_SCHEMA, value: bytes === null ? null : this.#encoding.decode(bytes) };
  }
}
