/** Owns what `bench:codec` measures: every converter, every transform, and the ways of a record through both codecs. */
import type { Props } from '../src/api/plugin';
import type { SinkRecord } from '../src/api/sink-record';
import { SourceRecord } from '../src/api/source-record';
import type { Transformation } from '../src/api/transformation';
import { systemClock } from '../src/clock';
import { ByteArrayConverter } from '../src/converters/byte-array-converter';
import { JsonConverter } from '../src/converters/json-converter';
import { LongConverter } from '../src/converters/long-converter';
import { SimpleHeaderConverter } from '../src/converters/simple-header-converter';
import { StringConverter } from '../src/converters/string-converter';
import type { ConnectRecord } from '../src/api/connect-record';
import type { Converter } from '../src/api/converter';
import { ProduceBlock } from '../src/kafka/produce-block';
import type { ConverterSet } from '../src/runtime/converter-set';
import { ErrorCounters } from '../src/runtime/errors/error-counters';
import { RetryWithTolerance } from '../src/runtime/errors/retry-with-tolerance';
import { SinkRecordDecoder } from '../src/runtime/sink/sink-record-decoder';
import { SourceRecordEncoder } from '../src/runtime/source/source-record-encoder';
import { TransformationChain, TransformationStage } from '../src/runtime/transformation-chain';
import { InsertFieldValue } from '../src/transforms/insert-field';
import { RegexRouter } from '../src/transforms/regex-router';
import { ReplaceFieldValue } from '../src/transforms/replace-field';
import type { Subject } from './rounds';
import { BYTES, configured, packedBatch, SCHEMA, sampleRecord, sampleStruct, TEXT } from './sample-records';

const BATCH = 500;

export const PLAIN = configured(new JsonConverter(), { 'schemas.enable': 'false' });

/** A transform and its settings. */
export function transform(transformation: Transformation, props: Props): Transformation {
  transformation.configure(props);
  return transformation;
}

/** The three of the ratio: a field is added, one is renamed and one dropped, the topic is changed. */
export function threeTransforms(): Transformation[] {
  return [
    transform(new InsertFieldValue(), { 'static.field': 'source', 'static.value': 'shop' }),
    transform(new ReplaceFieldValue(), { exclude: 'note', renames: 'ts:created' }),
    transform(new RegexRouter(), { regex: 'ord(.*)', replacement: 'new-$1' }),
  ];
}

function chainOf<R extends ConnectRecord>(transformations: readonly Transformation[]): TransformationChain<R> {
  return new TransformationChain<R>(
    transformations.map(
      (transformation) =>
        new TransformationStage<R>({ transformation: transformation as Transformation<R>, className: 'T' }),
    ),
  );
}

function converterSet(value: Converter): ConverterSet {
  return {
    key: { converter: configured(new StringConverter()), className: 'K' },
    value: { converter: value, className: 'V' },
    header: { converter: new SimpleHeaderConverter(), className: 'H' },
  };
}

function boundary(): RetryWithTolerance {
  return new RetryWithTolerance({
    settings: { tolerance: 'none', retryTimeoutMs: 0, retryDelayMaxMs: 60_000 },
    clock: systemClock,
    reporters: [],
    signal: new AbortController().signal,
    counters: new ErrorCounters(),
  });
}

/** What a way through the decoder consists of. */
export interface Way {
  readonly converter?: Converter;
  readonly transformations?: readonly Transformation[];
  readonly keepsOrigins?: boolean;
}

/** From packed bytes to an array as `put` gets it. */
export function sinkWay(name: string, bytes: Buffer, way: Way = {}): Subject {
  const decoder = new SinkRecordDecoder({
    transformations: chainOf<SinkRecord>(way.transformations ?? []),
    converters: converterSet(way.converter ?? PLAIN),
    boundary: boundary(),
    keepsOrigins: way.keepsOrigins ?? false,
  });
  const batch = packedBatch(bytes, BATCH);
  return {
    name,
    records: BATCH,
    run: () => {
      const records: SinkRecord[] = [];
      for (let index = 0; index < batch.size; index++) {
        const record = decoder.decode(batch, index);
        if (record instanceof Promise) throw new Error('a promise on the synchronous way');
        if (record !== null) records.push(record);
      }
      return records;
    },
  };
}

/** From a record of `poll` to packed bytes. */
export function sourceWay(name: string, polled: SourceRecord, way: Way = {}): Subject {
  const encoder = new SourceRecordEncoder({
    transformations: chainOf<SourceRecord>(way.transformations ?? []),
    converters: converterSet(way.converter ?? PLAIN),
    boundary: boundary(),
  });
  const block = new ProduceBlock();
  return {
    name,
    records: BATCH,
    run: () => {
      for (let sequence = 0; sequence < BATCH; sequence++) {
        const message = encoder.encode(polled);
        if (message instanceof Promise) throw new Error('a promise on the synchronous way');
        if (message !== null) block.append(message, sequence);
      }
      block.drop(BATCH);
      return block;
    },
  };
}

/** The yardstick: the text is a string already, and nothing is made of it. */
export const BARE_PARSE: Subject = { name: 'JSON.parse of the text', run: () => JSON.parse(TEXT) as unknown };

function polled(value: SourceRecord['value'], valueSchema: SourceRecord['valueSchema']): SourceRecord {
  return new SourceRecord({ topic: 'orders', value, valueSchema, sourcePartition: { f: 'a' }, sourceOffset: { p: 1 } });
}

export function ways(): Subject[] {
  const struct = sampleStruct();
  const envelope = configured(new JsonConverter());
  const text = configured(new StringConverter());
  const enveloped = Buffer.from(envelope.fromConnectData('t', { schema: SCHEMA, value: struct }) as string);
  const schemaless = PLAIN.toConnectData('t', BYTES).value;
  return [
    sinkWay('sink: StringConverter', BYTES, { converter: text }),
    sinkWay('sink: JSON', BYTES),
    sinkWay('sink: JSON, three transforms', BYTES, { transformations: threeTransforms() }),
    sinkWay('sink: the same, errors reported', BYTES, { transformations: threeTransforms(), keepsOrigins: true }),
    sinkWay('sink: JSON in its envelope', enveloped, { converter: envelope }),
    sinkWay('sink: JSON in its envelope, three transforms', enveloped, {
      converter: envelope,
      transformations: threeTransforms(),
    }),
    sourceWay('source: StringConverter', polled(TEXT, null), { converter: text }),
    sourceWay('source: JSON', polled(schemaless, null)),
    sourceWay('source: JSON, three transforms', polled(schemaless, null), { transformations: threeTransforms() }),
    sourceWay('source: JSON with a schema, no envelope', polled(struct, SCHEMA)),
    sourceWay('source: JSON in its envelope', polled(struct, SCHEMA), { converter: envelope }),
  ];
}

export function converters(): Subject[] {
  const struct = sampleStruct();
  const bytes = configured(new ByteArrayConverter());
  const text = configured(new StringConverter());
  const long = configured(new LongConverter());
  const envelope = configured(new JsonConverter());
  const header = new SimpleHeaderConverter();
  const schemaless = PLAIN.toConnectData('t', BYTES);
  const withSchema = { schema: SCHEMA, value: struct };
  const enveloped = Buffer.from(envelope.fromConnectData('t', withSchema) as string);
  const number = Buffer.from('0000000000000007', 'hex');
  const seven = { schema: null, value: 7n };
  const city = Buffer.from('Berlin');
  return [
    { name: 'ByteArrayConverter reads', run: () => bytes.toConnectData('t', BYTES) },
    { name: 'StringConverter reads', run: () => text.toConnectData('t', BYTES) },
    { name: 'StringConverter writes', run: () => text.fromConnectData('t', { schema: null, value: TEXT }) },
    { name: 'LongConverter reads', run: () => long.toConnectData('t', number) },
    { name: 'LongConverter writes', run: () => long.fromConnectData('t', seven) },
    { name: 'SimpleHeaderConverter reads a word', run: () => header.toConnectHeader('t', 'city', city) },
    { name: 'JsonConverter reads, plain', run: () => PLAIN.toConnectData('t', BYTES) },
    { name: 'JsonConverter writes, plain', run: () => PLAIN.fromConnectData('t', schemaless) },
    { name: 'JsonConverter writes a struct, plain', run: () => PLAIN.fromConnectData('t', withSchema) },
    { name: 'JsonConverter reads, envelope', run: () => envelope.toConnectData('t', enveloped) },
    { name: 'JsonConverter writes, envelope', run: () => envelope.fromConnectData('t', withSchema) },
  ];
}

/** A transform on the sample record, without and with its schema. */
export function onBoth(name: string, make: () => Transformation): Subject[] {
  const schemaless = sampleRecord(PLAIN.toConnectData('t', BYTES).value);
  const withSchema = sampleRecord(sampleStruct(), SCHEMA);
  const [first, second] = [make(), make()];
  return [
    { name, run: () => first.apply(schemaless) },
    { name: `${name}, with a schema`, run: () => second.apply(withSchema) },
  ];
}
