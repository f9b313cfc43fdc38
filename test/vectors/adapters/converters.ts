/** Owns how the vectors of converters run. */
import type { Converter } from '../../../src/api/converter';
import { type HeaderConverter, type SchemaAndValue, type SerializedValue } from '../../../src/api/converter';
import { BooleanConverter } from '../../../src/converters/boolean-converter';
import { ByteArrayConverter } from '../../../src/converters/byte-array-converter';
import { DoubleConverter } from '../../../src/converters/double-converter';
import { FloatConverter } from '../../../src/converters/float-converter';
import { IntegerConverter } from '../../../src/converters/integer-converter';
import { JsonConverter } from '../../../src/converters/json-converter';
import { LongConverter } from '../../../src/converters/long-converter';
import { ShortConverter } from '../../../src/converters/short-converter';
import { SimpleHeaderConverter } from '../../../src/converters/simple-header-converter';
import { StringConverter } from '../../../src/converters/string-converter';
import { decodeSchema, decodeValue, encodeSchema, encodeValue } from '../codec';
import type { Adapter, Adapters, Json, JsonObject } from '../vector';

const TOPIC = 'topic';

type EitherConverter = (Converter & HeaderConverter) | HeaderConverter;

function bytesOf(input: JsonObject): Buffer | null {
  if (typeof input['text'] === 'string') return Buffer.from(input['text']);
  return typeof input['bytes'] === 'string' ? Buffer.from(input['bytes'], 'base64') : null;
}

function dataOf(input: JsonObject): SchemaAndValue {
  const schema = decodeSchema(input['schema']);
  return { schema, value: decodeValue(schema, input['value']) };
}

function encodeData({ schema, value }: SchemaAndValue): JsonObject {
  return { schema: encodeSchema(schema), value: encodeValue(schema, value) };
}

function encodeBytes(written: SerializedValue, isJson: boolean): JsonObject {
  if (written === null) return { bytes: null };
  const bytes = Buffer.from(written as string);
  if (!isJson) return { bytes: bytes.toString('base64') };
  return { text: bytes.toString(), json: JSON.parse(bytes.toString()) as Json };
}

async function run(converter: EitherConverter, input: JsonObject): Promise<JsonObject> {
  const isJson = converter instanceof JsonConverter;
  const both = converter as Converter & HeaderConverter;
  switch (input['op']) {
    case 'toConnect':
      return encodeData(await both.toConnectData(TOPIC, bytesOf(input), null));
    case 'fromConnect':
      return encodeBytes(await both.fromConnectData(TOPIC, dataOf(input), null), isJson);
    case 'toConnectHeader': {
      const data = await converter.toConnectHeader(TOPIC, 'header', bytesOf(input));
      return input['text'] === 'null' && data.schema === null ? { parsed: null } : encodeData(data);
    }
    case 'fromConnectHeader':
      return encodeBytes(await converter.fromConnectHeader(TOPIC, 'header', dataOf(input)), isJson);
    case 'headerRoundTrip': {
      const written = await converter.fromConnectHeader(TOPIC, 'header', dataOf(input));
      const bytes = written === null ? null : Buffer.from(written as string);
      return {
        text: bytes?.toString() ?? null,
        ...encodeData(await converter.toConnectHeader(TOPIC, 'header', bytes)),
      };
    }
    case 'toConnectCacheSizes':
      return toConnectCacheSizes(converter as JsonConverter, input['texts'] as readonly string[]);
    case 'fromConnectCacheSizes':
      return fromConnectCacheSizes(converter as JsonConverter, input['data'] as readonly JsonObject[]);
    default:
      throw new Error(`Unknown operation ${JSON.stringify(input['op'])}`);
  }
}

function toConnectCacheSizes(converter: JsonConverter, texts: readonly string[]): JsonObject {
  const sizes = texts.map((text) => {
    converter.toConnectData(TOPIC, Buffer.from(text));
    return converter.toConnectCacheSize;
  });
  return { sizes };
}

function fromConnectCacheSizes(converter: JsonConverter, data: readonly JsonObject[]): JsonObject {
  const sizes = data.map((item) => {
    converter.fromConnectData(TOPIC, dataOf(item));
    return converter.fromConnectCacheSize;
  });
  return { sizes };
}

function adapterOf(create: new () => EitherConverter): Adapter {
  return async ({ config, input }, enter) => {
    enter('configure');
    const converter = new create();
    converter.configure(config, input['isKey'] === true);
    enter('apply');
    return run(converter, input);
  };
}

const CONVERTERS = 'org.apache.kafka.connect.converters';
const STORAGE = 'org.apache.kafka.connect.storage';

export const adapters: Adapters = {
  'org.apache.kafka.connect.json.JsonConverter': adapterOf(JsonConverter),
  [`${STORAGE}.StringConverter`]: adapterOf(StringConverter),
  [`${STORAGE}.SimpleHeaderConverter`]: adapterOf(SimpleHeaderConverter),
  [`${CONVERTERS}.ByteArrayConverter`]: adapterOf(ByteArrayConverter),
  [`${CONVERTERS}.BooleanConverter`]: adapterOf(BooleanConverter),
  [`${CONVERTERS}.ShortConverter`]: adapterOf(ShortConverter),
  [`${CONVERTERS}.IntegerConverter`]: adapterOf(IntegerConverter),
  [`${CONVERTERS}.LongConverter`]: adapterOf(LongConverter),
  [`${CONVERTERS}.FloatConverter`]: adapterOf(FloatConverter),
  [`${CONVERTERS}.DoubleConverter`]: adapterOf(DoubleConverter),
};
