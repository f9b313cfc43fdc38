import * as S from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { DATE_SCHEMA, decimalSchema, TIME_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { parseString } from '../../src/data/values-parser';

function expectParsed(text: string, schema: Schema, value: ConnectValue): void {
  const parsed = parseString(text);
  expect(S.schemasEqual(parsed?.schema, schema)).toBe(true);
  expect(parsed?.value).toEqual(value);
}

const list = (items: Schema) => SchemaBuilder.array(items).build();

describe('parseString', () => {
  it('gives null for the word null, and a pair of nulls for no text', () => {
    expect(parseString(' null ')).toBeNull();
    expect(parseString(null)).toEqual({ schema: null, value: null });
  });

  it.each<[string, Schema, ConnectValue]>([
    [' true ', S.BOOLEAN_SCHEMA, true],
    ['127', S.INT8_SCHEMA, 127],
    ['-129', S.INT16_SCHEMA, -129],
    ['1e3', S.INT16_SCHEMA, 1000],
    ['40000.0', S.INT32_SCHEMA, 40000],
    ['5000000000', S.INT64_SCHEMA, 5000000000n],
    ['123456.789', S.FLOAT32_SCHEMA, Math.fround(123456.789)],
    ['1e39', S.FLOAT64_SCHEMA, 1e39],
    ['9223372036854775808', decimalSchema(0), new Decimal(9223372036854775808n, 0)],
    ['1e400', decimalSchema(-400), new Decimal(1n, -400)],
    ['2019-08-23', DATE_SCHEMA, new Date('2019-08-23')],
    ['14:34:54.346Z', TIME_SCHEMA, new Date(52494346)],
    ['14:34:54.346Z,foo', TIME_SCHEMA, new Date(52494346)],
    ['12:34', S.INT8_SCHEMA, 12],
  ])('takes %j for what it is', expectParsed);

  it.each([
    '',
    '  ',
    'a',
    'True',
    '.5',
    '0x10',
    '1_000',
    '"quoted"',
    'true]',
    '[1,,2]',
    '[1 2]',
    '[a]',
    '{"a":1,,}',
    '[1',
    ' {x}',
    '{1:2',
    '{"a":',
  ])('takes %j for a string, untrimmed', (text) => {
    expectParsed(text, S.STRING_SCHEMA, text);
  });

  it.each<[string, Schema, ConnectValue]>([
    ['[1, 300, 70000]', list(S.INT32_SCHEMA), [1, 300, 70000]],
    ['[1, 5000000000]', list(S.INT64_SCHEMA), [1n, 5000000000n]],
    ['[1, 2.5]', list(S.FLOAT32_SCHEMA), [1, 2.5]],
    ['[1,]', list(S.INT8_SCHEMA), [1]],
    ['["a\\"b", "true"]', list(S.STRING_SCHEMA), ['a\\"b', 'true']],
    ['["2019-08-23"]', list(DATE_SCHEMA), [new Date('2019-08-23')]],
    ['[1, "a", 5000000000]', SchemaBuilder.arrayOfNull().build(), [1, 'a', 5000000000]],
    ['[null, null]', SchemaBuilder.arrayOfNull().build(), [null, null]],
    ['[70000,2019-08-23]', list(DATE_SCHEMA), [new Date(6048000000000), new Date('2019-08-23')]],
  ])('finds in %j one schema for all, where there is one', expectParsed);

  it('takes a container with null beside other values for a string', () => {
    expectParsed('[1, null]', S.STRING_SCHEMA, '[1, null]');
    expectParsed('[2019-08-23, 70000]', S.STRING_SCHEMA, '[2019-08-23, 70000]');
  });

  it('reads maps', () => {
    const schema = SchemaBuilder.map(S.STRING_SCHEMA, S.INT16_SCHEMA).build();
    expectParsed(
      '{"a": 1, "b": 300} tail',
      schema,
      new Map([
        ['a', 1],
        ['b', 300],
      ]),
    );
    expectParsed(
      '{"a":"x" "b":"y"}',
      SchemaBuilder.map(S.STRING_SCHEMA, S.STRING_SCHEMA).build(),
      new Map([
        ['a', 'x'],
        ['b', 'y'],
      ]),
    );
    expectParsed('{3: null}', SchemaBuilder.mapWithNullValues(S.INT8_SCHEMA).build(), new Map([[3, null]]));
    expectParsed('{}', SchemaBuilder.mapOfNull().build(), new Map());
    expectParsed('{null: 1}', S.STRING_SCHEMA, '{null: 1}');
  });

  it('does not write out a number of a billion digits', () => {
    expect(parseString('1e1000000000')?.value).toEqual(new Decimal(1n, -1000000000));
  });

  it('takes endless nesting for a string', () => {
    const text = '['.repeat(100_000);
    expect(parseString(text)?.value).toBe(text);
  });
});
