import type { RawHeader, SchemaAndValue } from '../../../src/api/converter';
import type { SinkRecord } from '../../../src/api/sink-record';
import type { Transformation } from '../../../src/api/transformation';
import { JsonConverter } from '../../../src/converters/json-converter';
import { SimpleHeaderConverter } from '../../../src/converters/simple-header-converter';
import { STRING_SCHEMA } from '../../../src/data/connect-schema';
import { DataError } from '../../../src/errors';
import { ErrorCounters } from '../../../src/runtime/errors/error-counters';
import { InternalSinkRecord } from '../../../src/runtime/errors/internal-sink-record';
import type { ProcessingContext } from '../../../src/runtime/errors/processing-context';
import { RetryWithTolerance } from '../../../src/runtime/errors/retry-with-tolerance';
import { SinkRecordDecoder } from '../../../src/runtime/sink/sink-record-decoder';
import { TransformationChain, TransformationStage } from '../../../src/runtime/transformation-chain';
import { InsertFieldValue } from '../../../src/transforms/insert-field';
import { RegexRouter } from '../../../src/transforms/regex-router';
import { FakeClock } from '../../support/fake-clock';
import { batchOf, type FakeMessage } from '../../support/fake-batch';
import { countPromises } from '../../support/promise-count';
import { StubConverter, StubHeaderConverter } from '../../support/stub-plugins';

/** Answers with promises when it is told to; refuses the text `bad`. */
class TestConverter extends StubConverter {
  isAsync = false;
  calls = 0;
  headers: readonly RawHeader[] | null = null;

  override toConnectData(
    _topic: string,
    bytes: Buffer | null,
    headers: readonly RawHeader[] | null = null,
  ): SchemaAndValue | Promise<SchemaAndValue> {
    this.calls++;
    this.headers = headers;
    if (bytes?.toString() === 'bad' && !this.isAsync) throw new DataError('bad value');
    if (bytes?.toString() === 'bad') return Promise.reject(new DataError('bad value'));
    const data = { schema: bytes === null ? null : STRING_SCHEMA, value: bytes?.toString() ?? null };
    return this.isAsync ? Promise.resolve(data) : data;
  }
}

class TestHeaderConverter extends StubHeaderConverter {
  isAsync = false;

  override toConnectHeader(topic: string, key: string, bytes: Buffer | null) {
    const data = super.toConnectHeader(topic, key, bytes);
    return this.isAsync ? Promise.resolve(data) : data;
  }
}

type Apply = (record: SinkRecord) => SinkRecord | null | Promise<SinkRecord | null>;

interface SetUp {
  apply?: Apply;
  tolerance?: 'none' | 'all';
  keepsOrigins?: boolean;
}

function setUp({ apply, tolerance = 'none', keepsOrigins = false }: SetUp = {}) {
  const [key, value, header] = [new TestConverter(), new TestConverter(), new TestHeaderConverter()];
  const reports: ProcessingContext[] = [];
  const close = jest.fn();
  const transformation = { apply, close } as unknown as Transformation<SinkRecord>;
  const stages = apply === undefined ? [] : [new TransformationStage({ transformation, className: 'Change' })];
  const decoder = new SinkRecordDecoder({
    keepsOrigins,
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
  const decode = (message: Partial<FakeMessage> = {}) =>
    decoder.decode(batchOf([{ topic: 't', partition: 2, offset: 7, ...message }]), 0);
  return { decoder, decode, key, value, header, reports, close };
}

describe('SinkRecordDecoder', () => {
  it('makes a record of a message: data and schemas of key and value, and where it came from', () => {
    const { decode } = setUp();
    expect(decode({ key: 'k', value: 'v', timestamp: 5, timestampType: 'LOG_APPEND_TIME' })).toMatchObject({
      topic: 't',
      kafkaPartition: 2,
      kafkaOffset: 7,
      keySchema: STRING_SCHEMA,
      key: 'k',
      valueSchema: STRING_SCHEMA,
      value: 'v',
      timestamp: 5,
      timestampType: 'LOG_APPEND_TIME',
      originalTopic: 't',
      originalKafkaPartition: 2,
      originalKafkaOffset: 7,
    });
  });

  it('keeps the link to the message through transforms where records can be reported, and only there', () => {
    const apply: Apply = (record) => record.newRecord({ value: 'changed' });
    const linked = setUp({ apply, keepsOrigins: true }).decode({ value: 'v' });
    expect(linked).toBeInstanceOf(InternalSinkRecord);
    expect(linked).toMatchObject({ value: 'changed', consumed: { offset: 7, value: Buffer.from('v') } });
    expect(setUp({ apply }).decode({ value: 'v' })).not.toBeInstanceOf(InternalSinkRecord);
  });

  it('asks the converters about null keys and null values too', () => {
    const { decode, key, value } = setUp();
    expect(decode()).toMatchObject({ key: null, keySchema: null, value: null, valueSchema: null });
    expect([key.calls, value.calls]).toEqual([1, 1]);
  });

  it.each([
    [-1, null],
    [0, 0],
  ])('gives the timestamp %p as %p', (timestamp, given) => {
    expect(setUp().decode({ timestamp })).toMatchObject({ timestamp: given });
  });

  it('fails on a timestamp that can be none, naming the message', () => {
    expect(() => setUp().decode({ timestamp: -5 })).toThrow(/Invalid record timestamp -5 at t-2@7/);
  });

  it('converts headers in order, repeated keys and null values too, and shows the raw ones to the converters', async () => {
    const { decode, key } = setUp();
    const headers = [
      { key: 'a', value: Buffer.from('1') },
      { key: 'b', value: null },
      { key: 'a', value: Buffer.from('2') },
    ];
    const record = await decode({ headers });
    expect([...(record?.headers ?? [])].map((one) => [one.key, one.value])).toEqual([
      ['a', '1'],
      ['b', null],
      ['a', '2'],
    ]);
    expect(key.headers).toBe(headers);
  });

  it('leaves nothing of one message in the next', async () => {
    const { decode } = setUp();
    await decode({ key: 'k', value: 'v', headers: [{ key: 'a', value: null }] });
    const next = await decode({ offset: 8, headers: [] });
    expect(next).toMatchObject({ key: null, value: null, kafkaOffset: 8 });
    expect(next?.hasHeaders).toBe(false);
  });

  it('answers at once when nobody answers with a promise, and later with the same when one does', async () => {
    const { decode, key, value, header } = setUp();
    const message = { key: 'k', value: 'v', headers: [{ key: 'a', value: Buffer.from('1') }] };
    const atOnce = decode(message);
    expect(atOnce).not.toBeInstanceOf(Promise);
    for (const converter of [key, value, header]) converter.isAsync = true;
    const later = decode(message);
    expect(later).toBeInstanceOf(Promise);
    const [first, second] = [await atOnce, await later];
    expect(second).toEqual(first);
    expect([...(second?.headers ?? [])]).toEqual([...(first?.headers ?? [])]);
  });

  it('keeps the original coordinates of a record that transforms send elsewhere', async () => {
    const { decode } = setUp({
      apply: (record) => Promise.resolve(record.newRecord({ topic: 'u', kafkaPartition: 9 })),
    });
    expect(await decode()).toMatchObject({
      topic: 'u',
      kafkaPartition: 9,
      originalTopic: 't',
      originalKafkaPartition: 2,
      originalKafkaOffset: 7,
    });
  });

  it('answers null for what a transform drops, without a report', () => {
    const { decode, reports } = setUp({ apply: () => null });
    expect(decode()).toBeNull();
    expect(reports).toEqual([]);
  });

  it.each([false, true])('fails when a converter fails and nothing is tolerated (promise: %p)', async (isAsync) => {
    const { decode, value, reports } = setUp();
    value.isAsync = isAsync;
    await expect(decode({ value: 'bad' })).rejects.toThrow('Tolerance exceeded in error handler');
    expect(reports).toMatchObject([{ stage: 'VALUE_CONVERTER', executingClass: 'Value' }]);
  });

  it('skips the rest of a message whose failure is tolerated, reports it as it was consumed, and goes on', async () => {
    const apply = jest.fn((record: SinkRecord) => record);
    const { decode, reports, value } = setUp({ tolerance: 'all', apply });
    expect(await decode({ key: 'bad', value: 'v', timestamp: 5, headers: [{ key: 'a', value: null }] })).toBeNull();
    expect(value.calls).toBe(0);
    expect(apply).not.toHaveBeenCalled();
    expect(reports).toMatchObject([{ stage: 'KEY_CONVERTER', executingClass: 'Key' }]);
    expect(reports[0]?.record).toEqual({
      consumed: {
        topic: 't',
        partition: 2,
        offset: 7,
        timestamp: 5,
        timestampType: 'CREATE_TIME',
        key: Buffer.from('bad'),
        value: Buffer.from('v'),
        headers: [{ key: 'a', value: null }],
      },
    });
    expect(await decode({ value: 'good' })).toMatchObject({ value: 'good' });
  });

  it('tolerates what a transform throws', async () => {
    const { decode, reports } = setUp({ tolerance: 'all', apply: () => Promise.reject(new Error('no such field')) });
    expect(await decode()).toBeNull();
    expect(reports).toMatchObject([{ stage: 'TRANSFORMATION', executingClass: 'Change' }]);
  });

  it('closes its transforms', async () => {
    const { decoder, close } = setUp({ apply: (record) => record });
    await decoder.close();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('reports bytes of its own, which outlive the batch', async () => {
    const { decode, reports } = setUp({ tolerance: 'all' });
    const [key, value, header] = [Buffer.from('bad'), Buffer.from('v'), Buffer.from('h')];
    await decode({ key, value, headers: [{ key: 'a', value: header }] });
    for (const bytes of [key, value, header]) bytes.fill('x');
    expect(reports[0]?.record).toMatchObject({
      consumed: {
        key: Buffer.from('bad'),
        value: Buffer.from('v'),
        headers: [{ key: 'a', value: Buffer.from('h') }],
      },
    });
  });
});

describe('SinkRecordDecoder with the plugins that are shipped', () => {
  const json = new JsonConverter();
  json.configure({ 'schemas.enable': 'false' }, false);
  const insert = new InsertFieldValue<SinkRecord>();
  insert.configure({ 'topic.field': 'topic' });
  const route = new RegexRouter<SinkRecord>();
  route.configure({ regex: '(.*)', replacement: 'new-$1' });
  const decoder = new SinkRecordDecoder({
    transformations: new TransformationChain<SinkRecord>(
      [insert, route].map((transformation) => new TransformationStage<SinkRecord>({ transformation, className: 'T' })),
    ),
    converters: {
      key: { converter: json, className: 'Key' },
      value: { converter: json, className: 'Value' },
      header: { converter: new SimpleHeaderConverter(), className: 'Header' },
    },
    boundary: new RetryWithTolerance({
      settings: { tolerance: 'all', retryTimeoutMs: 0, retryDelayMaxMs: 0 },
      clock: new FakeClock(),
      reporters: [],
      signal: new AbortController().signal,
      counters: new ErrorCounters(),
    }),
  });
  const decodeAll = (value: string) => {
    const headers = [{ key: 'h', value: Buffer.from('1') }];
    const batch = batchOf(
      Array.from({ length: 1000 }, (_, offset) => ({ topic: 't', partition: 0, key: '1', value, offset, headers })),
    );
    return Array.from({ length: 1000 }, (_, index) => decoder.decode(batch, index));
  };

  it('makes no promise for a thousand records', () => {
    let records: ReturnType<typeof decodeAll> = [];
    expect(countPromises(() => (records = decodeAll('{"a":1}')))).toBe(0);
    expect(records[999]).toMatchObject({ topic: 'new-t', value: { a: 1, topic: 't' } });
  });

  it('makes some where a record fails: the count is one that can rise', async () => {
    let records: ReturnType<typeof decodeAll> = [];
    expect(countPromises(() => (records = decodeAll('{')))).toBeGreaterThanOrEqual(1000);
    for (const record of records) await expect(record).resolves.toBeNull();
  });
});
