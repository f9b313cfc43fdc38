import type { ConnectValue } from '../../src/data/connect-value';
import { INT32_SCHEMA } from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { jsonDouble, jsonString, jsonValue } from '../../src/data/json-writer';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError } from '../../src/errors';

describe('jsonString', () => {
  it.each([
    ['plain é ü €\u2028 / \u007f', '"plain é ü €\u2028 / \u007f"'],
    ['"\\\b\t\n\f\r', String.raw`"\"\\\b\t\n\f\r"`],
    ['\u0000\u001f', String.raw`"\u0000\u001F"`],
    ['😀', String.raw`"\uD83D\uDE00"`],
    ['\udead', String.raw`"\uDEAD"`],
  ])('writes %j as Jackson does', (value, text) => {
    expect(jsonString(value)).toBe(text);
    expect(JSON.parse(text)).toBe(value);
  });
});

describe('jsonDouble', () => {
  it.each([
    [100, '100.0'],
    [0, '0.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [1e10, '1.0E10'],
    [-1234.5678, '-1234.5678'],
    [NaN, '"NaN"'],
    [-Infinity, '"-Infinity"'],
  ])('writes %d as Java does', (value, text) => {
    expect(jsonDouble(value)).toBe(text);
  });
});

describe('jsonValue', () => {
  it.each<[ConnectValue, string]>([
    [null, 'null'],
    [true, 'true'],
    [1, '1'],
    [1.5, '1.5'],
    [1e20, '1.0E20'],
    [9007199254740993n, '9007199254740993'],
    [Buffer.from('hi'), '"aGk="'],
    [[1, 'a', null], '[1,"a",null]'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: 1, a: { c: [] } }, '{"b":1,"a":{"c":[]}}'],
    [new Map<ConnectValue, ConnectValue>([['k', 1]]), '{"k":1}'],
    [
      new Map<ConnectValue, ConnectValue>([
        ['k', 1],
        [2, 'x'],
      ]),
      '[["k",1],[2,"x"]]',
    ],
    [new Map(), '{}'],
  ])('writes %p', (value, text) => {
    expect(jsonValue(value)).toBe(text);
  });

  it('takes undefined for null', () => {
    expect(jsonValue(undefined)).toBe('null');
  });

  it.each<[string, ConnectValue]>([
    ['a Decimal', new Decimal(1n, 0)],
    ['a Date', new Date(0)],
    ['a struct', new Struct(SchemaBuilder.struct().field('a', INT32_SCHEMA).build())],
    ['an integer beyond 64 bits', 2n ** 63n],
    ['an object of another class', new URL('http://localhost') as unknown as ConnectValue],
  ])('refuses %s', (_, value) => {
    expect(() => jsonValue(value)).toThrow(DataError);
  });

  it('writes a member named __proto__ like any other', () => {
    expect(jsonValue(JSON.parse('{"__proto__":1}') as ConnectValue)).toBe('{"__proto__":1}');
  });
});
