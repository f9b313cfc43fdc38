/** Owns the way from a source record to bytes: transforms, then header, key and value converter, in the error boundary. */
import type { RawHeader } from '../../api/converter';
import { isPromise } from '../../api/plugin';
import type { SourceRecord } from '../../api/source-record';
import { ConnectError } from '../../errors';
import type { ProducerRecord } from '../../kafka/clients';
import type { ConverterSet } from '../converter-set';
import { GuardedSteps } from '../errors/guarded-steps';
import { GuardedTransformations } from '../errors/guarded-transformations';
import type { RetryWithTolerance } from '../errors/retry-with-tolerance';
import type { TransformationChain } from '../transformation-chain';

/** What an encoder is made of. */
export interface SourceRecordEncoderOptions {
  readonly transformations: TransformationChain<SourceRecord>;
  readonly converters: ConverterSet;
  readonly boundary: RetryWithTolerance;
  /** Told once of what is sent otherwise than the author wrote it. */
  readonly onWarning?: (message: string) => void;
}

/** `null`: the record is dropped, by a transform or because its failure is tolerated. */
export type Encoded = ProducerRecord | null;

const HEADERS = 0;
const KEY = 1;
const ZERO_IS_NOW =
  'librdkafka takes it for none, and the record gets the time when it is sent; 1 is the least that is kept (said once for this task)';

/**
 * Encodes records one after another. Answers at once unless a plugin answers with a promise or a step fails. The message it
 * answers with is the same object each time: it is good until the next call.
 */
export class SourceRecordEncoder {
  readonly #transformations: GuardedTransformations<SourceRecord>;
  readonly #converters: ConverterSet;
  readonly #steps: GuardedSteps<SourceRecord>;
  readonly #message: ProducerRecord = {
    topic: '',
    partition: null,
    key: null,
    value: null,
    timestamp: null,
    headers: null,
  };
  readonly #onWarning: ((message: string) => void) | undefined;
  #polled: SourceRecord | undefined;
  #hasWarned = false;

  constructor(options: SourceRecordEncoderOptions) {
    const { converters, boundary } = options;
    this.#converters = converters;
    this.#onWarning = options.onWarning;
    const current = () => this.#failedRecord();
    this.#transformations = new GuardedTransformations(options.transformations, boundary, current);
    this.#steps = new GuardedSteps({
      boundary,
      current,
      perform: (record, step) => this.#perform(record, step),
      sites: [
        { stage: 'HEADER_CONVERTER', executingClass: converters.header.className },
        { stage: 'KEY_CONVERTER', executingClass: converters.key.className },
        { stage: 'VALUE_CONVERTER', executingClass: converters.value.className },
      ],
    });
  }

  encode(polled: SourceRecord): Encoded | Promise<Encoded> {
    this.#polled = polled;
    const transformed = this.#transformations.run(polled);
    if (transformed instanceof Promise) return transformed.then((record) => this.#convert(record));
    return this.#convert(transformed);
  }

  close(): Promise<void> {
    return this.#transformations.close();
  }

  #convert(record: SourceRecord | null): Encoded | Promise<Encoded> {
    if (record === null) return null;
    this.#message.topic = record.topic;
    this.#message.partition = record.kafkaPartition;
    this.#message.timestamp = this.#timestamp(record);
    const done = this.#steps.run(record);
    if (done instanceof Promise) return done.then((isDone) => (isDone ? this.#message : null));
    return done ? this.#message : null;
  }

  #perform(record: SourceRecord, step: number): Promise<void> | undefined {
    if (step === HEADERS) return this.#convertHeaders(record);
    const message = this.#message;
    if (step === KEY) {
      const key = this.#converters.key.converter.fromConnectData(
        record.topic,
        { schema: record.keySchema, value: record.key },
        message.headers as RawHeader[] | null,
      );
      if (isPromise(key)) return Promise.resolve(key).then((bytes) => void (message.key = bytes));
      message.key = key;
      return undefined;
    }
    const value = this.#converters.value.converter.fromConnectData(
      record.topic,
      { schema: record.valueSchema, value: record.value },
      message.headers as RawHeader[] | null,
    );
    if (isPromise(value)) return Promise.resolve(value).then((bytes) => void (message.value = bytes));
    message.value = value;
    return undefined;
  }

  #convertHeaders(record: SourceRecord): Promise<void> | undefined {
    if (!record.hasHeaders) {
      this.#message.headers = null;
      return undefined;
    }
    const { converter } = this.#converters.header;
    const raw: RawHeader[] = [];
    const pending: Promise<void>[] = [];
    for (const { key, schema, value } of record.headers) {
      const bytes = converter.fromConnectHeader(record.topic, key, { schema, value });
      const index = raw.push({ key, value: null }) - 1;
      if (isPromise(bytes))
        pending.push(Promise.resolve(bytes).then((later) => void (raw[index] = rawHeader(key, later))));
      else raw[index] = rawHeader(key, bytes);
    }
    this.#message.headers = raw;
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => void 0);
  }

  /** A negative timestamp other than −1 (none) cannot be sent: the task fails, as in Java. */
  #timestamp({ timestamp, topic }: SourceRecord): number | null {
    if (timestamp === null || timestamp === -1) return null;
    if (timestamp > 0) return timestamp;
    if (timestamp < 0) throw new ConnectError(`Invalid record timestamp ${timestamp} of a record for topic ${topic}`);
    if (!this.#hasWarned) this.#onWarning?.(`A record for topic ${topic} has the timestamp 0: ${ZERO_IS_NOW}`);
    this.#hasWarned = true;
    return timestamp;
  }

  #failedRecord(): { polled: SourceRecord } {
    if (this.#polled === undefined) throw new ConnectError('no record is on its way');
    return { polled: this.#polled };
  }
}

function rawHeader(key: string, bytes: Buffer | string | null): RawHeader {
  return { key, value: typeof bytes === 'string' ? Buffer.from(bytes) : bytes };
}
