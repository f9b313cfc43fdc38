/** Owns the records that are measured: a JSON object of 170 bytes with ten fields, with and without a schema. */
import { SinkRecord } from '../src/api/sink-record';
import type { Props } from '../src/api/plugin';
import type { Converter } from '../src/api/converter';
import {
  BOOLEAN_SCHEMA,
  FLOAT64_SCHEMA,
  INT32_SCHEMA,
  INT64_SCHEMA,
  OPTIONAL_STRING_SCHEMA,
  STRING_SCHEMA,
} from '../src/data/connect-schema';
import type { ConnectObject, ConnectValue } from '../src/data/connect-value';
import type { Schema } from '../src/data/schema';
import { SchemaBuilder } from '../src/data/schema-builder';
import { Struct } from '../src/data/struct';
import { PackedBatch, PackedRows } from '../src/kafka/packed-batch';
import { ProduceBlock } from '../src/kafka/produce-block';

export const TEXT =
  '{"id":123456,"name":"Some customer name","email":"someone@example.com","active":true,"amount":1234.56,' +
  '"ts":1700000000000,"city":"Bonn","zip":"10115","note":"","count":7}';

export const BYTES = Buffer.from(TEXT);

const TYPES: Readonly<Record<string, Schema>> = {
  id: INT64_SCHEMA,
  name: STRING_SCHEMA,
  email: STRING_SCHEMA,
  active: BOOLEAN_SCHEMA,
  amount: FLOAT64_SCHEMA,
  ts: INT64_SCHEMA,
  city: OPTIONAL_STRING_SCHEMA,
  zip: STRING_SCHEMA,
  note: STRING_SCHEMA,
  count: INT32_SCHEMA,
};

export const SCHEMA: Schema = Object.entries(TYPES)
  .reduce((builder, [name, schema]) => builder.field(name, schema), SchemaBuilder.struct())
  .build();

/** The same content with the schema. */
export function sampleStruct(): Struct {
  const values = JSON.parse(TEXT) as ConnectObject;
  const struct = new Struct(SCHEMA);
  for (const [name, schema] of Object.entries(TYPES)) {
    const value = values[name] ?? null;
    struct.put(name, schema.type === 'INT64' ? BigInt(value as number) : value);
  }
  return struct;
}

/** A record as a sink task gets it. */
export function sampleRecord(value: ConnectValue, valueSchema: Schema | null = null): SinkRecord {
  return new SinkRecord({
    topic: 'orders',
    kafkaPartition: 0,
    kafkaOffset: 42,
    timestamp: 1700000000000,
    timestampType: 'CREATE_TIME',
    value,
    valueSchema,
  });
}

/** A batch as the companion fetches it: `size` records with these bytes as their value. */
export function packedBatch(value: Buffer, size: number): PackedBatch {
  const block = new ProduceBlock();
  for (let sequence = 0; sequence < size; sequence++) {
    block.append(
      { topic: 'orders', partition: 0, key: null, value, timestamp: 1700000000000, headers: null },
      sequence,
    );
  }
  const rows = new PackedRows({
    count: size,
    rows: block.rows.buffer.slice(block.rows.byteOffset, block.rows.byteOffset + size * 48) as ArrayBuffer,
    data: block.data.buffer.slice(block.data.byteOffset, block.data.byteOffset + value.length * size) as ArrayBuffer,
    topics: block.topics,
    runs: [0, 0, 0],
  });
  return new PackedBatch(rows, 0, size);
}

/** A converter, configured for values. */
export function configured<C extends Converter>(converter: C, props: Props = {}): C {
  converter.configure(props, false);
  return converter;
}
