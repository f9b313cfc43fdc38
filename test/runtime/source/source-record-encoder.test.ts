import type { RawHeader, SchemaAndValue, SerializedValue } from '../../../src/api/converter';
import { SourceRecord, type SourceRecordFields } from '../../../src/api/source-record';
import type { Transformation } from '../../../src/api/transformation';
import { JsonConverter } from '../../../src/converters/json-converter';
import { SimpleHeaderConverter } from '../../../src/converters/simple-header-converter';
import { STRING_SCHEMA } from '../../../src/data/connect-schema';
import { ConnectHeaders } from '../../../src/data/headers';
import { ConnectError, DataError } from '../../../src/errors';
import { ErrorCounters } from '../../../src/runtime/errors/error-counters';
import type { ProcessingContext } from '../../../src/runtime/errors/processing-context';
import { RetryWithTolerance } from '../../../src/runtime/errors/retry-with-tolerance';
import { SourceRecordEncoder } from '../../../src/runtime/source/source-record-encoder';
import { TransformationChain, TransformationStage } from '../../../src/runtime/transformation-chain';
import { HoistFieldValue } from '../../../src/transforms/hoist-field';
import { FakeClock } from '../../support/fake-clock';
import { countPromises } from '../../support/promise-count';
import { StubConverter, StubHeaderConverter } from '../../support/stub-plugins';

/** Answers with promises when it is told to; refuses the text `bad`. */
class TestConverter extends StubConverter {
  isAsync = false;
  readonly seen: { topic: string; data: SchemaAndValue; headers: RawHeader[] | null }[] = [];

  override fromConnectData(
    topic: string,
    data: SchemaAndValue,
    headers: RawHeader[] | null = null,
  ): SerializedValue | Promise<SerializedValue> {
    this.seen.push({ topic, data, headers });
    if (data.value === 'bad' && !this.isAsync) throw new DataError('bad value');
    if (data.value === 'bad') return Promise.reject(new DataError('bad value'));
    const bytes = super.fromConnectData(topic, data);
    return this.isAsync ? Promise.resolve(bytes) : bytes;
  }
}

class TestHeaderConverter extends StubHeaderConverter {
  isAsync = false;

  override fromConnectHeader(topic: string, key: string, data: SchemaAndValue) {
    const bytes = super.fromConnectHeader(topic, key, data);
    return this.isAsync ? Promise.resolve(bytes) : bytes;
  }
}

type Apply = (record: SourceRecord) => SourceRecord | null | Promise<SourceRecord | null>;

function setUp({ apply, tolerance = 'none' }: { apply?: Apply; tolerance?: 'none' | 'all' } = {}) {
  const [key, value, header] = [new TestConverter(), new TestConverter(), new TestHeaderConverter()];
  const reports: ProcessingContext[] = [];
  const warnings: string[] = [];
  const close = jest.fn();
  const transformation = { apply, close } as unknown as Transformation<SourceRecord>;
  const stages = apply === undefined ? [] : [new TransformationStage({ transformation, className: 'Change' })];
  const encoder = new SourceRecordEncoder({
    onWarning: (message) => void warnings.push(message),
    transformations: new TransformationChain(stages),
    converters: {
      key: { converter: key, className: 'Key' },
      value: { converter: value, className: 'Value' },
      header: { converter: header, className: 'Header' },
    },
    boundary: new RetryWithTolerance({
      settings: { tolerance, retryTimeoutMs: 0, retryDelayMaxMs: 0 },
      clock: new FakeClock(),
      reporters: [{ report: (context) => void reports.push(context) }],
      signal: new AbortController().signal,
      counters: new ErrorCounters(),
    }),
  });
  return { encoder, key, value, header, reports, warnings, close };
}

const record = (fields: Partial<SourceRecordFields> = {}) => new SourceRecord({ topic: 't', ...fields });

function headersOf(...entries: [string, string | null][]): ConnectHeaders {
  const headers = new ConnectHeaders();
  for (const [key, value] of entries) headers.add(key, value, null);
  return headers;
}

describe('SourceRecordEncoder', () => {
  it('makes bytes of key and value, each with its schema, and keeps topic, partition and timestamp', () => {
    const { encoder, key, value } = setUp();
    const polled = record({
      kafkaPartition: 3,
      keySchema: STRING_SCHEMA,
      key: 'k',
      valueSchema: STRING_SCHEMA,
      value: 'v',
      timestamp: 5,
    });
    expect(encoder.encode(polled)).toEqual({
      topic: 't',
      partition: 3,
      key: Buffer.from('k'),
      value: Buffer.from('v'),
      timestamp: 5,
      headers: null,
    });
    expect(key.seen).toEqual([{ topic: 't', data: { schema: STRING_SCHEMA, value: 'k' }, headers: null }]);
    expect(value.seen).toEqual([{ topic: 't', data: { schema: STRING_SCHEMA, value: 'v' }, headers: null }]);
  });

  it('makes null of a null key and a null value: a tombstone stays one', () => {
    expect(setUp().encoder.encode(record())).toMatchObject({ key: null, value: null, partition: null });
  });

  it('carries headers in order, repeated keys and null values too', () => {
    const headers = headersOf(['a', '1'], ['b', null], ['a', '2']);
    expect(setUp().encoder.encode(record({ headers }))).toMatchObject({
      headers: [
        { key: 'a', value: Buffer.from('1') },
        { key: 'b', value: null },
        { key: 'a', value: Buffer.from('2') },
      ],
    });
  });

  it('shows the converters of key and value the headers, and sends what they add', () => {
    const { encoder, value } = setUp();
    value.fromConnectData = (_topic, _data, headers: RawHeader[] | null) => {
      headers?.push({ key: 'schema-id', value: Buffer.from('7') });
      return null;
    };
    const message = encoder.encode(record({ headers: headersOf(['a', '1']) }));
    expect(message).toMatchObject({ headers: [{ key: 'a' }, { key: 'schema-id', value: Buffer.from('7') }] });
  });

  it('leaves nothing of one record in the next', () => {
    const { encoder } = setUp();
    void encoder.encode(
      record({ key: 'k', value: 'v', timestamp: 5, kafkaPartition: 1, headers: headersOf(['a', '1']) }),
    );
    expect(encoder.encode(record({ topic: 'u' }))).toEqual({
      topic: 'u',
      partition: null,
      key: null,
      value: null,
      timestamp: null,
      headers: null,
    });
  });

  it.each([
    [null, null],
    [-1, null],
    [0, 0],
  ])('sends the timestamp %p as %p', (timestamp, sent) => {
    expect(setUp().encoder.encode(record({ timestamp }))).toMatchObject({ timestamp: sent });
  });

  it('says once that a timestamp of 0 is not kept', () => {
    const { encoder, warnings } = setUp();
    for (const timestamp of [5, null, 0, 0]) void encoder.encode(record({ timestamp }));
    expect(warnings).toEqual([expect.stringContaining('A record for topic t has the timestamp 0')]);
  });

  it('fails on any other negative timestamp, whatever is tolerated', () => {
    const { encoder } = setUp({ tolerance: 'all' });
    expect(() => encoder.encode(record({ timestamp: -2 }))).toThrow(ConnectError);
    expect(() => encoder.encode(record({ timestamp: -2 }))).toThrow('Invalid record timestamp -2');
  });

  it('answers at once when nobody answers with a promise, and later with the same when one does', async () => {
    const { encoder, key, value, header } = setUp();
    const polled = record({ key: 'k', value: 'v', headers: headersOf(['a', '1'], ['b', null]) });
    const atOnce = encoder.encode(polled);
    expect(atOnce).not.toBeInstanceOf(Promise);
    const expected = { ...(await atOnce) };
    for (const converter of [key, value, header]) converter.isAsync = true;
    const later = encoder.encode(polled);
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toEqual(expected);
  });

  it('sends what a transform makes of the record, and null for what it drops', async () => {
    const renamed = setUp({ apply: (one) => one.newRecord({ topic: 'u', value: 'w' }) });
    expect(renamed.encoder.encode(record({ value: 'v' }))).toMatchObject({ topic: 'u', value: Buffer.from('w') });
    const later = setUp({ apply: (one) => Promise.resolve(one.newRecord({ topic: 'u' })) });
    expect(await later.encoder.encode(record())).toMatchObject({ topic: 'u' });
    const dropped = setUp({ apply: () => null });
    expect(dropped.encoder.encode(record())).toBeNull();
    expect(dropped.reports).toEqual([]);
    expect(dropped.value.seen).toEqual([]);
  });

  it.each([false, true])('fails when a converter fails and nothing is tolerated (promise: %p)', async (isAsync) => {
    const { encoder, value, reports } = setUp({ apply: (one) => one.newRecord({ topic: 'u' }) });
    value.isAsync = isAsync;
    const polled = record({ value: 'bad' });
    await expect(encoder.encode(polled)).rejects.toThrow('Tolerance exceeded in error handler');
    expect(reports).toMatchObject([
      { stage: 'VALUE_CONVERTER', executingClass: 'Value', error: { message: 'bad value' } },
    ]);
    expect(reports[0]?.record).toEqual({ polled });
  });

  it('drops and reports the record as it was polled when a failure is tolerated, and goes on', async () => {
    const { encoder, reports, value } = setUp({ tolerance: 'all', apply: (one) => one.newRecord({ topic: 'u' }) });
    const polled = record({ key: 'bad' });
    expect(await encoder.encode(polled)).toBeNull();
    expect(reports).toMatchObject([{ stage: 'KEY_CONVERTER' }]);
    expect((reports[0]?.record as { polled: SourceRecord }).polled).toBe(polled);
    expect(value.seen).toEqual([]);
    expect(encoder.encode(record({ value: 'good' }))).toMatchObject({ value: Buffer.from('good') });
  });

  it('tolerates what a transform throws', async () => {
    const { encoder, reports } = setUp({
      tolerance: 'all',
      apply: () => {
        throw new Error('no such field');
      },
    });
    expect(await encoder.encode(record())).toBeNull();
    expect(reports).toMatchObject([{ stage: 'TRANSFORMATION', executingClass: 'Change' }]);
  });

  it('closes its transforms', async () => {
    const { encoder, close } = setUp({ apply: (one) => one });
    await encoder.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('SourceRecordEncoder with the plugins that are shipped', () => {
  it('makes no promise for a thousand records', () => {
    const json = new JsonConverter();
    json.configure({}, false);
    const hoist = new HoistFieldValue<SourceRecord>();
    hoist.configure({ field: 'line' });
    const encoder = new SourceRecordEncoder({
      transformations: new TransformationChain<SourceRecord>([
        new TransformationStage<SourceRecord>({ transformation: hoist, className: 'HoistField' }),
      ]),
      converters: {
        key: { converter: json, className: 'Key' },
        value: { converter: json, className: 'Value' },
        header: { converter: new SimpleHeaderConverter(), className: 'Header' },
      },
      boundary: new RetryWithTolerance({
        settings: { tolerance: 'none', retryTimeoutMs: 0, retryDelayMaxMs: 0 },
        clock: new FakeClock(),
        reporters: [],
        signal: new AbortController().signal,
        counters: new ErrorCounters(),
      }),
    });
    const headers = new ConnectHeaders().addString('h', 'x');
    const record = new SourceRecord({ topic: 't', valueSchema: STRING_SCHEMA, value: 'a line', headers });
    let last: ReturnType<typeof encoder.encode> = null;
    const encodeAll = () => {
      for (let index = 0; index < 1000; index++) last = encoder.encode(record);
    };
    expect(countPromises(encodeAll)).toBe(0);
    expect(last).toMatchObject({ topic: 't', headers: [{ key: 'h' }] });
    expect(String((last as { value?: unknown } | null)?.value)).toContain('"payload":{"line":"a line"}');
  });
});
