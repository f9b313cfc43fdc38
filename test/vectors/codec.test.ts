import { decodeRaw, decodeSchema, decodeValue, encodeRaw, encodeSchema, encodeValue } from './codec';
import { compareResults } from './compare';
import { readCorpus } from './corpus';
import { decodeRecord, encodeRecord } from './record-codec';
import { isList, isObject, type Json, type JsonObject } from './vector';
import { join } from 'node:path';

const CORPUS = readCorpus(join(__dirname, '..', 'testdata', 'vectors'));

/** Every object in the vectors that `accepts` picks. */
function pick(accepts: (json: JsonObject) => boolean): JsonObject[] {
  const found: JsonObject[] = [];
  const visit = (json: Json | undefined): void => {
    if (isList(json)) json.forEach(visit);
    if (!isObject(json)) return;
    if (accepts(json)) found.push(json);
    Object.values(json).forEach(visit);
  };
  for (const { vectors } of CORPUS) {
    for (const { input, expected } of vectors) [input, expected].forEach(visit);
  }
  return found;
}

describe('the codec of the vectors', () => {
  it('gives back every record of the corpus', () => {
    const records = pick((json) => json['kind'] === 'source' || json['kind'] === 'sink');
    expect(records.length).toBeGreaterThan(300);
    for (const record of records) {
      // Where a record came from is not part of the input: it is set from topic, partition and offset.
      const again = { ...encodeRecord(decodeRecord(record)), original: null };
      expect(compareResults({ ...record, original: null }, again)).toBeUndefined();
    }
  });

  it('gives back every schemaless value that has no schema beside it', () => {
    const values = pick((json) => 'schema' in json && json['schema'] === null && 'value' in json);
    expect(values.length).toBeGreaterThan(100);
    for (const { value } of values) {
      expect(compareResults({ value: value ?? null }, { value: encodeRaw(decodeRaw(value)) })).toBeUndefined();
    }
  });

  it('turns values into what TypeScript code sees', () => {
    expect(decodeValue(decodeSchema({ type: 'int64' }), '5')).toBe(5n);
    expect(decodeRaw({ $int64: '5' })).toBe(5);
    expect(decodeRaw({ $int64: '9007199254740993' })).toBe(9007199254740993n);
    const map = decodeSchema({ type: 'map', keys: { type: 'string' }, values: { type: 'int8' } });
    expect(decodeValue(map, { a: 1 })).toEqual(new Map([['a', 1]]));
    expect(decodeValue(map, { $raw: { a: { $int8: 1 } } })).toEqual(new Map([['a', 1]]));
    expect(Object.keys(decodeRaw({ ['__proto__']: 'x' }) as object)).toEqual(['__proto__']);
  });

  it('marks values that are not in the form that their schema promises', () => {
    expect(encodeValue(decodeSchema({ type: 'int64' }), 5)).toEqual({ $raw: { $int64: '5' } });
    expect(encodeValue(decodeSchema({ type: 'map', keys: { type: 'string' }, values: null }), {})).toEqual({
      $raw: {},
    });
  });

  it('writes every part of a schema', () => {
    const schema: JsonObject = {
      type: 'struct',
      optional: true,
      name: 'n',
      version: 1,
      doc: 'd',
      parameters: { a: 'b' },
      fields: [{ field: 'x', type: 'array', optional: false, items: null }],
    };
    expect(encodeSchema(decodeSchema(schema))).toEqual(schema);
  });
});
