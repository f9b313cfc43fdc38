import { JsonRecordReader } from '../../src/converters/json-record-reader';
import { Decimal } from '../../src/data/decimal';
import { JsonSyntaxError } from '../../src/data/json-reader';
import type { Struct } from '../../src/data/struct';

function reader(): JsonRecordReader {
  return new JsonRecordReader({ replaceNullWithDefault: true, cacheSize: 100 });
}

/** Reads the text after one of the same schema, and without; gives the value if both agree. */
function readTwice(text: string, before = text): unknown {
  const warm = reader();
  warm.readEnvelope(Buffer.from(before));
  const known = warm.readEnvelope(Buffer.from(text));
  expect(known).toEqual(reader().readEnvelope(Buffer.from(text)));
  return known?.value;
}

const INT64 = '{"schema":{"type":"int64"},"payload":';
const DATE = '{"schema":{"type":"int32","name":"org.apache.kafka.connect.data.Date"},"payload":';
const DECIMAL =
  '{"schema":{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"2"}},"payload":';

describe('JsonRecordReader', () => {
  it.each([
    [`${INT64}5}`, 5n],
    [`${INT64}9007199254740993}`, 9007199254740993n],
    [`${INT64} 0012 } trailing`, 12n],
    ['{ "schema" : {"type": "int64"},\n"payload" : 7 }\n', 7n],
    ['{"payload":7,"schema":{"type":"int64"}}', 7n],
    ['{"schema":null,"payload":{"a":9007199254740993}}', { a: 9007199254740993n }],
    ['{"schema":null,"payload":[1]}', [1]],
    [`${DECIMAL}1.5600}`, new Decimal(15600n, 4)],
    [`${DECIMAL}"AJw="}`, new Decimal(156n, 2)],
    ['{"schema":{"type":"string","doc":"é"},"payload":"ü€"}', 'ü€'],
  ])('reads %s the same, whether its schema is known or not', (text, value) => {
    expect(readTwice(text)).toEqual(value);
  });

  it.each([
    '1',
    '{}',
    '[]',
    '{"schema":null}',
    '{"payload":1}',
    `${INT64}1,"extra":2}`,
    '',
    '{"schema":null,"other":1}',
  ])('finds no envelope in %s', (text) => {
    expect(reader().readEnvelope(Buffer.from(text))).toBeUndefined();
    const warm = reader();
    warm.readEnvelope(Buffer.from(`${INT64}1}`));
    expect(warm.readEnvelope(Buffer.from(text))).toBeUndefined();
  });

  it('tells 10 from 10.0 where a date asks for an integer', () => {
    expect(readTwice(`${DATE}10}`)).toEqual(new Date(864_000_000));
    expect(() => readTwice(`${DATE}10.0}`, `${DATE}10}`)).toThrow('underlying representation should be integer');
  });

  it('knows a schema again before white space', () => {
    expect(readTwice(`${INT64}\n9007199254740993 }`, `${INT64}1}`)).toBe(9007199254740993n);
    expect(readTwice(`${INT64} 1.0}`, `${INT64}1}`)).toBe(1n);
  });

  it('lets the last of two payloads count, as ever', () => {
    expect(readTwice(`${INT64}1,"payload":2}`, `${INT64}1}`)).toBe(2n);
  });

  it('refuses bytes that are not UTF-8 behind a known schema', () => {
    const warm = reader();
    const text = '{"schema":{"type":"string"},"payload":"a"}';
    warm.readEnvelope(Buffer.from(text));
    const broken = Buffer.from(text);
    broken[broken.length - 3] = 0xff;
    expect(() => warm.readEnvelope(broken)).toThrow(JsonSyntaxError);
  });

  it('goes on reading right when long integers come and go', () => {
    const warm = reader();
    for (let i = 0; i < 300; i++) {
      const text = i % 150 === 0 ? '9223372036854775807' : String(i);
      expect(warm.readEnvelope(Buffer.from(`${INT64}${text}}`))?.value).toBe(BigInt(text));
    }
  });

  it('reads many schemas in turn', () => {
    const warm = reader();
    for (let i = 0; i < 100; i++) {
      const field = `f${i % 40}`;
      const text = `{"schema":{"type":"struct","fields":[{"type":"int32","field":"${field}"}]},"payload":{"${field}":${i}}}`;
      expect((warm.readEnvelope(Buffer.from(text))?.value as Struct).get(field)).toBe(i);
    }
  });

  it('reads a payload by a schema that was given once', () => {
    const warm = reader();
    const input = warm.readSchema('{"type":"int64"}');
    expect(input).not.toBeNull();
    expect(warm.readPayload('9007199254740993 ', input!)).toEqual({ schema: input!.schema, value: 9007199254740993n });
    expect(() => warm.readPayload('', input!)).toThrow('Invalid null value for required INT64 field');
    expect(warm.readSchema('null')).toBeNull();
  });
});
