/** Owns the way from a consumed message to a sink record: key, value and header converter, then transforms, in the error boundary. */
import type { RawHeader, SchemaAndValue } from '../../api/converter';
import { isPromise, type MaybePromise } from '../../api/plugin';
import { SinkRecord, type SinkRecordFields } from '../../api/sink-record';
import { ConnectHeaders } from '../../data/headers';
import { ConnectError } from '../../errors';
import type { ConsumedBatch } from '../../kafka/clients';
import type { ConverterSet } from '../converter-set';
import { GuardedSteps } from '../errors/guarded-steps';
import { GuardedTransformations } from '../errors/guarded-transformations';
import { InternalSinkRecord } from '../errors/internal-sink-record';
import { consumedMessage, type ConsumedMessage } from '../errors/processing-context';
import type { RetryWithTolerance } from '../errors/retry-with-tolerance';
import type { TransformationChain } from '../transformation-chain';

/** What a decoder is made of. */
export interface SinkRecordDecoderOptions {
  readonly transformations: TransformationChain<SinkRecord>;
  readonly converters: ConverterSet;
  readonly boundary: RetryWithTolerance;
  /** True: records know the message that they came from, so that the task can report them. */
  readonly keepsOrigins?: boolean;
}

const KEY = 0;
const HEADERS = 2;
const NOTHING: SchemaAndValue = { schema: null, value: null };

/** What the steps of the present message have made so far. */
interface Parts {
  key: SchemaAndValue;
  value: SchemaAndValue;
  headers: ConnectHeaders | undefined;
}

/** Decodes messages one after another. Answers at once unless a plugin answers with a promise or a step fails. */
export class SinkRecordDecoder {
  readonly #transformations: GuardedTransformations<SinkRecord>;
  readonly #converters: ConverterSet;
  readonly #steps: GuardedSteps<ConsumedBatch>;
  readonly #keepsOrigins: boolean;
  readonly #parts: Parts = { key: NOTHING, value: NOTHING, headers: undefined };
  #batch: ConsumedBatch | undefined;
  #index = 0;
  #topic = '';
  #raw: RawHeader[] | null = null;

  constructor(options: SinkRecordDecoderOptions) {
    const { converters, boundary } = options;
    this.#converters = converters;
    this.#keepsOrigins = options.keepsOrigins ?? false;
    const current = () => this.#failedRecord();
    this.#transformations = new GuardedTransformations(options.transformations, boundary, current);
    this.#steps = new GuardedSteps({
      boundary,
      current,
      perform: (batch, step) => this.#perform(batch, step),
      sites: [
        { stage: 'KEY_CONVERTER', executingClass: converters.key.className },
        { stage: 'VALUE_CONVERTER', executingClass: converters.value.className },
        { stage: 'HEADER_CONVERTER', executingClass: converters.header.className },
      ],
    });
  }

  /** The record of a message, or `null` when it is dropped by a transform or its failure is tolerated. */
  decode(batch: ConsumedBatch, index: number): SinkRecord | null | Promise<SinkRecord | null> {
    this.#batch = batch;
    this.#index = index;
    this.#topic = batch.topic(index);
    this.#raw = batch.headers(index);
    const done = this.#steps.run(batch);
    if (typeof done === 'boolean') return this.#transform(batch, done);
    return done.then((isDone) => this.#transform(batch, isDone));
  }

  close(): Promise<void> {
    return this.#transformations.close();
  }

  #perform(batch: ConsumedBatch, step: number): Promise<void> | undefined {
    const index = this.#index;
    const raw = this.#raw;
    if (step === HEADERS) return this.#convertHeaders(this.#topic, raw);
    const parts = this.#parts;
    if (step === KEY) {
      const key = this.#converters.key.converter.toConnectData(this.#topic, batch.key(index), raw);
      if (isLater(key)) return Promise.resolve(key).then((data) => void (parts.key = data));
      parts.key = key;
      return undefined;
    }
    const value = this.#converters.value.converter.toConnectData(this.#topic, batch.value(index), raw);
    if (isLater(value)) return Promise.resolve(value).then((data) => void (parts.value = data));
    parts.value = value;
    return undefined;
  }

  #convertHeaders(topic: string, raw: readonly RawHeader[] | null): Promise<void> | undefined {
    this.#parts.headers = undefined;
    if (raw === null || raw.length === 0) return undefined;
    const { converter } = this.#converters.header;
    const converted = raw.map(({ key, value }) => converter.toConnectHeader(topic, key, value));
    if (converted.some(isPromise)) {
      return Promise.all(converted.map((data) => Promise.resolve(data))).then(
        (all) => void (this.#parts.headers = headersOf(raw, all)),
      );
    }
    this.#parts.headers = headersOf(raw, converted as SchemaAndValue[]);
    return undefined;
  }

  #transform(batch: ConsumedBatch, isConverted: boolean): SinkRecord | null | Promise<SinkRecord | null> {
    return isConverted ? this.#transformations.run(this.#build(batch)) : null;
  }

  #build(batch: ConsumedBatch): SinkRecord {
    const index = this.#index;
    const { key, value, headers } = this.#parts;
    const fields: SinkRecordFields = {
      topic: this.#topic,
      kafkaPartition: batch.partition(index),
      keySchema: key.schema,
      key: key.value,
      valueSchema: value.schema,
      value: value.value,
      timestamp: checkedTimestamp(batch, index),
      kafkaOffset: batch.offset(index),
      timestampType: batch.timestampType(index),
    };
    if (headers !== undefined) fields.headers = headers;
    return this.#keepsOrigins ? new InternalSinkRecord(fields, { batch, index }) : new SinkRecord(fields);
  }

  #failedRecord(): { consumed: ConsumedMessage } {
    if (this.#batch === undefined) throw new Error('no message is on its way');
    return { consumed: consumedMessage(this.#batch, this.#index) };
  }
}

/** As `isPromise`; asking first for the schema, which every answer has, is much cheaper than for a `then` that none has. */
function isLater(answer: MaybePromise<SchemaAndValue>): answer is Promise<SchemaAndValue> {
  return (answer as Partial<SchemaAndValue>).schema === undefined && isPromise(answer);
}

function headersOf(raw: readonly RawHeader[], converted: readonly SchemaAndValue[]): ConnectHeaders {
  const headers = new ConnectHeaders();
  raw.forEach(({ key }, index) => {
    const data = converted[index] ?? NOTHING;
    headers.add(key, data.value, data.schema);
  });
  return headers;
}

/** −1 means that there is none; Java's worker fails the task for anything else below 0. */
function checkedTimestamp(batch: ConsumedBatch, index: number): number | null {
  const timestamp = batch.timestamp(index);
  if (timestamp >= 0) return timestamp;
  if (timestamp === -1) return null;
  throw new ConnectError(
    `Invalid record timestamp ${timestamp} at ${batch.topic(index)}-${batch.partition(index)}@${batch.offset(index)}`,
  );
}
