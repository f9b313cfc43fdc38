import { logicalReader } from '../../src/converters/json-logical-reader';
import { EXACT_TEXT_NEEDED, type ParsedJson, type ReadState } from '../../src/converters/parsed-json';
import { STRING_SCHEMA } from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { readJson } from '../../src/data/json-reader';
import { DATE_SCHEMA, decimalSchema, TIME_SCHEMA, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { DataError } from '../../src/errors';

function read(schema: Schema, json: ParsedJson, state?: ReadState): unknown {
  return logicalReader(
    schema,
    state ?? { replaceNullWithDefault: true, hasMisfit: false, needsIntegerForm: false },
  )?.(json);
}

function exact(text: string): ParsedJson {
  const json: unknown = readJson(text);
  return json as ParsedJson;
}

describe('logicalReader', () => {
  it('is there for logical types only', () => {
    expect(read(STRING_SCHEMA, 'x')).toBeUndefined();
  });

  it('reads Decimals from numbers with their scale, and from base64 with that of the schema', () => {
    expect(read(decimalSchema(2), exact('1.5600'))).toEqual(new Decimal(15600n, 4));
    expect(read(decimalSchema(2), 'AJw=')).toEqual(new Decimal(156n, 2));
    expect(() => read(decimalSchema(2), 1.56)).toThrow(EXACT_TEXT_NEEDED);
    expect(() => read(decimalSchema(2), '*')).toThrow('Invalid bytes for Decimal field');
    expect(() => read(decimalSchema(2), true)).toThrow('but was BOOLEAN');
  });

  it('reads days, milliseconds of a day and instants', () => {
    expect(read(DATE_SCHEMA, exact('10000'))).toEqual(new Date(864000000000));
    expect(read(TIME_SCHEMA, exact('14400000'))).toEqual(new Date(14400000));
    expect(read(TIMESTAMP_SCHEMA, exact('-1'))).toEqual(new Date(-1));
  });

  it('tells whoever parsed plain JSON that the form of the number matters', () => {
    const state = { replaceNullWithDefault: true, hasMisfit: false, needsIntegerForm: false };
    expect(read(DATE_SCHEMA, 10, state)).toEqual(new Date(864000000));
    expect(state.needsIntegerForm).toBe(true);
    expect(() => read(DATE_SCHEMA, 10.5)).toThrow(EXACT_TEXT_NEEDED);
  });

  it.each([
    [DATE_SCHEMA, '10.0'],
    [DATE_SCHEMA, '1e1'],
    [DATE_SCHEMA, '2147483648'],
    [TIME_SCHEMA, '"10"'],
    [TIME_SCHEMA, '86400001'],
    [TIMESTAMP_SCHEMA, '1.5'],
    [TIMESTAMP_SCHEMA, '8640000000000001'],
  ])('refuses as %s what is not an integer in range: %s', (schema, text) => {
    expect(() => read(schema, exact(text))).toThrow(DataError);
  });
});
