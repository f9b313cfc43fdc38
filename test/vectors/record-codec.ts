/** Owns the neutral encoding of records and headers. */
import type { ConnectRecord } from '../../src/api/connect-record';
import { SinkRecord } from '../../src/api/sink-record';
import { type SourceOffset, type SourcePartition, SourceRecord } from '../../src/api/source-record';
import type { ConnectValue } from '../../src/data/connect-value';
import { ConnectHeaders, Header } from '../../src/data/headers';
import { decodeRaw, decodeSchema, decodeValue, encodeRaw, encodeSchema, encodeValue } from './codec';
import type { Json, JsonObject } from './vector';

export function decodeRecord(json: JsonObject): SourceRecord | SinkRecord {
  const [keySchema, key] = decodePair(json['key'] as JsonObject);
  const [valueSchema, value] = decodePair(json['value'] as JsonObject);
  const fields = {
    // Some vectors leave the topic out, as Java lets a test do.
    topic: json['topic'] as string,
    kafkaPartition: json['partition'] as number,
    keySchema,
    key,
    valueSchema,
    value,
    timestamp: json['timestamp'] === null ? null : Number(json['timestamp']),
    headers: decodeHeaders(json['headers'] as readonly JsonObject[]),
  };
  if (json['kind'] === 'sink') return new SinkRecord({ ...fields, kafkaOffset: Number(json['offset']) });
  return new SourceRecord({
    ...fields,
    sourcePartition: decodeRaw(json['sourcePartition']) as SourcePartition | null,
    sourceOffset: decodeRaw(json['sourceOffset']) as SourceOffset | null,
  });
}

function decodePair(json: JsonObject): [ReturnType<typeof decodeSchema>, ConnectValue] {
  const schema = decodeSchema(json['schema']);
  return [schema, decodeValue(schema, json['value'])];
}

function decodeHeaders(list: readonly JsonObject[]): ConnectHeaders {
  const headers = new ConnectHeaders();
  for (const header of list) headers.addHeader(new Header(header['key'] as string, ...decodePair(header)));
  return headers;
}

export function encodeHeader(header: Header): JsonObject {
  return {
    key: header.key,
    schema: encodeSchema(header.schema),
    value: encodeValue(header.schema, header.value),
  };
}

export function encodeRecord(record: ConnectRecord): JsonObject {
  return {
    kind: record instanceof SinkRecord ? 'sink' : 'source',
    // Null where a vector leaves it out.
    topic: record.topic,
    partition: record.kafkaPartition,
    key: { schema: encodeSchema(record.keySchema), value: encodeValue(record.keySchema, record.key) },
    value: { schema: encodeSchema(record.valueSchema), value: encodeValue(record.valueSchema, record.value) },
    timestamp: record.timestamp === null ? null : String(record.timestamp),
    headers: Array.from(record.headers, encodeHeader),
    ...coordinates(record),
  };
}

function coordinates(record: ConnectRecord): JsonObject {
  if (record instanceof SourceRecord) {
    return {
      sourcePartition: encodeMap(record.sourcePartition),
      sourceOffset: encodeMap(record.sourceOffset),
    };
  }
  if (!(record instanceof SinkRecord)) return {};
  return {
    offset: String(record.kafkaOffset),
    original: {
      topic: record.originalTopic,
      partition: record.originalKafkaPartition,
      offset: String(record.originalKafkaOffset),
    },
  };
}

export function encodeMap(map: SourceOffset | null): Json {
  return map === null ? null : encodeRaw(map);
}
